import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

/// Where a far host is, in words that another process can take over.
struct FarPlace: Codable, Sendable {
  let folder: String
  let port: Int

  init(_ server: SSHServer) { (folder, port) = (server.folder, server.port) }

  func host() throws -> Runbooks.Host {
    Runbooks.Host(
      "far",
      over: try Reach(
        parsing: "\(Host.userName())@127.0.0.1:\(port)", knownHosts: AbsolutePath(parsing: folder + "/known_hosts"),
        identity: AbsolutePath(parsing: folder + "/user"), folder: AbsolutePath(parsing: folder + "/remote")))
  }
}

/// A run with its log in a state folder, whose steps run on the far host.
final class RemoteScene {
  let plan: Plan
  let place: FarPlace
  let console = ScriptedConsole()
  var told: [String] = []
  var onShow: ([UInt8]) -> Void = { _ in }
  var secrets: [String: String] = [:]
  private(set) var session: RunSession
  private let directory: StateDirectory

  /// A new run, or the earlier one of the same place gone on with.
  init(_ place: FarPlace, resumes: Bool = false, @StepsBuilder _ steps: (Runbooks.Host) -> [Step]) throws {
    self.place = place
    plan = try Planner.plan(RunbookDescription(TestRunbook(body: steps(place.host()))), on: TestEstate(), values: [:], now: 0)
    directory = try StateDirectory.open(place.folder + "/state")
    if resumes {
      let id = try #require(try directory.runs().last)
      session = try RunSession.resume(try directory.folder(id).examine(), plan, in: directory)
      try session.append(.resumedFrom(Resumption(step: "first-unfinished", person: Walk.ada)))
    } else {
      session = try RunSession.begin(plan, in: directory, mode: .real, findings: [], identities: [:])
    }
  }

  deinit { session.close() }

  var state: RunState { session.state }
  var ledger: String { place.folder + "/ledger" }
  var lines: [String] { ((try? Files.readText(ledger)) ?? "").split(separator: "\n").map(String.init) }

  /// Another session takes the run over.
  func resume() throws {
    session.close()
    let id = try #require(try directory.runs().last)
    session = try RunSession.resume(try directory.folder(id).examine(), plan, in: directory)
    try session.append(.resumedFrom(Resumption(step: "first-unfinished", person: Walk.ada)))
  }

  func go(_ interruption: Interruption? = nil) throws -> ExitCode {
    let folder = session.writer.folder
    let performer = LivePerformer(ownExecutable: "/own", outputFolder: folder.outputPath, interruption: interruption)
    performer.tell = { [unowned self] in told.append($0) }
    let shown = ShowingConsole(console) { [unowned self] in onShow($0) }
    let executor = Executor(
      plan: plan, log: session, performer: performer, console: shown, interruption: interruption,
      resolution: CommandResolution(
        environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], ownExecutable: "/own", secrets: secrets,
        away: ["PATH": "/usr/bin:/bin"]),
      runID: folder.id.text, outputFolder: folder.outputPath, operatorName: "ben", resumeLine: "runbook exec test --resume",
      nonces: { Entropy.hex(16) }, now: { Clock.wall() })
    return try executor.run()
  }

  /// Everything that the run keeps here of what was printed.
  func outputs() throws -> String {
    var text = ""
    for name in try Files.list(session.writer.folder.outputPath) {
      for file in ["output.log", "stdout"] {
        text += (try? Files.readText("\(session.writer.folder.outputPath)/\(name)/\(file)")) ?? ""
      }
    }
    return text
  }
}

/// A console that lets a test see the output while it comes.
private final class ShowingConsole: Console {
  private let inner: ScriptedConsole
  private let see: ([UInt8]) -> Void

  init(_ inner: ScriptedConsole, _ see: @escaping ([UInt8]) -> Void) { (self.inner, self.see) = (inner, see) }

  func tell(_ line: ConsoleLine) { inner.tell(line) }
  func show(_ step: PlannedStep, _ bytes: [UInt8]) { see(bytes) }
  func answer(_ gate: GateQuestion) -> GateReply? { inner.answer(gate) }
  func answer(_ decision: DecisionQuestion) -> DecisionReply? { inner.answer(decision) }
  func answer(_ manual: ManualQuestion) -> Evidence? { inner.answer(manual) }
  func answer(_ failure: FailureQuestion) -> FailureReply? { inner.answer(failure) }
  func answer(_ doubt: DoubtQuestion) -> DoubtReply? { inner.answer(doubt) }
}

/// A step on the far host that writes by a shell's script.
func far(_ id: String, _ script: Text, _ host: Runbooks.Host, environment secret: Secret? = nil) -> Step {
  var command = Command("sh", ["-c", script], effect: .writes)
  if let secret { command = command.environment("THE_SECRET", secret) }
  return Step(Text(id), id: id) { command }.on(host)
}
