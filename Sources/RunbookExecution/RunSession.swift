package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// One session of work on a run: its log, held by this process, and the locks of its targets.
package final class RunSession: RunLog {
  /// The version that genesis records name.
  package static let engine = "runbook 1"

  package let writer: JournalWriter
  /// Where the records are copied to.
  package var copy: RecordCopy?
  /// Tells the operator what has become of the copy.
  package var tellCopy: (String) -> Void = { _ in }
  private var locks: [FileLock]

  package var state: RunState { writer.state }
  package var id: RunID { writer.folder.id }

  private init(writer: JournalWriter, locks: [FileLock], keeping discretion: Discretion?) {
    self.writer = writer
    if let discretion { writer.wording = discretion.event }
    self.locks = locks
  }

  package func append(_ event: Event) throws(Problem) {
    takeIn()
    try writer.append(event)
    copyNow(behind: event)
  }

  /// What people have written down meanwhile comes first (Docs/Decisions/Remarks-reach-the-log-through-its-holder.md).
  package func takeIn() {
    NoteSpool(writer.folder).takeIn(writer)
    HandoverSpool(writer.folder).takeIn(writer)
  }

  /// Begins a run: locks its targets (a rehearsal touches none), makes its folder, and records the plan and what was probed.
  package static func begin(
    _ plan: Plan, in directory: StateDirectory, mode: RunMode, findings: [ProbeRunner.Finding], identities: [String: String],
    impact: WallTime? = nil, beside reason: String? = nil, stateWords: String = "", by person: Person = RunSession.person(),
    rosterID: String? = nil, keeping discretion: Discretion? = nil
  ) throws(Problem) -> RunSession {
    let session = Session.current(person, rosterID: rosterID)
    let locks = mode == .rehearsal ? [] : try lock(plan, in: directory, session)
    let rivals = mode == .rehearsal ? [] : try RivalRun.all(of: plan, in: directory)
    if reason == nil { try RivalRun.refuse(rivals, stateWords: stateWords) }
    guard let id = RunID(began: WallTime(nanoseconds: Clock.wall()), runbook: plan.runbook, short: Entropy.hex(3)),
      let digest = SHA256.Digest(hex: plan.digest)
    else { throw Problem(.usage, "“\(plan.runbook)” cannot name a run", hint: "name it with lower-case letters, digits and dashes") }
    var parameters: [String: String] = [:]
    for parameter in plan.parameters { parameters[parameter.name] = parameter.value }
    let genesis = Genesis(
      run: id, nonce: Entropy.hex(16), runbook: plan.runbook, plan: digest, engine: engine, host: session.host, bootID: session.bootID,
      uid: Host.userID(), login: session.login, person: person, estate: plan.estate.name, mode: mode, parameters: parameters,
      previousSeal: directory.newestHead())
    let folder = try directory.createRun(genesis, plan: Array((plan.json.pretty + "\n").utf8))
    let writer = try JournalWriter.open(folder, session: session)
    let run = RunSession(writer: writer, locks: locks, keeping: discretion)
    try run.append(.planAccepted(digest: digest))
    try run.goBeside(rivals, reason)
    if let impact { try run.declare(impact) }
    for finding in findings {
      try run.append(
        .preconditionObserved(
          Precondition(id: finding.precondition.id, verdict: finding.verdict, observed: finding.observed, remedy: nil)))
    }
    for (target, observed) in identities.sorted(by: { $0.key < $1.key }) {
      try run.append(.preconditionObserved(Precondition(id: TargetIdentity.id(target), verdict: .met, observed: observed)))
    }
    return run
  }

  /// Writes down when the impact began, as the operator says.
  package func declare(_ impact: WallTime) throws(Problem) {
    try append(.impactDeclared(at: impact, by: state.acting ?? Self.person()))
  }

  /// Who works here as Restore Operator: by the name that the roster knows, else by the login alone.
  package static func person(_ name: String? = nil) -> Person {
    let login = Host.userName()
    return Person(name: name ?? login, login: login, role: Role.restoreOperator.rawValue)
  }

  /// Takes an interrupted run over; the plan must be the recorded one.
  package static func resume(
    _ log: ExaminedLog, _ plan: Plan, in directory: StateDirectory, beside reason: String? = nil, stateWords: String = "",
    by person: Person = RunSession.person(), rosterID: String? = nil, keeping discretion: Discretion? = nil
  ) throws(Problem) -> RunSession {
    let session = Session.current(person, rosterID: rosterID)
    let isRehearsal = log.contents.state.genesis?.mode == .rehearsal
    let locks = isRehearsal ? [] : try lock(plan, in: directory, session)
    let rivals = isRehearsal ? [] : try RivalRun.all(of: plan, in: directory, goingOn: log)
    if reason == nil { try RivalRun.refuse(rivals, goingOn: log.folder.id, stateWords: stateWords) }
    let run = RunSession(writer: try JournalWriter.open(log.folder, session: session, examined: log), locks: locks, keeping: discretion)
    try run.sealIfEnded()
    if run.state.acceptedPlan == nil, let digest = SHA256.Digest(hex: plan.digest) { try run.append(.planAccepted(digest: digest)) }
    try run.goBeside(rivals, reason)
    return run
  }

  private func goBeside(_ rivals: [RivalRun], _ reason: String?) throws(Problem) {
    guard let reason else { return }
    for rival in rivals {
      let person = state.acting ?? Self.person()
      try append(.goesBeside(Beside(run: rival.run, isOver: rival.isOver, targets: rival.targets, reason: reason, person: person)))
    }
  }

  /// Takes an interrupted run over only to end it: nothing is started, so that no plan is compared and no target is locked.
  package static func takeOver(
    _ log: ExaminedLog, by person: Person = RunSession.person(), rosterID: String? = nil, keeping discretion: Discretion? = nil
  ) throws(Problem) -> RunSession {
    let session = Session.current(person, rosterID: rosterID)
    let run = RunSession(writer: try JournalWriter.open(log.folder, session: session, examined: log), locks: [], keeping: discretion)
    try run.sealIfEnded()
    return run
  }

  /// A run that a person ended goes on nowhere: what is left is the seal that a crash kept from it.
  private func sealIfEnded() throws(Problem) {
    let (outcome, code): (RunOutcome, ExitCode)
    switch state.status {
    case .declined: (outcome, code) = (.declined, .signOffRefused)
    case .aborted: (outcome, code) = (.aborted, state.openObligations.isEmpty ? .stepFailed : .openObligations)
    default: return
    }
    try append(.sealed(outcome))
    throw Problem(
      code, "run \(id) was \(outcome.rawValue); it is sealed now",
      details: state.openObligations.map { "still owed, settle it by hand: \($0.text)" },
      hint: "look at it with: \(Host.programName) report \(id)")
  }

  /// One lock per target that the plan changes: two runs cannot restore one database.
  private static func lock(_ plan: Plan, in directory: StateDirectory, _ session: Session) throws(Problem) -> [FileLock] {
    let holder = "\(session.login) on \(session.host), \(plan.runbook), since \(WallTime(nanoseconds: Clock.wall()))"
    var locks: [FileLock] = []
    for target in plan.changedTargets { locks.append(try directory.lockTarget(target.name, holder: holder)) }
    return locks
  }

  /// Lets go of the run and its targets.
  package func close() {
    _ = copy?.push(isLast: true)
    writer.close()
    for lock in locks { lock.release() }
    locks = []
  }
}

