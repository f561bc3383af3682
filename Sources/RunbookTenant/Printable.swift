/// Text from a database as a terminal may see it.
enum Printable {
  /// The text with control characters and line breaks written as `\xNN`, so that no name or value can steer the terminal.
  static func text(_ raw: String) -> String {
    guard raw.unicodeScalars.contains(where: isHidden) else { return raw }
    var safe = ""
    for scalar in raw.unicodeScalars {
      if isHidden(scalar) {
        safe += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// The values that a statement joined by the unit separator.
  static func samples(_ joined: String) -> [String] {
    joined.utf8.split(separator: 31).map { text(String(decoding: $0, as: UTF8.self)) }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
