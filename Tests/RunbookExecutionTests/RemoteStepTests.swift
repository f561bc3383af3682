import Glibc
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite(
  "A writing step on another host", .enabled(if: SSHServer.isInstalled, "sshd is not installed (openssh-server)"),
  .serialized, .timeLimit(.minutes(5)))
struct RemoteStepTests {
  init() { Signals.ignore(SIGPIPE) }

  /// Writes a line into the ledger, waits for a file, writes another one.
  @StepsBuilder static func slow(_ host: Runbooks.Host, _ folder: String) -> [Step] {
    far(
      "slow",
      "echo one | tee -a '\(folder)/ledger'; while [ ! -e '\(folder)/go' ]; do sleep 0.1; done; echo two | tee -a '\(folder)/ledger'", host)
    far("after", "echo three >>'\(folder)/ledger'", host)
  }

  @Test("it runs there, its output comes here, and the next step follows")
  func runs() throws {
    let server = try SSHServer()
    let scene = try RemoteScene(FarPlace(server)) { Self.slow($0, server.folder) }
    var seen: [UInt8] = []
    scene.onShow = {
      seen += $0
      try? server.write("go", "")
    }
    #expect(try scene.go() == .success)
    #expect(scene.lines == ["one", "two", "three"] && scene.state.outcome == .completed)
    #expect(String(decoding: seen, as: UTF8.self) == "one\ntwo\n")
    #expect(try scene.outputs().contains("one\ntwo\n"))
    #expect(scene.state.step("slow").ending?.output?.bytes == 8)
  }

  @Test("an exit status is recorded as it was, 255 like any other", arguments: [1, 3, 255] as [Int32])
  func fails(code: Int32) throws {
    let server = try SSHServer()
    let scene = try RemoteScene(FarPlace(server)) { far("fails", "exit \(String(code))", $0) }
    #expect(try scene.go() == .stepFailed)
    #expect(scene.state.step("fails").ending?.outcome == .failed(.exit(code)))
  }

  @Test("every member of a pipeline counts, and what the last one prints is captured")
  func pipeline() throws {
    let server = try SSHServer()
    let rows = Output<Count>("rows")
    let scene = try RemoteScene(FarPlace(server)) { host in
      Step("Count", id: "count") {
        Command("printf", ["%s\\n", "7", "it's", "$(id)"], effect: .writes).piped(to: Command("wc", ["-l"], effect: .writes))
      }
      .capture(rows)
      .on(host)
      Step("Break", id: "break") {
        Command("sh", ["-c", "exit 3"], effect: .writes).piped(to: Command("cat", [], effect: .writes))
      }
      .on(host)
    }
    #expect(try scene.go() == .stepFailed)
    #expect(scene.state.outputs["rows"]?.value == "3")
    #expect(scene.state.step("break").ending?.outcome == .failed(.exit(3)))
  }

  @Test("a connection that is cut in the middle is asked again, and the step goes on by itself")
  func cut() throws {
    let server = try SSHServer()
    let scene = try RemoteScene(FarPlace(server)) { Self.slow($0, server.folder) }
    var isCut = false
    scene.onShow = { _ in
      guard !isCut else { return }
      isCut = true
      // In the middle of the next question.
      Task.detached { [pid = server.pid, go = server.folder + "/go"] in
        Clock.sleep(milliseconds: 300)
        _ = eventually { SSHServer.cut(below: pid) > 0 }
        Clock.sleep(milliseconds: 2000)
        try? Files.writeDurably([], to: go)
      }
    }
    #expect(try scene.go() == .success)
    #expect(scene.lines == ["one", "two", "three"] && scene.state.step("slow").attempts == 1)
    #expect(scene.told.contains { $0.hasPrefix("far: the connection was lost") })
    #expect(scene.told.contains("far answers again"))
  }

