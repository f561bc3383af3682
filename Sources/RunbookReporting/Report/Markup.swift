import RunbookBase

/// Text from the log made safe for the place that it is put into.
enum Markup {
  /// For HTML and SVG, as content and in quoted attributes: no character of it is markup, and hidden ones are spelled out.
  static func html(_ text: String) -> String {
    var result = ""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A sentence for HTML in which times stay in one piece and are marked as times.
  static func prose(_ text: String) -> String {
    text.utf8.split(separator: 0x20, omittingEmptySubsequences: false).map { bytes in
      let word = String(decoding: bytes, as: UTF8.self)
      let core = String(decoding: bytes.prefix(20), as: UTF8.self)
      guard bytes.count <= 21, WallTime(core) != nil else { return html(word) }
      return #"<time class="short" datetime="\#(core)">\#(core)</time>"# + html(String(decoding: bytes.dropFirst(20), as: UTF8.self))
    }.joined(separator: " ")
  }

  /// For Markdown: ASCII punctuation that could begin markup is escaped; an underscore within a word is none.
  static func markdown(_ text: String) -> String {
    let scalars = Array(visible(text).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "&", "$": result += "\\"
      case "_":
        let isInWord = index > 0 && index + 1 < scalars.count && isWord(scalars[index - 1]) && isWord(scalars[index + 1])
        if !isInWord { result += "\\" }
      case "#", "-", "+", "=": if index == 0 { result += "\\" }
      case ".", ")":
        let isMarker = index > 0 && scalars[..<index].allSatisfy { ("0"..."9").contains($0) }
        if isMarker, index + 1 == scalars.count || scalars[index + 1] == " " { result += "\\" }
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// One line, everything hidden spelled out; line ends and tabs as signs, because people write them on purpose.
  static func visible(_ text: String) -> String {
    var result = ""
    for scalar in TerminalText.escaped(text).unicodeScalars {
      switch scalar {
      case "\n": result += " ⏎ "
      case "\t": result += " ⇥ "
      // No characters, and not allowed in XML.
      case _ where scalar.value & 0xFFFE == 0xFFFE: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text cut to a number of columns, with `…` where something is missing.
  static func clipped(_ text: String, _ columns: Int) -> String {
    var used = 0
    var result = ""
    for scalar in visible(text).unicodeScalars {
      // East Asian letters and emoji take two columns; a picture needs no more exact table.
      used += scalar.value >= 0x2E80 ? 2 : 1
      if used > columns {
        while result.unicodeScalars.count > 1, used > columns { used -= 1; result.unicodeScalars.removeLast() }
        return result + "…"
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
}

extension Markup {
  /// How many columns a text takes, by the same short table as ``clipped(_:_:)``.
  static func columns(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } }

  /// The line without the spaces at its end.
  static func trimmed(_ line: String) -> String {
    var bytes = Array(line.utf8)
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
