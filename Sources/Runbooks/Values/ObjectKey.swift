public import RunbookBase

/// The key of one object in a bucket, from the characters that need no escaping anywhere.
public struct ObjectKey: ParameterValue {
  /// The rule in words.
  public static let rule =
    "an object key of 1 to 1024 of the characters A–Z a–z 0–9 ! - _ . * ' ( ) / that does not begin with a dash or slash"
  /// The key.
  public let text: String

  /// Parses a key.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    guard text.utf8.count <= 1024, text.utf8.first != UInt8(ascii: "/") else { throw Self.refusal(text, "is not an object key") }
    let extra = Set("!-_.*'()/".utf8)
    for byte in text.utf8
    where !((0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || extra.contains(byte)) {
      throw Self.refusal(text, "holds “\(Character(Unicode.Scalar(byte)))”, which is not allowed in a key on the command line")
    }
    // Programs on the way to the bucket resolve “..” as a path does, and meet another object.
    guard !text.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) else {
      throw Self.refusal(text, "climbs with “..”")
    }
    self.text = text
  }
}