  @Test("killed with kill -9 in the middle, the next session adopts the step and starts nothing twice")
  func killed() async throws {
    let server = try SSHServer()
    let place = FarPlace(server)
    await #expect(processExitsWith: .signal(SIGKILL)) { [place = place as FarPlace] in
      Signals.ignore(SIGPIPE)
      let scene = try RemoteScene(place) { RemoteStepTests.slow($0, place.folder) }
      scene.onShow = { _ in kill(getpid(), SIGKILL) }
      _ = try scene.go()
    }
    let scene = try RemoteScene(place, resumes: true) { Self.slow($0, place.folder) }
    #expect(scene.lines == ["one"])
    scene.onShow = { _ in try? server.write("go", "") }
    #expect(try scene.go() == .success)
    #expect(scene.console.told.contains { $0.contains("still running from the earlier session; it is not started twice") })
    #expect(scene.lines == ["one", "two", "three"])
    #expect(scene.state.step("slow").attempts == 1 && scene.state.step("slow").ending?.late == true)
    #expect(try scene.outputs().contains("one\ntwo\n"), "what it printed while nobody looked is here")
  }

  @Test("ended while nobody looked, its outcome is taken; a step that was never sent runs")
  func unwatched() async throws {
    let server = try SSHServer()
    let place = FarPlace(server)
    await #expect(processExitsWith: .signal(SIGKILL)) { [place = place as FarPlace] in
      Signals.ignore(SIGPIPE)
      let scene = try RemoteScene(place) { far("fails", "echo begun; sleep 1; echo x >>'\(place.folder)/ledger'; exit 9", $0) }
      scene.onShow = { _ in kill(getpid(), SIGKILL) }
      _ = try scene.go()
    }
    let scene = try RemoteScene(place, resumes: true) { far("fails", "echo begun; sleep 1; echo x >>'\(place.folder)/ledger'; exit 9", $0) }
    #expect(eventually { scene.lines == ["x"] })
    Clock.sleep(milliseconds: 500)
    #expect(try scene.go() == .stepFailed)
    #expect(scene.state.step("fails").ending?.outcome == .failed(.exit(9)) && scene.state.step("fails").attempts == 1)
    #expect(scene.lines == ["x"])
  }

  @Test("a host that stays silent is doubt, nothing is run again, and the run goes on when it answers")
  func silent() throws {
    let server = try SSHServer()
    let scene = try RemoteScene(FarPlace(server)) { host in
      far("slow", "echo one >>'\(server.folder)/ledger'; echo one; sleep 2", host).timeout(.seconds(5)).idempotent
    }
    scene.onShow = { _ in
      server.stop()
      server.cut()
    }
    #expect(try scene.go() == .inDoubt)
    #expect(scene.state.status == .paused(.inDoubt, step: "slow"))
    #expect(scene.console.told.contains { $0.contains("cannot be asked about it: far: the connection was refused") })
    try server.start()
    try scene.resume()
    #expect(try scene.go() == .success)
    #expect(scene.lines == ["one"] && scene.state.step("slow").attempts == 1)
  }

  @Test("the time limit ends the group over there, whether or not anybody asks")
  func timeLimit() throws {
    let server = try SSHServer()
    let number = Int.random(in: 60000...69999)
    let scene = try RemoteScene(FarPlace(server)) {
      far("endless", "trap '' TERM; sleep \(String(number))", $0).timeout(.seconds(1))
    }
    #expect(try scene.go() == .stepFailed)
    guard case .failed(.timedOut) = scene.state.step("endless").ending?.outcome else {
      Issue.record("\(String(describing: scene.state.step("endless").ending))")
      return
    }
    #expect(SSHServer.processes { $0 == "sleep \(number)" }.isEmpty)
  }

  @Test("a second Ctrl-C ends the group over there, and the run pauses")
  func interrupted() async throws {
    let server = try SSHServer()
    let place = FarPlace(server)
    let number = Int.random(in: 50000...59999)
    await #expect(processExitsWith: .exitCode(0)) { [place = place as FarPlace, number = number as Int] in
      Signals.ignore(SIGPIPE)
      let scene = try RemoteScene(place) { far("endless", "echo begun; sleep \(String(number))", $0) }
      var isPressed = false
      scene.onShow = { _ in
        guard !isPressed else { return }
        isPressed = true
        kill(getpid(), SIGINT)
        kill(getpid(), SIGTERM)
      }
      guard try scene.go(Interruption(catching: true) { _ in }) == .interrupted else { exit(20) }
      guard scene.state.step("endless").ending?.outcome == .failed(.exit(143)) else { exit(21) }
      exit(0)
    }
    #expect(SSHServer.processes { $0 == "sleep \(number)" }.isEmpty)
  }

  @Test("what takes a step back runs there, too")
  func undo() throws {
    let server = try SSHServer()
    let scene = try RemoteScene(FarPlace(server)) { host in
      far("fails", "exit 1", host).undo { Command("sh", ["-c", "echo back >>'\(server.folder)/ledger'"], effect: .writes) }
    }
    scene.console.failures = [.undo]
    #expect(try scene.go() == .stepFailed)
    #expect(scene.lines == ["back"] && scene.state.step("fails").status == .undone)
  }

  @Test("what takes a step back is not started again while an earlier try still runs there")
  func undoTwice() async throws {
    let server = try SSHServer()
    let place = FarPlace(server)
    await #expect(processExitsWith: .signal(SIGKILL)) { [place = place as FarPlace] in
      Signals.ignore(SIGPIPE)
      let scene = try RemoteScene(place) { RemoteStepTests.slowUndo($0, place.folder) }
      scene.console.failures = [.undo]
      scene.onShow = { _ in kill(getpid(), SIGKILL) }
      _ = try scene.go()
    }
    let scene = try RemoteScene(place, resumes: true) { Self.slowUndo($0, place.folder) }
    scene.console.failures = [.undo]
    #expect(try scene.go() == .stepFailed)
    #expect(scene.console.told.contains { $0.contains("it is not taken back: what an earlier try started is still running on far") })
    #expect(scene.lines == ["back"] && scene.state.step("fails").status != .undone)
    try server.write("go", "")
    #expect(eventually { scene.lines.count == 2 })
    Clock.sleep(milliseconds: 500)
    try scene.resume()
    scene.console.failures = [.undo]
    #expect(try scene.go() == .stepFailed)
    #expect(scene.lines == ["back", "ended", "back", "ended"] && scene.state.step("fails").status == .undone)
  }

  @StepsBuilder static func slowUndo(_ host: Runbooks.Host, _ folder: String) -> [Step] {
    far("fails", "exit 1", host).undo {
      Command(
        "sh",
        [
          "-c", "echo back | tee -a '\(folder)/ledger'; while [ ! -e '\(folder)/go' ]; do sleep 0.1; done; echo ended >>'\(folder)/ledger'",
        ],
        effect: .writes)
    }
  }

  @Test("a secret is in nobody's arguments there, in no file that stays, and taken out of what comes here")
  func secret() throws {
    let server = try SSHServer()
    let secret = Secret("far-password", variable: "FAR_PASSWORD")
    let scene = try RemoteScene(FarPlace(server)) {
      far("spends", "echo begun; sleep 1; echo \"$THE_SECRET\"; printf %s \"$THE_SECRET\" | wc -c", $0, environment: secret)
    }
    let value = "correct-horse-battery-staple"
    scene.secrets = ["far-password": value]
    var visible: [Int32] = []
    scene.onShow = { _ in visible += SSHServer.processes { $0.contains(value) } }
    #expect(try scene.go() == .success)
    #expect(visible.isEmpty)
    let kept = try scene.outputs()
    #expect(kept.contains("<secret far-password>") && kept.contains("28") && !kept.contains(value))
    let search = try Subprocess.run("/usr/bin/grep", ["-rl", value, server.state, scene.session.writer.folder.path])
    #expect(search.status == .exited(1), "\(String(decoding: search.output, as: UTF8.self))")
  }

  @Test("preconditions, the look after a step, and the identity of its target are asked there")
  func looks() throws {
    let server = try SSHServer()
    let mark = server.folder + "/mark"
    let target = Target("box:far", realm: .production, identity: Command("cat", ["\(mark)"], effect: .reads))
    @StepsBuilder func steps(_ host: Runbooks.Host) -> [Step] {
      Step("Write", id: "write") { Command("sh", ["-c", "echo done >>'\(server.folder)/ledger'"], effect: .writes, on: target) }
        .precondition("the mark is there", Probe(Command("test", ["-e", "\(mark)"], effect: .reads)), remedy: "make it")
        .verify(Probe(Command("tail", ["-n1", "\(server.folder)/ledger"], effect: .reads), .equals("done")))
        .on(host)
    }
    let scene = try RemoteScene(FarPlace(server), steps)
    let resolution = CommandResolution(environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own")
    let before = ProbeRunner.probe(scene.plan.preconditions, resolution)
    #expect(
      before.map { "\($0.precondition.id) \($0.verdict)" }.sorted() == [
        "program-cat-on-far met", "program-sh-on-far met", "program-ssh met", "program-tail-on-far met", "program-test-on-far met",
        "the-mark-is-there notMet",
      ])
    #expect(before.allSatisfy { $0.precondition.away == nil || !$0.precondition.isUnconditional })
    #expect(try scene.go() == .preconditionNotMet)
    try server.write("mark", "i am far\n")
    try scene.resume()
    #expect(try scene.go() == .success)
    #expect(scene.state.preconditions[TargetIdentity.id("box:far@far")]?.observed == "i am far")
    server.stop()
    let after = ProbeRunner.probe(scene.plan.preconditions, resolution)
    #expect(
      after.filter { $0.precondition.away != nil }.allSatisfy {
        $0.verdict == .unknown && $0.observed.contains("the connection was refused")
      })
  }

  @Test("a host to which nothing leads is a person's to do, and the plan warns of it")
  func unreached() throws {
    let walk = try Walk { writing("there").on(Runbooks.Host("far")) }
    #expect(walk.plan.findings.contains { $0.rule == "hosts-are-reached" && $0.severity == .warning })
    let console = ScriptedConsole()
    console.failures = [.done]
    #expect(try walk.run(console, ScriptedPerformer()) == .success)
    #expect(console.told.contains { $0.contains("the estate does not say how to get there") })
  }
}
