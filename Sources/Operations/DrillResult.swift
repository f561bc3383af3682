public import RunbookBase
public import Runbooks

/// What a drill reports.
public enum DrillResult: String, ParameterValue {
  /// Every check passed.
  case passed
  /// A check did not pass, was left out, or was counted as passed by hand.
  case failed

  /// The rule in words.
  public static let rule = "passed or failed"
  /// What a rehearsal reports.
  public static let example: String? = "passed"
  /// The word.
  public var text: String { rawValue }

  /// Parses the word.
  public init(parsing text: String) throws(Problem) {
    guard let result = DrillResult(rawValue: text) else { throw Self.refusal(text, "is no result") }
    self = result
  }
}

/// Whether the heartbeat monitor was reached.
public enum HeartbeatAnswer: String, ParameterValue {
  /// It took the ping.
  case told
  /// It did not; the drill goes on, and its report says so.
  case notTold = "not-told"

  /// The rule in words.
  public static let rule = "told or not-told"
  /// What a rehearsal is answered.
  public static let example: String? = "told"
  /// The word.
  public var text: String { rawValue }

  /// Parses the word.
  public init(parsing text: String) throws(Problem) {
    guard let answer = HeartbeatAnswer(rawValue: text) else { throw Self.refusal(text, "is no answer") }
    self = answer
  }
}

/// The run that made what stands at a drill's place: its id, `none`, or `unmarked`.
public struct DrillMark: ParameterValue {
  /// The rule in words.
  public static let rule = "the id of a run, none or unmarked"
  /// The id or the word.
  public let text: String

  /// Parses lower-case letters, digits and dashes.
  public init(parsing text: String) throws(Problem) {
    let isPlain = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard !text.isEmpty, text.utf8.count <= 120, text.utf8.first != UInt8(ascii: "-"), isPlain else {
      throw Self.refusal(text, "is no mark of a drill")
    }
    self.text = text
  }

  private init(word: String) { text = word }

  /// Nothing is there.
  public static let none = DrillMark(word: "none")
}
