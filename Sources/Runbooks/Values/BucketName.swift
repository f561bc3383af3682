public import RunbookBase

/// The name of a bucket, by the rules of S3.
public struct BucketName: ParameterValue {
  /// The rule in words.
  public static let rule =
    "a bucket's name of 3 to 63 lower-case letters, digits, dots and dashes that begins and ends with a letter or digit"
  /// The name.
  public let text: String

  /// Parses a name.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
    guard (3...63).contains(text.utf8.count), let first = text.utf8.first, let last = text.utf8.last, isPlain(first), isPlain(last),
      text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else { throw Self.refusal(text, "is no bucket's name") }
    self.text = text
  }
}
