public import RunbookBase

/// A SHA-256 digest in hexadecimal, such as the one of a comparison that an approval covers.
public struct Digest: ParameterValue {
  /// The rule in words.
  public static let rule = "64 hexadecimal digits"
  /// The digits in lower case.
  public let text: String

  /// Parses 64 hexadecimal digits.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let digits = text.lowercased()
    guard digits.utf8.count == 64, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      throw Self.refusal(text, "is not a SHA-256 digest")
    }
    self.text = digits
  }
}
