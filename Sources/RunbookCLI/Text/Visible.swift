/// Makes text from outside harmless and unambiguous before a terminal shows it.
package enum Visible {
  /// The text on one line, with controls, bidirectional marks and invisible characters written as escapes.
  package static func text(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      if let escape = escape(scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// The text in double quotes, escaped, and cut when it is longer than a person reads.
  /// - Parameters:
  ///   - value: Any value from outside.
  ///   - limit: Columns between the quotes.
  package static func quoted(_ value: String, limit: Int = 60) -> String {
    "\"" + DisplayText.truncated(text(value), to: limit) + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: break
    }
    if (0x20..<0x7F).contains(scalar.value) { return nil }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    default: return nil
    }
  }
}
