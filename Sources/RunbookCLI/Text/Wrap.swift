/// Breaks prose into lines of a given width.
package enum Wrap {
  /// The lines of a text; a word is never broken, so that a path or a command can still be copied.
  ///
  /// Newlines are kept. A source line that starts with a space is preformatted: it is indented, never wrapped.
  /// - Parameters:
  ///   - text: Prose, possibly styled.
  ///   - width: Columns including the indent; nil never wraps.
  ///   - indent: Spaces before every line that is not empty.
  ///   - hanging: Further spaces before each continuation line.
  package static func lines(_ text: String, width: Int?, indent: Int = 0, hanging: Int = 0) -> [String] {
    if width == nil, !text.isEmpty, !text.utf8.contains(UInt8(ascii: "\n")) { return [spaces(indent) + text] }
    return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).flatMap { line -> [String] in
      let line = String(Substring(line))
      if line.utf8.first == UInt8(ascii: " ") { return [spaces(indent) + line] }
      return wrapped(line, width: width, indent: indent, hanging: hanging)
    }
  }

  /// The same lines as one text without a final newline.
  package static func text(_ text: String, width: Int?, indent: Int = 0, hanging: Int = 0) -> String {
    lines(text, width: width, indent: indent, hanging: hanging).joined(separator: "\n")
  }

  /// A word in a column of its own, and prose beside it that stays beside it on every line.
  /// - Parameters:
  ///   - label: The word, possibly styled; shorter than the column.
  ///   - column: Columns of the word and the blank behind it.
  package static func labelled(_ label: String, _ text: String, width: Int?, indent: Int, column: Int) -> [String] {
    let margin = indent + column
    return lines(text, width: width, indent: margin).enumerated().map { place, line in
      guard place == 0 else { return line }
      return spaces(indent) + DisplayText.padded(label, to: column) + (String(line.utf8.dropFirst(margin)) ?? line)
    }
  }

  /// The width for a stream: its terminal's columns, nil (never wrap) for anything else.
  /// - Parameters:
  ///   - isTTY: Whether the stream is a terminal.
  ///   - columns: What the terminal says, nil or 0 when it does not know.
  ///   - environment: `COLUMNS` speaks when the terminal does not; 80 when nobody does.
  package static func width(isTTY: Bool, columns: Int?, environment: [String: String]) -> Int? {
    guard isTTY else { return nil }
    let known = [columns, environment["COLUMNS"].flatMap { Int($0) }].compactMap(\.self).first { $0 > 0 }
    return max(20, known ?? 80)
  }

  private static func wrapped(_ line: String, width: Int?, indent: Int, hanging: Int) -> [String] {
    if line.isEmpty { return [""] }
    guard let width, indent + DisplayText.width(line) > width else { return [spaces(indent) + line] }
    var result: [String] = []
    var current = ""
    var used = 0
    for word in line.utf8.split(separator: UInt8(ascii: " ")) {
      let word = String(Substring(word))
      let columns = DisplayText.width(word)
      let margin = result.isEmpty ? indent : indent + hanging
      if used > 0, margin + used + 1 + columns > width {
        result.append(spaces(margin) + current)
        (current, used) = (word, columns)
      } else {
        current += used > 0 ? " " + word : word
        used += used > 0 ? columns + 1 : columns
      }
    }
    result.append(spaces(result.isEmpty ? indent : indent + hanging) + current)
    return result
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
