/// Prose for a terminal that may end in a command line, which is never broken: it is there to be copied.
package enum Prose {
  /// The lines of a sentence; a command of this program behind a colon goes whole on a line of its own where it does not fit.
  /// - Parameters:
  ///   - text: One sentence, possibly styled: `paused. Go on with: runbook exec close-the-books --resume`.
  ///   - width: Columns including the indent; nil never wraps.
  ///   - indent: Spaces before the first line.
  ///   - hanging: Further spaces before each line behind it.
  package static func lines(_ text: String, width: Int?, indent: Int = 0, hanging: Int = 2) -> [String] {
    let whole = String(repeating: " ", count: indent) + text
    guard let width, DisplayText.width(whole) > width else { return [whole] }
    guard let start = commandStart(in: text) else { return Wrap.lines(text, width: width, indent: indent, hanging: hanging) }
    if start == text.startIndex { return [whole] }
    let margin = String(repeating: " ", count: indent + hanging)
    let head = Wrap.lines(String(text.utf8[..<start].dropLast()) ?? "", width: width, indent: indent, hanging: hanging)
    return head + [margin + text[start...]]
  }

  /// Where a command begins behind `: `; this program's, or one of those that remedies name.
  private static func commandStart(in text: String) -> String.Index? {
    let bytes = Array(text.utf8)
    let starts = ([Program.name] + others).map { Array(": \($0) ".utf8) }
    for place in bytes.indices where bytes[place] == UInt8(ascii: ":") {
      guard starts.contains(where: { bytes[place...].starts(with: $0) }) || bytes[..<place].suffix(byHand.count).elementsEqual(byHand)
      else { continue }
      guard place + 2 < bytes.count else { return nil }
      return text.utf8.index(text.startIndex, offsetBy: place + 2)
    }
    let isCommand = others.contains { bytes.starts(with: Array("\($0) ".utf8)) }
    return isCommand ? text.startIndex : nil
  }

  private static let byHand = Array("by hand".utf8)
  private static let others = ["chmod", "touch", "df"]
}
