public import RunbookBase

/// The timeline that a recovery follows: every promotion begins another one.
public enum Timeline: ParameterValue {
  /// The newest that the archive knows.
  case latest
  /// This one, when a newer one was promoted too early.
  case number(UInt32)

  /// The rule in words.
  public static let rule = "latest, or the number of a timeline such as 1"

  /// `latest`, or the number.
  public var text: String {
    switch self {
    case .latest: "latest"
    case .number(let number): String(number)
    }
  }

  /// Parses the word or a number from 1.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    if text.utf8.elementsEqual("latest".utf8) {
      self = .latest
    } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(text), number > 0 {
      self = .number(number)
    } else {
      throw Self.refusal(text, "is no timeline")
    }
  }
}
