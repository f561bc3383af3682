package import RunbookBase
package import RunbookJournal

/// What happened in a run, sorted by what a reader asks for; one pass over the records.
package struct RunStory: Sendable {
  /// A stretch of time that belongs to a step.
  package struct Span: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
      /// A machine worked, and it ended well.
      case worked
      /// A machine worked, and it did not end well.
      case failed
      /// A person was asked.
      case waited
      /// A person was asked and said no.
      case refused
      /// Its session was gone before its outcome was known.
      case doubt
      /// No outcome, no answer so far.
      case open
    }
    package var step: String
    package var from: Int64
    package var to: Int64
    package var kind: Kind
    package var attempt: Int
  }

  /// The run stood still between two sessions, or does now.
  package struct Halt: Hashable, Sendable {
    package var from: Int64
    /// When it went on; nil while it still stands.
    package var to: Int64?
    package var why: String
  }

  /// Something at one moment: a remark, a session, a clock that jumped.
  package struct Mark: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case note, session, trouble, ending }
    package var at: Int64
    package var seq: Int
    package var kind: Kind
    package var by: String
    package var words: String
    /// The time that a remark is about, when it was recorded at another one.
    package var about: WallTime?
  }

  /// What a person said: at a gate, a decision, a manual step, or against the plan.
  package struct Word: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case gate, decision, manual, override, doubt, resume, handover, waiver, end }
    package var step: String?
    package var kind: Kind
    /// What was asked; empty where nobody was.
    package var asked: String
    package var answer: String
    package var person: Person
    package var why: String
    package var at: Int64
    /// How long the question stood; nil where there was none.
    package var waited: Int64?
    package var isSigned = false
    /// Whether it deviates from the plan and so counts as an exception.
    package var isException = false
  }

  package struct CheckResult: Hashable, Sendable {
    package var step: String
    package var value: String
    package var criterion: String
    package var passed: Bool
    package var at: Int64
  }

  package struct Failure: Hashable, Sendable {
    package var step: String
    package var attempt: Int
    package var reason: String
    package var at: Int64
  }

  package internal(set) var spans: [Span] = []
  package internal(set) var halts: [Halt] = []
  package internal(set) var marks: [Mark] = []
  package internal(set) var words: [Word] = []
  package internal(set) var checks: [CheckResult] = []
  package internal(set) var failures: [Failure] = []
  package internal(set) var preconditions: [Precondition] = []
  /// When each step last ended, whoever ended it.
  package internal(set) var endings: [String: Int64] = [:]
  /// Why steps were left out, by id.
  package internal(set) var leftOut: [String: String] = [:]
}
