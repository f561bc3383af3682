import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

/// `runbook approve` as a person starts it: on a pseudo-terminal, or without one.
@Suite("runbook approve")
struct ApproveCommandTests {
  let scene: Scene
  let request: ApprovalRequest
  let file: String

  init() throws {
    scene = try Scene()
    request = try SampleRequest.make(from: WallTime(nanoseconds: Clock.wall()))
    file = scene.path + "/gate.request"
    try Files.writeDurably(request.file, to: file)
  }

  private var program: String {
    get throws { try #require(Files.directory(of: try Host.executablePath())) + "/runbook" }
  }

  private var environment: [String: String] { ["PATH": "/usr/bin:/bin", "HOME": scene.path, "TERM": "dumb"] }

  /// Runs it without a terminal.
  private func plain(_ words: [String], input: [UInt8]? = nil) throws -> Subprocess.Outcome {
    try Subprocess.run(
      "/usr/bin/setsid", ["-w", try program, "approve"] + words, environment: environment, input: input, timeLimitSeconds: 60)
  }

  /// Runs it on a terminal, types each answer once its prompt is there, and answers everything that was shown.
  private func onTerminal(_ words: [String], type answers: [(prompt: String, text: String)]) throws -> (
    code: TerminationStatus, shown: String
  ) {
    let pty = try Terminal.openPTY(columns: 200)
    let child = try Child.spawn(
      SpawnRequest(
        executable: try program, arguments: ["runbook", "approve"] + words, environment: environment, newSession: true,
        terminalPath: pty.path))
    pty.terminal.closeQuietly()
    defer { pty.controller.closeQuietly() }
    var shown: [UInt8] = []
    var waiting = answers[...]
    while try !Poller.poll([(pty.controller, .read)], timeoutMilliseconds: 30_000).isEmpty,
      let piece = try? pty.controller.read(upTo: 4096), !piece.isEmpty
    {
      shown += piece
      if let next = waiting.first, String(decoding: shown, as: UTF8.self).contains(next.prompt) {
        waiting.removeFirst()
        try pty.controller.writeAll(next.text)
      }
    }
    // Only matters when it hangs: the test fails then, and nothing is left behind.
    if !child.hasExited() { Clock.sleep(milliseconds: 500) }
    child.signalGroup(9)
    return (child.wait(), String(decoding: shown, as: UTF8.self))
  }

  private static let prompt = "to sign, anything else to leave it: "

  @Test("shows everything, takes the typed word, signs, and the run accepts it")
  func approve() throws {
    let out = scene.path + "/gate.answer"
    let result = try onTerminal(
      ["--request", file, "--key", scene.keys.path("ada"), "--as", "ada@example", "--out", out, "--reason", "rows counted"],
      type: [(Self.prompt, request.word + "\n")])
    #expect(result.code == .exited(0), "\(result.shown)")
    for part in ["DESTROYS database live_db on db1", "code \(request.code)", "psql -v tenant=42", "log record 41"] {
      #expect(result.shown.contains(part), "\(part)")
    }
    let signed = try SignedAnswer(text: try Files.read(out))
    #expect(signed.answer.reason == "rows counted")
    let moment = ApprovalMoment(now: WallTime(nanoseconds: Clock.wall()), newestInLog: nil)
    #expect(try scene.verdict(signed, request, at: moment).personID == "ada")
  }

  @Test("another word, an empty line at the end, or a closed terminal signs nothing", arguments: ["yes\n", "approve\n", "\u{4}"])
  func otherWord(typed: String) throws {
    let out = scene.path + "/gate.answer"
    let result = try onTerminal(["--request", file, "--key", scene.keys.path("ada"), "--out", out], type: [(Self.prompt, typed)])
    #expect(result.code == .exited(ExitCode.awaitingSignOff.rawValue))
    #expect(result.shown.contains("nothing was signed"))
    #expect(!Files.exists(out))
  }

  @Test("without a terminal there is no yes, whatever is piped in; there is no flag for it")
  func noTerminal() throws {
    let words = ["--request", file, "--key", scene.keys.path("ada")]
    let result = try plain(words, input: Array((request.word + "\n").utf8))
    #expect(result.status == .exited(ExitCode.awaitingSignOff.rawValue))
    #expect(String(decoding: result.errorOutput, as: UTF8.self).contains("approving needs a terminal"))
    #expect(result.output.isEmpty)
    for flag in ["--yes", "--yes-i-read-it", "--force", "-y"] { #expect(try plain(words + [flag]).status == .exited(2)) }
  }

  @Test("a no needs a reason and no terminal; a request in a chat message is read from standard input")
  func decline() throws {
    let chat = Array(
      ("Ben: please sign\n" + String(decoding: request.block, as: UTF8.self).split(separator: "\n").map { "> \($0)\n" }.joined()).utf8)
    let words = ["7f3a91", "4", "--request", "-", "--key", scene.keys.path("cleo"), "--as", "cleo@example", "--decline"]
    #expect(try plain(words, input: chat).status == .exited(2))
    let result = try plain(words + ["--reason", "wrong tenant"], input: chat)
    #expect(result.status == .exited(0), "\(String(decoding: result.errorOutput, as: UTF8.self))")
    guard case .declined(_, "wrong tenant") = try scene.verdict(try SignedAnswer(text: result.output), request) else {
      Issue.record("no valid no")
      return
    }
  }

  @Test("a request of another run or gate than was named is not signed", arguments: [["000000"], ["7f3a91", "5"], ["7f3a91", "drop"]])
  func other(words: [String]) throws {
    let result = try plain(words + ["--request", file, "--key", scene.keys.path("ada"), "--decline", "--reason", "no"])
    #expect(result.status == .exited(ExitCode.signOffRefused.rawValue))
    #expect(result.output.isEmpty)
  }

  @Test("ssh-keygen's own words reach the person whose key is open to others, and it asks a passphrase on the terminal")
  func keyTrouble() throws {
    let path = scene.path + "/open"
    try Files.writeDurably(try Files.read(scene.keys.path("ada")), to: path)
    try Files.setMode(path, 0o644)
    let words = ["--request", file, "--as", "ada@example", "--decline", "--reason", "no"]
    let open = try plain(words + ["--key", path])
    #expect(open.status == .exited(ExitCode.signOffRefused.rawValue))
    #expect(String(decoding: open.errorOutput, as: UTF8.self).contains("UNPROTECTED PRIVATE KEY FILE"))
    let locked = try onTerminal(
      ["--request", file, "--as", "ada@example", "--key", scene.keys.path("locked")],
      type: [(Self.prompt, request.word + "\n"), ("Enter passphrase", "correct horse\n")])
    #expect(locked.code == .exited(0), "\(locked.shown)")
    #expect(locked.shown.contains("Enter passphrase"))
    #expect(locked.shown.contains("BEGIN RUNBOOK APPROVAL ANSWER"))
  }

  @Test("with the state folder at hand the request is found there and the answer put beside it")
  func state() throws {
    let state = try StateDirectory.open(scene.path + "/state")
    let id = request.question.run
    let genesis = Genesis(
      run: id, nonce: "00112233445566778899aabbccddeeff", runbook: id.runbook, plan: request.question.plan, engine: "1.0", host: "db1",
      bootID: "b", uid: Host.userID(), login: "ben", estate: "production", mode: .real, parameters: [:], previousSeal: nil)
    let folder = ApprovalFolder(try state.createRun(genesis, plan: Array("{}".utf8)))
    try folder.write(request)
    let words = ["--state", state.path, "--key", scene.keys.path("cleo"), "--as", "cleo@example", "--decline", "--reason", "wrong tenant"]
    #expect(try plain(["7f3a91", "drop"] + words).status == .exited(2))
    let result = try plain(["7f3a91", "approve"] + words)
    #expect(result.status == .exited(0), "\(String(decoding: result.errorOutput, as: UTF8.self))")
    #expect(result.output.isEmpty)
    var desk = try ApprovalDesk(folder, policy: ApprovalPolicy(), trust: scene.location, keygen: scene.keygen)
    let moment = ApprovalMoment(now: WallTime(nanoseconds: Clock.wall()), newestInLog: nil)
    #expect(try desk.collect(request, at: moment).standing.gateAnswer(to: request)?.decision == .declined)
    #expect(try ApprovalHistory(state.folder(id)).usedNonces.isEmpty)
  }

  @Test("a yes to an expired request is not signed")
  func expired() throws {
    try Files.writeDurably(try SampleRequest.make().file, to: file)
    let result = try plain(["--request", file, "--key", scene.keys.path("ada")])
    #expect(result.status == .exited(ExitCode.signOffRefused.rawValue))
    #expect(String(decoding: result.errorOutput, as: UTF8.self).contains("expired at"))
  }
}
