import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

struct TestEstate: Estate {
  var name = "test"
  var summary: String { "an estate for tests" }
  var operatorHost: Runbooks.Host { .here }
  var environment: [String: String] = [:]
  var contacts: [Role: String] { [:] }
  var allowsAnswerFiles: Bool { true }
  var facts: JSON { [:] }
  var keys: SignOff?
  var signOff: SignOff? { keys }
}

struct TestRunbook: Runbook {
  static let name = "test"
  static let title = "A runbook for tests"
  static let section = "§0"
  static let objectives = Objectives(rto: .minutes(30), rpo: .minutes(5))
  let body: [Step]
  var preconditions: [Runbooks.Precondition] = []
}

/// A plan and a log in memory, and what the log is told.
final class Walk {
  let plan: Plan
  let log: MemoryLog
  static let ada = Person(name: "Ada", login: "ada", role: "incident-commander")

  init(values: [String: String] = [:], environment: [String: String] = [:], mode: RunMode = .dry, @StepsBuilder _ steps: () -> [Step])
    throws
  {
    let estate = TestEstate(environment: environment)
    plan = try Planner.plan(RunbookDescription(TestRunbook(body: steps())), on: estate, values: values, now: 0)
    guard let id = RunID(began: WallTime(nanoseconds: 0), runbook: "test", short: "000000") else { throw Problem(.usage, "no id") }
    let session = Session(login: "ben", host: "here", bootID: "boot", process: ProcessIdentity(pid: 1, startTime: 1))
    log = try MemoryLog(plan, run: id, session: session, mode: mode)
  }

  func tell(_ events: [Event]) throws { for event in events { try log.append(event) } }

  /// What the machine would do now, in words.
  var next: String {
    var machine = ExecutionMachine(plan)
    switch machine.next(log.state) {
    case .run(let step): return "run \(step.id)"
    case .runTogether(let group, let steps): return "together \(group.id): \(steps.map(\.id).joined(separator: " "))"
    case .ask(let step): return "ask \(step.id)"
    case .choose(let step, let arm, _): return "choose \(step.id) \(arm)"
    case .failed(let step, let reason): return "failed \(step.id): \(reason.words)"
    case .inDoubt(let step, let attempt): return "doubt \(step.id) \(attempt)"
    case .finish: return "finish"
    }
  }
}

extension Event {
  static func intends(_ step: String, _ attempt: Int = 1) -> Event {
    .stepIntended(
      Intent(step: step, attempt: attempt, nonce: "n", commands: [["/bin/true"]], host: "localhost", effect: "reads", fingerprint: "f"))
  }
  static func ends(_ step: String, _ attempt: Int = 1, _ outcome: StepOutcome = .succeeded) -> Event {
    .stepEnded(Ending(step: step, attempt: attempt, outcome: outcome, duration: 1))
  }
  static func skips(_ step: String) -> Event { .stepSkipped(step: step, reason: "no need", by: Walk.ada) }
  static func owes(_ id: String, by step: String) -> Event { .obligationOpened(id: id, text: id, step: step) }
  static func decides(_ step: String, _ arm: String) -> Event { .decisionMade(step: step, arm: arm, reason: "so", by: Walk.ada) }
}

/// A step that has been done.
func done(_ step: String) -> [Event] { [.intends(step), .ends(step)] }

func reading(_ id: String, _ program: String = "true", _ arguments: [Text] = []) -> Step {
  Step(Text(id), id: id) { Command(program, arguments, effect: .reads) }
}

func writing(_ id: String, _ program: String = "true", _ arguments: [Text] = [], on target: Target? = nil) -> Step {
  Step(Text(id), id: id) { Command(program, arguments, effect: .writes, on: target) }
}

func destroying(_ id: String, _ arguments: [Text] = [], on target: Target? = nil) -> Step {
  Step(Text(id), id: id) { Command("true", arguments, effect: .destroys("all of \(id)"), on: target) }
}

func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = try Files.temporaryDirectory(prefix: "runbook-execution-test")
  defer { try? Files.removeTree(path) }
  return try body(path)
}
