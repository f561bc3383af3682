public import RunbookBase

/// Where a run stands.
public enum RunStatus: Hashable, Sendable {
  /// Going on.
  case running
  /// Standing still, at a step if one is named.
  case paused(PauseReason, step: String?)
  /// Finished.
  case completed
  /// Finished, with steps that a person left out, did by hand or waived.
  case completedWithExceptions
  /// Ended by a no at a gate.
  case declined
  /// Ended by a person.
  case aborted

  /// Whether nothing more will be started.
  public var isFinal: Bool {
    switch self {
    case .running, .paused: false
    case .completed, .completedWithExceptions, .declined, .aborted: true
    }
  }
}

/// The state of a run: a pure fold over its records and nothing else.
///
/// There is one transition function, ``apply(_:hash:)``; writer, reader, recovery and tests use it.
public struct RunState: Hashable, Sendable {
  /// Where the run stands.
  public internal(set) var status = RunStatus.running
  /// The first record.
  public internal(set) var genesis: Genesis?
  /// When the first record was made.
  public internal(set) var began: Record.Instant?
  /// The session that works on the run, or worked last.
  public internal(set) var session: Session?
  /// Who works on the run, or worked last: who opened the session, or to whom their role was handed over in it.
  public var acting: Person? { authorship.acting }
  var authorship = Authorship()
  /// That session's number; 0 before the first.
  public internal(set) var epoch = 0
  /// The digest of the accepted plan.
  public internal(set) var acceptedPlan: SHA256.Digest?
  /// What is known of each step that has a record.
  public internal(set) var steps: [String: StepState] = [:]
  /// Each gate that was shown, by the id of its step.
  public internal(set) var gates: [String: GateState] = [:]
  /// The arm chosen at each decision, by the id of its step.
  public internal(set) var decisions: [String: String] = [:]
  /// Each captured output, by name.
  public internal(set) var outputs: [String: Output] = [:]
  /// Everything that was ever owing, by id.
  public internal(set) var obligations: [String: Obligation] = [:]
  /// The last finding for each precondition, by id.
  public internal(set) var preconditions: [String: Precondition] = [:]
  /// When the impact began, as a person declared it.
  public internal(set) var impact: WallTime?
  /// What those outside were told, oldest first.
  public internal(set) var messages: [StatusMessage] = []
  /// How many times a person overrode the plan.
  public internal(set) var exceptions = 0
  /// The runs beside which this one works on the same targets, as a person said.
  public internal(set) var besides: [RunID: Beside] = [:]
  /// Who was handed a role last, by role; a role that was never handed over is not here.
  public internal(set) var holders: [String: Handover] = [:]
  /// The step at which the run was last told to go on.
  public internal(set) var resumePoint: String?
  /// How the run was sealed.
  public internal(set) var outcome: RunOutcome?
  /// Whether the log could take the records of running steps only.
  public internal(set) var isDegraded = false
  /// The digests of torn tails that were cut and kept.
  public internal(set) var recoveredTails: [SHA256.Digest] = []
  /// How many records are of types that this version does not know.
  public internal(set) var unknownRecords = 0
  /// How many records there are.
  public internal(set) var recordCount = 0
  /// When the last record was made.
  public internal(set) var last: Record.Instant?
  /// The newest wall time of any record; approvals expire by it even when the clock is set back.
  public internal(set) var newestWall: WallTime?
  /// The head of the hash chain.
  public internal(set) var head = SHA256.digest([])
  /// The steps with an attempt that has no outcome.
  public internal(set) var openSteps: Set<String> = []

  /// A captured value and the step that it came from.
  public struct Output: Hashable, Sendable {
    /// The step.
    public var step: String
    /// The value.
    public var value: String
  }

  /// The state before the first record.
  public init() {}

  /// The values given to the run, by parameter name.
  public var parameters: [String: String] { genesis?.parameters ?? [:] }
  /// The head in the form that people read out: `7f3a-91c2`.
  public var fingerprint: String { head.short }
  /// What is known of a step.
  public func step(_ id: String) -> StepState { steps[id] ?? StepState() }
  /// What is still owing, ordered by id.
  public var openObligations: [Obligation] { obligations.values.filter { $0.status == .open }.sorted { $0.id < $1.id } }
  /// The steps whose outcome nobody knows, ordered by id; the session that started them is gone.
  public var stepsInDoubt: [String] {
    openSteps.filter { if case .inDoubt = step($0).status { true } else { false } }.sorted()
  }

  /// This state and one more record, for tests and for looking ahead; a fold should use ``apply(_:hash:)``, which copies nothing.
  public func applying(_ record: Record, hash: SHA256.Digest? = nil) throws(IllegalTransition) -> RunState {
    var next = self
    try next.apply(record, hash: hash ?? head)
    return next
  }
}
