/// Which values can be kept out of ordinary output; hiding any other would tear every page of it apart, or hide nothing (reliability B.4).
public enum SecretRule {
  /// The fewest bytes of a secret.
  public static let shortest = 8
  /// The fewest different characters of a secret.
  public static let fewestCharacters = 4
  private static let words = [
    "12345678", "127.0.0.1", "changeme", "database", "localhost", "password", "pgbackrest", "postgres", "postgresql", "production",
  ]

  /// The rule that a value breaks, as a sentence without its subject and never with the value; nil when it can be hidden.
  public static func objection(to value: String) -> String? {
    let scalars = value.unicodeScalars.filter { !$0.properties.isWhitespace }
    if scalars.reduce(0, { $0 + UTF8.width($1) }) < shortest { return "has fewer than \(shortest) bytes" }
    if Set(scalars).count < fewestCharacters { return "has fewer than \(fewestCharacters) different characters" }
    return words.contains(value.lowercased()) ? "is a word of ordinary output" : nil
  }
}
