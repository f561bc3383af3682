/// Where a step stands.
public enum StepStatus: Hashable, Sendable {
  /// Nothing was started; also a step whose effect was found not to be there.
  case notStarted
  /// A gate was shown and nobody has answered.
  case waiting
  /// The intent is durable; whether the attempt was started is not known from the log.
  case intended(attempt: Int)
  /// The attempt runs, as far as this session knows.
  case running(attempt: Int)
  /// The session that started the attempt is gone and left no outcome.
  case inDoubt(attempt: Int)
  /// Done.
  case succeeded
  /// Not done.
  case failed(FailureReason, attempt: Int)
  /// Left out by a person.
  case skipped
  /// Done by hand.
  case markedDone
  /// Done and taken back.
  case undone

  /// Whether the step counts as done or left out, so that a run goes on behind it.
  public var isFinished: Bool {
    switch self {
    case .succeeded, .skipped, .markedDone: true
    default: false
    }
  }

  /// The attempt without an outcome, if there is one.
  public var openAttempt: Int? {
    switch self {
    case .intended(let attempt), .running(let attempt), .inDoubt(let attempt): attempt
    default: nil
    }
  }
}

/// What the log says of one step.
public struct StepState: Hashable, Sendable {
  /// Where it stands.
  public var status = StepStatus.notStarted
  /// How many attempts were intended.
  public var attempts = 0
  /// The random text of the last attempt, by which its exit record is known.
  public var nonce: String?
  /// The fingerprint of the step when it was last intended.
  public var fingerprint: String?
  /// The process of the last attempt.
  public var process: ProcessIdentity?
  /// The boot under which the last attempt was intended; after a reboot no local process of it can live.
  public var bootID: String?
  /// When the last attempt was intended.
  public var intendedAt: Record.Instant?
  /// How many commands of the last attempt count as done by the word of a person.
  public var commandsDone = 0
  /// Whether a check of the last attempt said no.
  public var checkFailed = false
  /// How the last attempt ended.
  public var ending: Ending?
}

/// What the log says of one gate.
public struct GateState: Hashable, Sendable {
  /// What was asked for last.
  public var request: GateRequest
  /// When it was asked for.
  public var requestedAt: Record.Instant
  /// What was answered to that.
  public var answer: GateAnswer?
  /// When it was answered.
  public var answeredAt: Record.Instant?
  /// The boot under which the answer came; under another one it counts as expired (reliability A.10).
  public var answeredBootID: String?
  /// The step that used the approval up.
  public var consumedBy: String?

  /// The approval that is there to be used in a session of this boot.
  public func usableApproval(bootID: String) -> GateAnswer? {
    guard let answer, answer.decision == .approved, consumedBy == nil, answeredBootID == bootID else { return nil }
    return answer
  }
}

/// Something that a step left owing.
public struct Obligation: Hashable, Sendable {
  /// What became of it.
  public enum Status: Hashable, Sendable {
    /// Still owing.
    case open
    /// Settled.
    case closed
    /// Let go by a person.
    case waived(reason: String, by: Person)
  }

  /// Its id.
  public var id: String
  /// What is owing, in words.
  public var text: String
  /// The step that left it.
  public var step: String
  /// What became of it.
  public var status: Status
}
