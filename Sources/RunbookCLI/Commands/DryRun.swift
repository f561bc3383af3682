import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// Walks a run with a performer that does nothing and people who say nothing.
enum DryRun {
  static func walk(_ plan: Plan, _ terminal: TerminalConsole) throws(Problem) -> ExitCode {
    guard let id = RunID(began: WallTime(nanoseconds: 0), runbook: plan.runbook, short: "000000") else { return .usage }
    let session = Session(login: "nobody", host: "nowhere", bootID: "dry", process: ProcessIdentity(pid: 0, startTime: 0))
    let log = try MemoryLog(plan, run: id, session: session)
    let console = DryConsole(terminal)
    let resolution = CommandResolution(environment: ["PATH": ""], ownExecutable: "/runbook")
    let executor = Executor(
      plan: plan, log: log, performer: DryPerformer(), console: console, interruption: nil, resolution: resolution, runID: "dry-run",
      outputFolder: "/dev/null", operatorName: "nobody", resumeLine: "", nonces: { "dry" }, now: { 0 })
    // Nothing is looked at: what a gate shows of them must not change on the way.
    for precondition in plan.preconditions {
      try log.append(.preconditionObserved(Precondition(id: precondition.id, verdict: .met, observed: "dry run")))
    }
    terminal.tell(.note("dry run of \(plan.runbook): nothing is started, nothing is written, nothing is approved"))
    return try executor.run()
  }
}

/// Shows every question and takes the first way through; its answers reach no log.
private final class DryConsole: Console {
  private let terminal: TerminalConsole
  private let nobody = Person(name: "dry run", login: "dry run", role: nil)

  init(_ terminal: TerminalConsole) {
    self.terminal = terminal
  }

  func tell(_ line: ConsoleLine) { terminal.tell(line) }
  func show(_ step: PlannedStep, _ bytes: [UInt8]) {}

  func answer(_ gate: GateQuestion) -> GateReply? {
    terminal.tell(.note("gate \(gate.statement.gate.number) would ask the \(gate.role): \(gate.statement.title)"))
    return .approve(nobody)
  }

  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    guard let arm = decision.arms.first(where: { $0.obstacle == nil }) else { return nil }
    terminal.tell(.note("decision \(decision.step.number) would ask: \(decision.title); shown as if “\(arm.answer)”"))
    return DecisionReply(arm: arm.answer, reason: "dry run", person: nobody)
  }

  func answer(_ manual: ManualQuestion) -> Evidence? {
    terminal.tell(.note("step \(manual.step.number) would wait for a person: \(manual.title)"))
    return Evidence(text: "dry run", person: nobody)
  }

  func answer(_ failure: FailureQuestion) -> FailureReply? { FailureReply(.skip, Evidence(text: failure.reason, person: nobody)) }
  func answer(_ doubt: DoubtQuestion) -> DoubtReply? { .pause }
}
