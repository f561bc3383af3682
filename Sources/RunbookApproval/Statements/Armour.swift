import RunbookBase

/// Wraps bytes into a block of text that survives a chat message.
///
/// What mail and chat do to text is undone by reading only the 65 characters that matter: new line breaks, blanks, `> ` before a line,
/// bold and code marks, dashes turned into others. What they cannot undo, a lost or changed character, a checksum tells.
struct Armour {
  static let request = Armour(name: "RUNBOOK APPROVAL REQUEST", noun: "request")
  static let answer = Armour(name: "RUNBOOK APPROVAL ANSWER", noun: "answer")

  private let name: String
  private let noun: String
  private static let checksumLength = 6

  private init(name: String, noun: String) {
    self.name = name
    self.noun = noun
  }

  /// The block, with a newline at its end.
  func block(_ payload: [UInt8]) -> [UInt8] {
    let digits = Base64.encode(SHA256.digest(payload).bytes.prefix(Self.checksumLength) + payload)
    var lines = Array("-----BEGIN \(name)-----\n".utf8)
    for start in stride(from: 0, to: digits.count, by: 64) { lines += digits[start..<min(start + 64, digits.count)] + [0x0A] }
    return lines + Array("-----END \(name)-----\n".utf8)
  }

  /// What the first block in a text holds.
  func payload(in text: [UInt8]) throws(Problem) -> [UInt8] {
    guard text.count <= 4 << 20 else { throw Problem(.usage, "a text of \(text.count) bytes is no approval \(noun)") }
    let digits = text.filter(Base64.isDigit)
    guard let start = Self.end(of: marker("BEGIN"), in: digits[...]) else {
      throw Problem(
        .usage, "there is no approval \(noun) in this text", hint: "copy everything from BEGIN \(name) to END \(name)")
    }
    guard let end = Self.end(of: marker("END"), in: digits[start...]) else {
      throw Problem(.usage, "the approval \(noun) has no end: part of the text is missing", hint: "copy everything down to END \(name)")
    }
    let body = digits[start..<(end - marker("END").count)]
    guard let bytes = Base64.decode(body), bytes.count > Self.checksumLength,
      SHA256.digest(Array(bytes.dropFirst(Self.checksumLength))).bytes.prefix(Self.checksumLength).elementsEqual(
        bytes.prefix(Self.checksumLength))
    else {
      throw Problem(
        .usage, "the approval \(noun) was changed on its way: its checksum does not fit", hint: "copy the block again, or send it as a file"
      )
    }
    return Array(bytes.dropFirst(Self.checksumLength))
  }

  /// Every whole block in a text that we wrote ourselves.
  func blocks(in text: [UInt8]) -> [[UInt8]] {
    let last = Array("-----END \(name)-----".utf8)
    var blocks: [[UInt8]] = []
    var rest = text[...]
    while let end = Self.end(of: last, in: rest) {
      blocks.append(Array(rest[..<end]))
      rest = rest[end...]
    }
    return blocks
  }

  /// The marker as it is left when only base64's characters are kept.
  private func marker(_ word: String) -> [UInt8] { Array("\(word)\(name)".utf8).filter(Base64.isDigit) }

  /// The index behind the first occurrence.
  private static func end(of word: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= word.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - word.count) where bytes[start] == word[0] {
      if bytes[start..<(start + word.count)].elementsEqual(word) { return start + word.count }
    }
    return nil
  }
}
