import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("Care around a run: who may take back, who answers, what was seen when") struct CareTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()

  @Test(
    "taking back by a command that destroys is for the Incident Commander to say, whatever the step itself does", arguments: [true, false])
  func destroyingUndo(isCommander: Bool) throws {
    let walk = try Walk { writing("a").undo { Command("true", [], effect: .destroys("the copy")) } }
    performer.failures["a"] = [.exit(1)]
    console.failures = [.undo]
    if !isCommander { console.speaker = Person(name: "Ben", login: "ben", role: "restore-operator") }
    #expect(try walk.run(console, performer) == (isCommander ? .stepFailed : .awaitingSignOff))
    #expect(performer.performed == (isCommander ? ["a 1", "a/undo 1"] : ["a 1"]))
    #expect(walk.log.state.step("a").status == (isCommander ? .undone : .failed(.exit(1), attempt: 1)))
    #expect(console.consequences[.undo]?.hasSuffix("; DESTROYS the copy") == true)
  }

  @Test("an undo that only writes is anybody's at the menu")
  func writingUndo() throws {
    let walk = try Walk { writing("a").undo { Command("true", [], effect: .writes) } }
    performer.failures["a"] = [.exit(1)]
    console.failures = [.undo]
    console.speaker = Person(name: "Ben", login: "ben", role: "restore-operator")
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(walk.log.state.step("a").status == .undone)
  }

  @Test("a target that cannot say who it is is refused with its own last words, made safe to show")
  func silentTarget() throws {
    let identity = Command("/bin/sh", ["-c", "printf 'no \\033[31mserver\\n' >&2; exit 3"], effect: .reads)
    let walk = try Walk { writing("a", on: Target("db", realm: .production, identity: identity)) }
    #expect(try walk.run(console, performer) == .safetyRefusal)
    #expect(console.told.contains("| exit status 3"))
    let words = try #require(console.told.first { $0.hasPrefix("| no ") })
    #expect(words.hasSuffix("server") && !words.utf8.contains(0x1B))
    #expect(performer.performed.isEmpty)
  }

  @Test("a gate that is asked in a later session looks again, and shows what is seen now and how old it is")
  func freshLooks() throws {
    try withScratch { folder in
      let file = folder + "/there"
      let look = Probe(Command("test", ["-f", Text(file)], effect: .reads))
      let walk = try Walk {
        Gate("Go?", id: "go")
        writing("a").precondition("the file is there", look, remedy: "make it")
      }
      let (id, go) = ("the-file-is-there", { [console] in console.gates = [ScriptedConsole.yes] })
      try walk.tell([.preconditionObserved(RunbookJournal.Precondition(id: id, verdict: .met, observed: "exit 0"))])
      #expect(try walk.run(console, performer) == .awaitingSignOff)
      #expect(console.told.allSatisfy { !$0.contains("not met now") }, "the first session has just looked")
      try walk.reopen()
      #expect(try walk.run(console, performer) == .awaitingSignOff)
      #expect(console.told.contains { $0.hasPrefix("not met now: the file is there") } && console.told.contains("→ make it"))
      #expect(console.shown.last?.statement.preconditions.first { $0.id == id }?.verdict == .notMet)
      try Files.writeDurably([], to: file)
      try walk.reopen()
      go()
      #expect(try walk.run(console, performer) == .success)
      #expect(console.shown.last?.statement.preconditions.first { $0.id == id }?.verdict == .met)
      #expect(try #require(console.shown.last).probedAgo < 60_000_000_000)
    }
  }

  @Test("once a step has run, what had to hold at the start is not looked at again")
  func afterTheStart() throws {
    let look = Probe(Command("false", [], effect: .reads))
    let walk = try Walk {
      writing("begin").precondition("nothing was made yet", look, remedy: "drop it")
      Gate("Go?", id: "go")
      writing("a")
    }
    try walk.tell([
      .preconditionObserved(RunbookJournal.Precondition(id: "nothing-was-made-yet", verdict: .met, observed: "exit 1")),
      .intends("begin"), .ends("begin"),
    ])
    try walk.reopen()
    console.gates = [ScriptedConsole.yes]
    #expect(try walk.run(console, performer) == .success)
    #expect(console.told.allSatisfy { !$0.contains("not met now") })
  }
}
