public import RunbookBase

/// The name of a segment of the write-ahead log: timeline, then place, 24 hexadecimal digits.
public struct LogSegment: ParameterValue {
  /// The rule in words.
  public static let rule = "a segment of the write-ahead log such as 000000010000000000000007"
  /// The name.
  public let text: String

  /// Parses a name.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    guard text.utf8.count == 24, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }) else {
      throw Self.refusal(text, "is no segment of the log")
    }
    self.text = text
  }
}
