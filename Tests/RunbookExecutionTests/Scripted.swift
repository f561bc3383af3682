import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem

/// People who answer from lists, in order; an empty list is nobody.
final class ScriptedConsole: Console {
  var gates: [(GateQuestion) -> GateReply?] = []
  var decisions: [String] = []
  var notes: [String] = []
  var failures: [FailureChoice] = []
  var doubts: [DoubtReply] = []
  /// Who answers what a failed step asks.
  var speaker = Walk.ada
  /// What is given by hand for what a step would have captured.
  var values: [String: String] = [:]
  private(set) var asked: [String] = []
  private(set) var wanted: [String] = []
  private(set) var shown: [GateQuestion] = []
  private(set) var consequences: [FailureChoice: String] = [:]
  private(set) var told: [String] = []

  static func yes(_ gate: GateQuestion) -> GateReply? { .approve(Walk.ada) }

  func tell(_ line: ConsoleLine) {
    switch line {
    case .step(let step, let attempt, _): told.append("\(step.id) \(attempt)")
    case .done(let step, _): told.append("\(step.id) ok")
    case .failed(let step, let words): told.append("\(step.id) failed \(words)")
    case .note(let words), .warning(let words): told.append(words)
    }
  }
  func show(_ step: PlannedStep, _ bytes: [UInt8]) {}

  func answer(_ gate: GateQuestion) -> GateReply? {
    asked.append("gate \(gate.statement.gate.id)")
    shown.append(gate)
    return gates.isEmpty ? nil : gates.removeFirst()(gate)
  }
  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    asked.append("decision \(decision.step.id)")
    return decisions.isEmpty ? nil : DecisionReply(arm: decisions.removeFirst(), reason: "so", person: Walk.ada)
  }
  func answer(_ manual: ManualQuestion) -> Evidence? {
    asked.append("manual \(manual.step.id)")
    return notes.isEmpty ? nil : Evidence(text: notes.removeFirst(), person: Walk.ada)
  }
  func answer(_ failure: FailureQuestion) -> FailureReply? {
    asked.append("failure \(failure.step.id)")
    for (choice, consequence) in failure.choices { consequences[choice] = consequence }
    wanted += failure.values.map(\.name)
    guard !failures.isEmpty else { return nil }
    return FailureReply(failures.removeFirst(), Evidence(text: "because", person: speaker, values: values))
  }
  func answer(_ doubt: DoubtQuestion) -> DoubtReply? {
    asked.append("doubt \(doubt.step.id)")
    wanted += doubt.values.map(\.name)
    return doubts.isEmpty ? nil : doubts.removeFirst()
  }
}

/// Runs nothing and answers from lists by step; what is not listed went well.
final class ScriptedPerformer: Performer {
  var failures: [String: [FailureReason?]] = [:]
  var outputs: [String: String] = [:]
  /// What is known of attempts that an earlier session began, by the end of their folder's name.
  var known: [String: AttemptState] = [:]
  private(set) var performed: [String] = []
  /// Looks at the log at the moment of the start.
  var onStart: (Work) -> Void = { _ in }

  func perform(_ work: [Work], started: (Int, ProcessIdentity) -> Void, show: (Int, [UInt8]) -> Void) -> [Performance] {
    work.enumerated().map { index, item in
      onStart(item)
      started(index, ProcessIdentity(pid: 2, startTime: 2))
      performed.append("\(item.step) \(item.attempt)" + (item.part > 1 ? " part \(item.part)" : ""))
      var failure: FailureReason?
      if failures[item.step]?.isEmpty == false { failure = failures[item.step]?.removeFirst() ?? nil }
      return Performance(failure: failure, output: Array((outputs[item.step] ?? "").utf8))
    }
  }
  func state(of work: Work) -> AttemptState { known.first { work.directory.hasSuffix($0.key) }?.value ?? .notStarted }
  func adopt(_ work: Work, show: ([UInt8]) -> Void) -> AttemptState { state(of: work) }
}

/// A log that remembers what it was told.
final class WatchedLog: RunLog {
  private(set) var events: [Event] = []
  private let log: any RunLog
  var state: RunState { log.state }

  init(_ log: any RunLog) { self.log = log }

  func append(_ event: Event) throws(Problem) {
    try log.append(event)
    events.append(event)
  }
}

extension Walk {
  /// Runs until the run ends or pauses.
  func run(
    _ console: ScriptedConsole, _ performer: any Performer, _ interruption: Interruption? = nil
  ) throws(Problem) -> ExitCode {
    try executor(console, performer, interruption).run()
  }

  func executor(
    _ console: any Console, _ performer: any Performer, _ interruption: Interruption? = nil, log other: (any RunLog)? = nil,
    secrets: [String: String] = [:]
  ) -> Executor {
    Executor(
      plan: plan, log: other ?? log, performer: performer, console: console, interruption: interruption,
      resolution: CommandResolution(environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own", secrets: secrets), runID: "run",
      outputFolder: "/nonexistent",
      operatorName: "ben", resumeLine: "runbook exec test --resume", nonces: { "nonce" }, now: { 0 })
  }

  /// A new session, as `--resume` opens it.
  func reopen() throws {
    try log.append(.sessionOpened(Session(login: "ben", host: "here", bootID: "boot", process: ProcessIdentity(pid: 3, startTime: 3))))
    try log.append(.resumedFrom(Resumption(step: "first-unfinished", person: Walk.ada)))
  }
}
