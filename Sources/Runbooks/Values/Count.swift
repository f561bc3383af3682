public import RunbookBase

/// A whole number from 0 up, such as a count of rows.
public struct Count: ParameterValue, ExpressibleByIntegerLiteral {
  /// The rule in words.
  public static let rule = "a whole number from 0 to 9223372036854775807"
  /// The number.
  public let value: Int
  /// The number in decimal digits.
  public var text: String { String(value) }

  /// Parses ASCII digits.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text) else {
      throw Self.refusal(text, "is not a whole number")
    }
    self.value = value
  }

  /// A number written in a plan's source.
  public init(integerLiteral value: UInt32) {
    self.value = Int(value)
  }
}
