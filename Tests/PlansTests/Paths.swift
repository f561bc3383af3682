import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Testing

@testable import RunbookPlanning

/// A log in memory of a rehearsal; a crash closes it in the middle of a run.
final class PathLog: RunLog {
  private(set) var state = RunState()
  /// Every event, in order.
  private(set) var events: [Event] = []
  /// After a simulated crash nothing is recorded any more.
  var isDead = false
  /// Where the log stood before the first attempt at each step, when no other step was open.
  private(set) var moments: [String: Moment] = [:]
  private var quiet: Moment?

  /// A place in a run, from which another one can go on.
  struct Moment {
    let state: RunState
    let events: [Event]
  }

  /// A log that stands where another one stood.
  init(_ moment: Moment) {
    (state, events) = (moment.state, moment.events)
  }

  init(_ plan: Plan) throws {
    let digest = try #require(SHA256.Digest(hex: plan.digest))
    let id = try #require(RunID(began: WallTime(nanoseconds: 0), runbook: plan.runbook, short: "000000"))
    var parameters: [String: String] = [:]
    for parameter in plan.parameters { parameters[parameter.name] = parameter.value }
    try append(
      .genesis(
        Genesis(
          run: id, nonce: "", runbook: plan.runbook, plan: digest, engine: "test", host: "here", bootID: "boot", uid: 0, login: "ben",
          estate: plan.estate.name, mode: .rehearsal, parameters: parameters)))
    try open()
    try append(.planAccepted(digest: digest))
  }

  func open() throws(Problem) {
    try append(.sessionOpened(Session(login: "ben", host: "here", bootID: "boot", process: ProcessIdentity(pid: 1, startTime: 1))))
  }

  func append(_ event: Event) throws(Problem) {
    if isDead { throw Problem(.auditLogUnwritable, "dead") }
    if case .stepIntended(let intent) = event {
      if state.openSteps.isEmpty { quiet = Moment(state: state, events: events) }
      if moments[intent.step] == nil { moments[intent.step] = quiet }
    }
    var epoch = state.epoch
    if case .sessionOpened = event { epoch += 1 }
    let at = Record.Instant(wall: WallTime(nanoseconds: Int64(state.recordCount)), boot: Int64(state.recordCount))
    let record = Record(at: at, by: "test", epoch: epoch, seq: state.recordCount + 1, event: event)
    do throws(IllegalTransition) { try state.apply(record, hash: state.head) } catch { throw Problem(.usage, "\(error)") }
    events.append(event)
  }
}

/// People who answer everything: yes at gates, the given arms, a note for manual steps, and one choice about one failed step.
final class PathPeople: Console {
  static let ada = Person(name: "Ada", login: "ada", role: "incident-commander")
  /// The arm of each decision; the first that can be taken for those that are not named.
  var arms: [String: String] = [:]
  /// What to do about failed steps, in order, and what about all others; nobody answers without it.
  var choices: [FailureChoice] = []
  var rest: FailureChoice?
  var doubts: [DoubtReply] = []
  /// The gate that is declined, and the one at which nobody is.
  var declines: String?
  var isAway: String?
  /// Nobody answers any more.
  var isGone = false
  private(set) var asked: [String] = []

  func tell(_ line: ConsoleLine) {}
  func show(_ step: PlannedStep, _ bytes: [UInt8]) {}

  func answer(_ gate: GateQuestion) -> GateReply? {
    asked.append("gate \(gate.statement.gate.id)")
    if isGone || isAway == gate.statement.gate.id { return nil }
    return declines == gate.statement.gate.id ? .decline(Self.ada, reason: "not today") : .approve(Self.ada)
  }
  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    let open = decision.arms.filter { $0.obstacle == nil }.map(\.answer)
    guard !isGone, let arm = arms[decision.step.id] ?? open.first else { return nil }
    return DecisionReply(arm: arm, reason: "so", person: Self.ada)
  }
  func answer(_ manual: ManualQuestion) -> Evidence? { isGone ? nil : Evidence(text: "seen", person: Self.ada) }
  func answer(_ failure: FailureQuestion) -> FailureReply? {
    asked.append("failure \(failure.step.id)")
    let evidence = Evidence(text: "because", person: Self.ada)
    if isGone { return nil }
    // What runs on a host to which nothing leads is a person's to do.
    if !failure.step.isReached { return FailureReply(.done, evidence) }
    if !choices.isEmpty { return FailureReply(choices.removeFirst(), evidence) }
    return rest.map { FailureReply($0, evidence) }
  }
  func answer(_ doubt: DoubtQuestion) -> DoubtReply? {
    asked.append("doubt \(doubt.step.id)")
    return isGone || doubts.isEmpty ? nil : doubts.removeFirst()
  }
}

/// One rehearsal in this process, which can be gone on with.
final class PathWalk {
  let plan: Plan
  let way: Way
  let log: PathLog
  let people: PathPeople
  private let performer: RehearsalPerformer
  private let resolution: CommandResolution

  /// A walk from the beginning, or from where another walk on the same way stood.
  init(_ plan: Plan, _ way: Way, _ injections: [String] = [], from moment: PathLog.Moment? = nil) throws {
    self.plan = plan
    self.way = way
    let log = try moment.map(PathLog.init) ?? PathLog(plan)
    self.log = log
    let people = PathPeople()
    people.arms = way.arms
    self.people = people
    resolution = CommandResolution(environment: [:], ownExecutable: "/runbook", isRehearsed: true)
    performer = RehearsalPerformer(
      plan, try Injection.parse(injections, plan), keepsFiles: false, outputs: { log.state.outputs.mapValues(\.value) }
    ) { _ in
      log.isDead = true
      people.isGone = true
    }
    for target in moment == nil ? plan.changedTargets : [] where !target.identity.isEmpty {
      try log.append(
        .preconditionObserved(
          Precondition(id: TargetIdentity.id(target.name), verdict: .met, observed: performer.identity(of: target))))
    }
  }

  var isDead: Bool { log.isDead }
  /// What was injected and did not happen.
  var pending: [Injection] { performer.pending }

  /// Runs until the run ends, pauses, or dies of an injected crash (nil).
  func run() throws(Problem) -> ExitCode? {
    let executor = Executor(
      plan: plan, log: log, performer: performer, console: people, interruption: nil, resolution: resolution, runID: "run",
      outputFolder: "/nonexistent", operatorName: "ben", resumeLine: "resume", nonces: { "nonce" }, now: { 0 })
    do throws(Problem) { return try executor.run() } catch {
      guard log.isDead, error.summary == "dead" else { throw error }
      return nil
    }
  }

  /// A new session, as `--resume` opens it.
  func goOn() throws(Problem) -> ExitCode? {
    log.isDead = false
    people.isGone = false
    try log.open()
    try log.append(.resumedFrom(Resumption(step: "first-unfinished", person: PathPeople.ada)))
    return try run()
  }
}
