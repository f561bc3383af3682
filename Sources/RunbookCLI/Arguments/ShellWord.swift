/// Writes words so that a shell reads them back unchanged.
package enum ShellWord {
  /// The word, quoted only when it needs to be: single quotes, or `$'…'` when it holds control characters.
  package static func quoted(_ word: String) -> String {
    if word.isEmpty { return "''" }
    if isPlain(word) { return word }
    if Visible.text(word) == word { return "'" + escaping(word) { $0 == "'" ? "'\\''" : nil } + "'" }
    return "$'" + escaping(word, ansi) + "'"
  }

  /// The words as one command line.
  package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// Whether the word means itself to every shell.
  static func isPlain(_ word: String) -> Bool {
    let bytes = word.utf8.span
    // zsh expands a word that starts with an equals sign.
    guard !bytes.isEmpty, bytes[0] != UInt8(ascii: "=") else { return false }
    for index in bytes.indices where !isSafe(bytes[index]) { return false }
    return true
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "@")...UInt8(ascii: "Z"), UInt8(ascii: "+")...UInt8(ascii: ":"): true
    default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "%")
    }
  }

  private static func ansi(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "'": return "\\'"
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: break
    }
    guard Visible.text(String(scalar)) != String(scalar) else { return nil }
    return String(scalar).utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func escaping(_ word: String, _ escape: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      if let escaped = escape(scalar) { result += escaped } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
