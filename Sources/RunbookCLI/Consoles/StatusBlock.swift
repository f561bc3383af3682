import RunbookSystem

/// Lines at the bottom of a terminal that are drawn again in place; whatever is to stay goes above them.
///
/// It is erased before each permanent line, so that the scrollback and a recording hold whole lines only.
struct StatusBlock {
  private var widths: [Int] = []

  /// Whether it can be seen now.
  var isDrawn: Bool { !widths.isEmpty }

  /// What takes it away again, from where drawing left the cursor.
  ///
  /// - Parameter columns: how wide the terminal is now; lines that were drawn in a wider one take several rows.
  mutating func erasure(columns: Int) -> String {
    guard isDrawn else { return "" }
    let rows = widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
    widths = []
    return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "") + "\u{1B}[J"
  }

  /// What shows the lines and leaves the cursor behind the last one.
  mutating func drawing(_ lines: [String]) -> String {
    widths = lines.map(DisplayText.width)
    return lines.joined(separator: "\n")
  }

  /// Whether a terminal can show it: a real one, wide and high enough, and nobody asked for plain text.
  static func fits(_ environment: [String: String], size: (columns: Int, rows: Int)?) -> Bool {
    guard let size, size.columns >= 40, size.rows >= 12 else { return false }
    guard let terminal = environment["TERM"], !terminal.isEmpty, terminal != "dumb" else { return false }
    return environment["NO_COLOR"]?.isEmpty ?? true
  }
}
