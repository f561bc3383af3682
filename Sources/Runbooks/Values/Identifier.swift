public import RunbookBase

/// A name of a database, role, table or stanza from an ASCII allow-list.
public struct Identifier: ParameterValue, ExpressibleByStringLiteral {
  /// The rule in words.
  public static let rule = "a name of 1 to 63 of the characters a–z, 0–9 and _ that begins with a letter or _"
  /// The name.
  public let text: String

  /// Parses a name.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    guard Self.isValid(text) else { throw Self.refusal(text, "is not a plain name") }
    self.text = text
  }

  /// A name written in a plan's source.
  public init(stringLiteral value: StaticString) {
    let text = value.description
    precondition(Self.isValid(text), "“\(text)” is no identifier: it must be \(Self.rule)")
    self.text = text
  }

  private static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.count <= 63 else { return false }
    let letter = { (byte: UInt8) in (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") }
    return letter(first) && bytes.allSatisfy { letter($0) || (0x30...0x39).contains($0) }
  }
}
