import Glibc
import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

/// Real keys, made once for all tests.
struct SigningKeys: Sendable {
  static let shared = Result { try SigningKeys() }

  let folder: String

  private init() throws {
    folder = try Files.temporaryDirectory(prefix: "runbook-execution-keys")
    atexit { if let keys = try? SigningKeys.shared.get() { try? Files.removeTree(keys.folder) } }
    for name in ["ada", "ben", "cleo", "stranger"] {
      let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "\(folder)/\(name)"]
      try #require(try Subprocess.run("/usr/bin/ssh-keygen", words).status.isSuccess)
    }
  }

  func publicKey(_ name: String) throws -> String {
    try Files.readText("\(folder)/\(name).pub").split(separator: " ").prefix(2).joined(separator: " ")
  }
}

/// A run on an estate with keys: trust files, a state folder, people with keys, and what became of it.
final class SignedScene {
  let folder: String
  let keys: SigningKeys
  let console = ScriptedConsole()
  let performer = ScriptedPerformer()
  let plan: Plan
  let run: RunSession
  let rules: SignOff
  private let clock = MovedClock()
  private var sessions: [RunSession] = []

  init(
    _ rule: ApprovalPolicy.Rule = .init(), keeper: SignOff.Keeper = .theOperator, @StepsBuilder _ steps: () -> [Step] = SignedScene.steps
  ) throws {
    keys = try SigningKeys.shared.get()
    folder = try Files.temporaryDirectory(prefix: "runbook-signed-test")
    for name in ["trust", "exchange"] { try Files.makeDirectory("\(folder)/\(name)") }
    rules = SignOff(
      trust: try AbsolutePath(parsing: folder + "/trust"), keeper: keeper, policy: ApprovalPolicy(ordinary: rule, destroying: rule),
      exchange: try AbsolutePath(parsing: folder + "/exchange"))
    var estate = TestEstate()
    estate.keys = rules
    plan = try Planner.plan(RunbookDescription(TestRunbook(body: steps())), on: estate, values: [:], now: 0)
    let resolution = CommandResolution(environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own")
    run = try RunSession.begin(
      plan, in: try StateDirectory.open(folder + "/state"), mode: .real, findings: ProbeRunner.probe(plan.preconditions, resolution),
      identities: [:], rosterID: "ben")
    sessions = [run]
    try write("roster.json", Self.roster)
    try write("revoked_keys", "")
    try write("allowed_signers", try signers())
  }

  deinit {
    for session in sessions { session.close() }
    try? Files.removeTree(folder)
  }

  /// A gate, a step that only looks, and one that destroys.
  @StepsBuilder static func steps() -> [Step] {
    Gate("Wipe it?", id: "go")
    reading("look")
    destroying("wipe", ["--all"])
  }

  static let roster = """
    {"people": [
      {"person": "ada", "roles": ["incident-commander"], "principals": ["ada@example"]},
      {"person": "ben", "roles": ["restore-operator", "incident-commander"], "principals": ["ben@example"]},
      {"person": "cleo", "roles": ["incident-commander"], "principals": ["cleo@example"]}
    ]}
    """

  func signers() throws -> String {
    try ["ada", "ben", "cleo"].map { "\($0)@example namespaces=\"approval@runbook\" \(try keys.publicKey($0))\n" }.joined()
  }

  func write(_ name: String, _ text: String) throws {
    try Files.writeDurably(Array(text.utf8), to: "\(folder)/trust/\(name)", mode: 0o644)
  }

  func revoke(_ name: String) throws { try write("revoked_keys", try keys.publicKey(name) + "\n") }

  /// The run's session that holds it now.
  var session: RunSession { sessions.last ?? run }
  var state: RunState { session.state }
  var approvals: ApprovalFolder { ApprovalFolder(run.writer.folder) }

  func signOff(operator person: String = "ben") throws -> GateSignOff {
    try GateSignOff(
      rules, operator: Operator(login: Host.userName(), person: person), run: run.writer.folder, keygen: try SSHKeygen(),
      user: Host.userID(),
      state: state)
  }

  /// Nanoseconds that the wall clock was moved by.
  var clockMoved: Int64 {
    get { clock.moved }
    set { clock.moved = newValue }
  }

  private final class MovedClock {
    var moved: Int64 = 0
  }

  /// Runs until the run ends or pauses.
  func go() throws -> ExitCode {
    let executor = Executor(
      plan: plan, log: session, performer: performer, console: console, interruption: nil,
      resolution: CommandResolution(environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own"), runID: run.id.text,
      outputFolder: run.writer.folder.outputPath, operatorName: "ben", resumeLine: "runbook exec test --resume",
      nonces: { Entropy.hex(16) },
      // Not the scene: an executor may outlive it, and the scene's folder would stay with it.
      now: { [clock] in Clock.wall() + clock.moved })
    executor.signOff = try signOff()
    return try executor.run()
  }

  /// Another session takes the run over.
  func resume() throws {
    session.close()
    let next = try RunSession.resume(
      try run.writer.folder.examine(), plan, in: try StateDirectory.open(folder + "/state"), rosterID: "ben")
    sessions.append(next)
    try next.append(.resumedFrom(Resumption(step: "first-unfinished", person: Walk.ada)))
  }

  /// The request of a gate as it lies in the run's folder.
  func request(_ gate: String = "go") throws -> ApprovalRequest { try #require(try approvals.request(gate)) }

  /// Signs as a person does, with that person's key, or another one.
  func signed(
    _ name: String, _ decision: ApprovalAnswer.Decision = .approve, key: String? = nil, to request: ApprovalRequest? = nil
  ) throws -> SignedAnswer {
    let answer = try ApprovalAnswer(
      decision, to: try request ?? self.request(), as: "\(name)@example", reason: decision == .decline ? "not today" : nil,
      at: WallTime(nanoseconds: Clock.wall()))
    return try SignedAnswer.sign(answer, key: "\(keys.folder)/\(key ?? name)", with: try SSHKeygen(), environment: [:])
  }

  /// At the next gate: does this, then looks for answers as a terminal does, and types nothing.
  func atGate(_ body: @escaping (SignedScene) throws -> Void) {
    console.gates.append { [unowned self] gate in
      do { try body(self) } catch { Issue.record(error) }
      _ = gate.signing?.isOver()
      return nil
    }
  }

  /// Puts an answer beside its request.
  func send(_ answer: SignedAnswer) throws { try approvals.write(answer) }

  var events: [Event] {
    var events: [Event] = []
    _ = try? run.writer.folder.read { events.append($0.record.event) }
    return events
  }

  /// The records of the log.
  var records: [Record] {
    get throws {
      var records: [Record] = []
      _ = try run.writer.folder.read { records.append($0.record) }
      return records
    }
  }

  /// What the log holds of refused answers.
  var refusals: [String] { events.compactMap { if case .answerRefused(let refusal) = $0 { refusal.reason } else { nil } } }

  /// Nothing that changes anything was started, and no answer released anything.
  func expectNothingStarted(_ location: Testing.SourceLocation = #_sourceLocation) {
    #expect(!performer.performed.contains { $0.hasPrefix("wipe") }, sourceLocation: location)
    #expect(state.gates["go"]?.consumedBy == nil, sourceLocation: location)
    #expect(state.step("wipe").attempts == 0, sourceLocation: location)
  }
}