/// The log of a dry run: a state in memory, nothing written anywhere.
package final class MemoryLog: RunLog {
  package private(set) var state = RunState()

  package init(_ plan: Plan, run: RunID, session: Session, mode: RunMode = .dry) throws(Problem) {
    guard let digest = SHA256.Digest(hex: plan.digest) else { return }
    var parameters: [String: String] = [:]
    for parameter in plan.parameters { parameters[parameter.name] = parameter.value }
    try append(
      .genesis(
        Genesis(
          run: run, nonce: "", runbook: plan.runbook, plan: digest, engine: RunSession.engine, host: session.host, bootID: session.bootID,
          uid: 0, login: session.login, estate: plan.estate.name, mode: mode, parameters: parameters)))
    try append(.sessionOpened(session))
    try append(.planAccepted(digest: digest))
  }

  package func append(_ event: Event) throws(Problem) {
    var epoch = state.epoch
    if case .sessionOpened = event { epoch += 1 }
    let at = Record.Instant(wall: WallTime(nanoseconds: 0), boot: 0)
    let record = Record(at: at, by: "dry run", epoch: epoch, seq: state.recordCount + 1, event: event)
    do throws(IllegalTransition) { try state.apply(record, hash: state.head) } catch {
      throw Problem(.usage, "\(error)")
    }
  }
}
