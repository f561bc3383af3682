import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("Secrets in what people say") struct DiscretionTests {
  private static let secrets = ["till-code": "4711-0815-key", "safe": "4711-0815-key-of-the-safe"]

  @Test(
    "the name stands in the place of the value, and who gave it away is told which one it was",
    arguments: [
      ("paid with 4711-0815-key.", "paid with <secret till-code>.", ["till-code"]),
      ("4711-0815-key-of-the-safe", "<secret safe>", ["safe", "till-code"]),
      ("NDcxMS0wODE1LWtleQ==", "<secret till-code>Q==", ["till-code"]),
      ("<secret till-code> is its name", "<secret till-code> is its name", []), ("4711", "4711", []),
    ])
  func text(text: String, kept: String, names: [String]) throws {
    var told: [String] = []
    let discretion = try #require(Discretion(Self.secrets) { told.append($0) })
    #expect(discretion.text(text) == kept)
    #expect(discretion.names(in: text) == names)
    #expect(told.isEmpty)
    #expect(discretion.typed(text) == kept)
    #expect(told.count == names.count && zip(told, names).allSatisfy { $0.contains("the secret \($1):") }, "\(told)")
    #expect(!told.contains { $0.contains("4711") })
  }

  @Test("people are told, and no program is")
  func told() throws {
    var told = 0
    let discretion = try #require(Discretion(Self.secrets) { _ in told += 1 })
    let observed = Event.checkObserved(CheckObservation(step: "a", value: "4711-0815-key", criterion: "> 0", passed: false))
    let value = Event.outputCaptured(step: "a", name: "rows", value: "4711-0815-key")
    for event in [observed, value] { #expect(discretion.event(event) == event.reworded { _ in "<secret till-code>" }) }
    #expect(told == 0)
    _ = discretion.event(.aborted(reason: "4711-0815-key", by: Walk.ada))
    #expect(told == 1)
  }

  @Test("whatever is said in a run, its folder keeps no secret: from its beginning, going on, and ending it")
  func session() throws {
    try withScratch { path in
      let directory = try StateDirectory.open(path + "/state")
      let value = "4711-0815-key"
      let discretion = Discretion(Self.secrets)
      let plan = try Planner.plan(
        RunbookDescription(TestRunbook(body: [reading("look")])), on: TestEstate(), values: [:], now: 0)
      var run = try RunSession.begin(
        plan, in: directory, mode: .real,
        findings: [], identities: ["ledger": value], keeping: discretion)
      let (id, folder) = (run.id, run.writer.folder)
      try NoteSpool(folder).add(
        NoteSpool.Remark(text: value, about: WallTime(seconds: 1_781_532_300), by: "cleo", person: Person(name: value, login: "cleo")))
      try run.append(.note("what waits comes first", about: nil))
      run.close()
      run = try RunSession.resume(try directory.folder(id).examine(), plan, in: directory, keeping: discretion)
      try run.append(
        .resumedFrom(Resumption(step: "first-unfinished", reason: value, person: Person(name: value, login: "ben", role: "operator"))))
      run.close()
      run = try RunSession.takeOver(try directory.folder(id).examine(), keeping: discretion)
      _ = try run.abort("it was \(value)", Walk.ada) { _ in }
      run.close()
      let text = String(decoding: try folder.logBytes(), as: UTF8.self)
      #expect(!text.contains("4711") && text.split(separator: "<secret till-code>").count - 1 == 6, "\(text)")
      #expect(try Files.list(folder.path + "/notes").isEmpty)
    }
  }

  @Test("what commands print of their secret is taken out before it is checked, captured or kept", arguments: [false, true])
  func printed(isCheck: Bool) throws {
    try withScratch { path in
      let secret = Secret("token", variable: "TOKEN")
      let says = { Command("printenv", ["TOKEN"], effect: $0).environment("TOKEN", secret) }
      let plan = try Walk {
        if isCheck {
          Check("Look", id: "look", says(.reads), .equals("nothing"))
        } else {
          Step("Capture", id: "capture") { says(.reads) }.capture(Output<Identifier>("key"))
        }
      }.plan
      // The session does not know it: what commands print is safe without that.
      let run = try RunSession.begin(
        plan, in: try StateDirectory.open(path + "/state"), mode: .real, findings: [], identities: [:])
      defer { run.close() }
      let folder = run.writer.folder
      let executor = Executor(
        plan: plan, log: run, performer: LivePerformer(ownExecutable: "/own", outputFolder: folder.outputPath, interruption: nil),
        console: ScriptedConsole(), interruption: nil,
        resolution: CommandResolution(
          environment: ["PATH": "/usr/bin:/bin"], ownExecutable: "/own", secrets: ["token": "correct_horse_battery"]),
        runID: folder.id.text, outputFolder: folder.outputPath, operatorName: "ben", resumeLine: "", nonces: { Entropy.hex(16) },
        now: { Clock.wall() })
      #expect(try executor.run() == .stepFailed)
      let text = String(decoding: try folder.logBytes(), as: UTF8.self)
      #expect(!text.contains("correct_horse"), "\(text)")
      #expect(run.state.outputs.isEmpty, "its name is no identifier")
      if isCheck { #expect(text.contains(#""type":"check-observed","value":"<secret token>""#), "\(text)") }
      let kept = try Files.list(folder.outputPath)
      #expect(isCheck || !kept.isEmpty)
      for file in kept { #expect(try Files.readText(folder.outputPath + "/" + file) == "<secret token>\n") }
    }
  }

  @Test("a secret that is given by hand for what a step would have captured is not taken")
  func givenByHand() throws {
    let word = Output<Identifier>("word")
    let walk = try Walk(mode: .real) {
      Step("Write", id: "write") { Command("/bin/tee", ["/x"], effect: .writes) }.capture(word)
    }
    let (console, performer) = (ScriptedConsole(), ScriptedPerformer())
    performer.failures = ["write": [.exit(1)]]
    console.failures = [.done]
    console.values = ["word": "correct_horse_battery"]
    let executor = walk.executor(console, performer, secrets: ["password": "correct_horse_battery"])
    _ = try executor.run()
    #expect(console.wanted == ["word"])
    #expect(walk.log.state.outputs["word"] == nil)
  }

  @Test("a parameter that holds a secret is refused with 4: it and the secret are named, the value is not")
  func parameters() throws {
    let file = Parameter<AbsolutePath>("file", "a file")
    for (value, isRefused) in [("/tmp/4711-0815-key.txt", true), ("/tmp/4711", false)] {
      let walk = try Walk(values: ["file": value]) { reading("look", "cat", ["\(file)"]) }
      var problem: Problem?
      do throws(Problem) { try Discretion(Self.secrets)?.refuseParameters(of: walk.plan) } catch { problem = error }
      #expect(problem?.code == (isRefused ? .parameterRejected : nil))
      guard let problem else { continue }
      let words = ([problem.summary, problem.hint ?? ""] + problem.details).joined()
      #expect(words.contains("--file holds the value of the secret till-code") && !words.contains("4711"), "\(words)")
    }
  }
}
