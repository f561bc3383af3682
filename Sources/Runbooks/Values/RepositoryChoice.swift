public import RunbookBase

/// The backup repository that a restore reads: the first, or a named one when what the first holds is damaged.
public enum RepositoryChoice: ParameterValue {
  /// The first that holds a backup, in pgBackRest's own order.
  case first
  /// This one alone.
  case number(Int)

  /// The rule in words.
  public static let rule = "first, or the number of a repository such as 2"

  /// `first`, or the number.
  public var text: String {
    switch self {
    case .first: "first"
    case .number(let number): String(number)
    }
  }

  /// Parses the word or a number from 1 to 256, which is all that pgBackRest has.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    if text.utf8.elementsEqual("first".utf8) {
      self = .first
    } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), (1...256).contains(number) {
      self = .number(number)
    } else {
      throw Self.refusal(text, "is no repository")
    }
  }
}
