package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// The imperative shell of a run: asks the machine what is next, does it, and records it before and after.
///
/// No effect without a durable record that it is about to happen; no success told before it is durable.
package final class Executor {
  let plan: Plan
  let log: any RunLog
  let performer: any Performer
  let console: any Console
  let interruption: Interruption?
  let resolution: CommandResolution
  let coverage: GateCoverage
  let runID: String
  /// The folder under which attempts keep their files.
  let outputFolder: String
  let operatorName: String
  /// What to type to go on after a pause.
  let resumeLine: () -> String
  /// The state folder as it has to be typed again, with a space before it.
  package var stateWords = ""
  let nonces: () -> String
  let now: () -> Int64
  var machine: ExecutionMachine
  /// When everything that a gate shows was looked at in this session (boot time, nanoseconds).
  var freshSince: Int64?
  /// The failed step that the operator named to go on at: it is tried again without asking, once.
  package var retrying: String?
  /// What earlier runs tell about the length of steps.
  package var pace = Pace()
  let provesHealth: HealthMark
  /// The message of which the operator was reminded last.
  var reminded: MessageClock.Due?
  /// Whose signatures release a gate; nil where a word and a name typed at the terminal do.
  package var signOff: GateSignOff?
  /// What a person gives by hand is not one of these.
  let discretion: Discretion?

  package init(
    plan: Plan, log: any RunLog, performer: any Performer, console: any Console, interruption: Interruption?, resolution: CommandResolution,
    runID: String, outputFolder: String, operatorName: String, resumeLine: @escaping @autoclosure () -> String,
    nonces: @escaping () -> String, now: @escaping () -> Int64
  ) {
    self.plan = plan
    self.log = log
    self.performer = performer
    self.console = console
    self.interruption = interruption
    self.resolution = resolution
    discretion = Discretion(resolution.secrets)
    self.runID = runID
    self.outputFolder = outputFolder
    self.operatorName = operatorName
    self.resumeLine = resumeLine
    self.nonces = nonces
    self.now = now
    coverage = GateCoverage(plan)
    provesHealth = HealthMark(plan)
    machine = ExecutionMachine(plan)
  }

  var state: RunState { log.state }
  var outputs: [String: String] { log.state.outputs.mapValues(\.value) }
  /// A dry run: nothing is started, so that nothing can be resolved, judged or captured.
  var isDry: Bool { performer is DryPerformer }
  var person: Person {
    let known = state.acting ?? Person(name: operatorName, login: operatorName)
    return known.role == nil ? Person(name: known.name, login: known.login, role: Role.restoreOperator.rawValue) : known
  }

  /// Runs until the run is sealed or pauses.
  ///
  /// - Throws: `Problem` with code 11 when the log cannot be written, 12 when a safety rule refuses.
  package func run() throws(Problem) -> ExitCode {
    if let stop = try mend() { return stop }
    while true {
      interruption?.look()
      remindOfMessages()
      if let interruption, interruption.wish != .none { return try pause(.operator, at: nil, .interrupted, "paused by the operator") }
      let stop: ExitCode?
      switch machine.next(state) {
      case .run(let step): stop = try run([step])
      case .runTogether(_, let steps): stop = try run(steps)
      case .ask(let step): stop = try ask(step)
      case .choose(let step, let arm, let because): stop = try choose(step, arm: arm, reason: "by rule: \(because)", .rule)
      case .failed(let step, let reason): stop = try settleFailure(step, reason)
      case .inDoubt(let step, let attempt): stop = try settleDoubt(step, attempt)
      case .finish: stop = try finish()
      }
      if let stop { return stop }
    }
  }

  /// Records the pause and tells how to go on.
  func pause(_ reason: PauseReason, at step: PlannedStep?, _ code: ExitCode, _ words: String) throws(Problem) -> ExitCode {
    try log.append(.paused(reason, step: step?.id))
    console.tell(.warning("\(words). Go on with: \(resumeLine())"))
    if reason == .failedStep, let step, code == .stepFailed {
      console.tell(.note("that asks what to do, in a terminal; --resume \(step.number) tries step \(step.number) again"))
    }
    return code
  }

  /// Seals the run, unless something is still owed or unproven; nil to go on.
  private func finish() throws(Problem) -> ExitCode? {
    switch try declareRecovery() {
    case .yes: break
    case .again: return nil
    case .no(let code): return code
    }
    if let stop = try reviewBreakGlass() { return stop }
    let open = state.openObligations
    guard open.isEmpty else {
      for obligation in open { console.tell(.warning("still owed: \(obligation.text) (by \(obligation.step))")) }
      return try pause(.operator, at: nil, .openObligations, "every step is over, but not everything is settled")
    }
    if let stop = try askForResolution() { return stop }
    let outcome: RunOutcome = state.exceptions == 0 ? .completed : .completedWithExceptions
    try log.append(.sealed(outcome))
    if isDry {
      console.tell(.note("end of the dry run of \(plan.runbook): it proves nothing and counts for nothing"))
      return .success
    }
    if rehearsal != nil { console.tell(.note("end of the rehearsal: it proves nothing about any system and counts for nothing")) }
    let words = outcome == .completed ? "completed" : "completed with \(state.exceptions) exceptions"
    console.tell(.note("\(plan.runbook) \(words) · log head \(state.fingerprint) · \(state.recordCount) records"))
    return .success
  }

  /// Ends the run by a person's word; what is still owed is told, not forgotten.
  func abort(_ evidence: Evidence) throws(Problem) -> ExitCode {
    try log.abort(evidence.text, evidence.person) { console.tell(.warning($0)) }
  }
}

/// The log of a run as the executor sees it: a state, and one way to change it.
package protocol RunLog: AnyObject {
  var state: RunState { get }
  func append(_ event: Event) throws(Problem)
  /// Takes in what other people have written down for the run meanwhile.
  func takeIn()
}

extension RunLog {
  package func takeIn() {}

  /// Ends the run by a person's word, in its executor or without one.
  ///
  /// - Parameter tell: told what is left to do by hand, and that the run has ended.
  package func abort(_ reason: String, _ person: Person, tell: (String) -> Void) throws(Problem) -> ExitCode {
    try append(.aborted(reason: reason, by: person))
    for id in state.stepsInDoubt { tell("nobody has written down how \(id) ended; look at what it changes") }
    for obligation in state.openObligations { tell("still owed, settle it by hand: \(obligation.text)") }
    let isOwing = !state.openObligations.isEmpty
    try append(.sealed(.aborted))
    tell("aborted: \(reason)")
    return isOwing ? .openObligations : .stepFailed
  }
}
