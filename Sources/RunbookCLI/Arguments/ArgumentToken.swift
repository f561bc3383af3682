/// What one word looks like before anything is known about the command; decided on bytes, never on grapheme clusters.
enum ArgumentToken: Hashable {
  case operand
  case endOfOptions
  case long(name: String, value: String?)
  case short(String)
  /// An option whose dashes were turned into a typographic dash by a document or a chat.
  case misdashed(name: String, value: String?, dash: Unicode.Scalar)

  init(_ word: String) {
    let dashes = word.unicodeScalars.prefix { $0 == "-" || Self.isTypographicDash($0) }
    let body = String(word.unicodeScalars.dropFirst(dashes.count))
    if let dash = dashes.first(where: Self.isTypographicDash), let first = body.utf8.first, Self.isLetter(first) {
      let (name, value) = Self.split(body)
      self = .misdashed(name: name, value: value, dash: dash)
    } else if word.utf8.elementsEqual("--".utf8) {
      self = .endOfOptions
    } else if word.utf8.starts(with: "--".utf8) {
      let (name, value) = Self.split(String(Substring(word.utf8.dropFirst(2))))
      self = .long(name: name, value: value)
    } else if Self.startsLikeOption(word) {
      self = .short(String(Substring(word.utf8.dropFirst())))
    } else {
      self = .operand
    }
  }

  /// True for `-x`, `--x` and `--`; a single dash is an ordinary word.
  static func startsLikeOption(_ word: String) -> Bool {
    word.utf8.count > 1 && word.utf8.first == UInt8(ascii: "-")
  }

  /// The parts before and after the first `=`; nil when there is none, which is not the same as an empty value.
  static func split(_ body: String) -> (name: String, value: String?) {
    guard let equals = body.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (body, nil) }
    return (String(Substring(body.utf8[..<equals])), String(Substring(body.utf8[equals...].dropFirst())))
  }

  private static func isTypographicDash(_ scalar: Unicode.Scalar) -> Bool {
    (0x2010...0x2015).contains(scalar.value) || [0x2212, 0xFE58, 0xFE63, 0xFF0D].contains(scalar.value)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
