import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

@Suite("The machine: a plan and a log give the next action") struct MachineTests {
  private let level = Output<Count>("level")

  @Test("steps one after the other")
  func sequence() throws {
    let walk = try Walk {
      reading("a")
      reading("b")
    }
    let table: [([Event], String)] = [
      ([], "run a"), ([.intends("a")], "doubt a 1"), ([.ends("a", 1, .failed(.exit(3)))], "failed a: exit status 3"),
      ([.intends("a", 2)], "doubt a 2"), ([.ends("a", 2)], "run b"), ([.skips("b")], "finish"),
    ]
    for (events, action) in table {
      try walk.tell(events)
      #expect(walk.next == action)
    }
  }

  @Test(
    "every state of a step that acts has one action",
    arguments: [
      ([.skips("a")], "finish"), ([.stepMarkedDone(step: "a", evidence: "seen", by: Walk.ada)], "finish"),
      (done("a") + [.stepUndone(step: "a", reason: "wrong", by: Walk.ada)], "run a"),
      ([.intends("a"), .stepStarted(step: "a", attempt: 1, process: ProcessIdentity(pid: 2, startTime: 2))], "doubt a 1"),
      ([.intends("a"), .ends("a", 1, .failed(.timedOut(9)))], "failed a: time limit of 9 s passed"),
      ([.intends("a"), .ends("a", 1, .failed(.signal(15)))], "failed a: ended by signal 15"),
      ([.intends("a"), .ends("a", 1, .failed(.notStarted("no such program")))], "failed a: no such program"),
      ([.intends("a"), .ends("a", 1, .failed(.exit(1))), .paused(.failedStep, step: "a")], "failed a: exit status 1"),
    ] as [([Event], String)])
  func states(events: [Event], action: String) throws {
    let walk = try Walk { reading("a") }
    try walk.tell(events)
    #expect(walk.next == action)
  }

  private func fork() throws -> Walk {
    try Walk {
      reading("a").capture(level)
      Decision("How bad?", id: "how") {
        When("fine")
        When("bad") {
          reading("b")
          reading("c")
        }
        When("lost") { reading("d") }.endsTheRun
      }
      .chosen("fine", when: level, is: 0).step
      reading("z")
    }
  }

  @Test(
    "a decision is asked, its arm is walked and no other, and then what follows it",
    arguments: [
      ([], "ask how/x"), (["bad"], "run how/bad/b"), (["bad", "how/bad/b"], "run how/bad/c"),
      (["bad", "how/bad/b", "how/bad/c"], "run z"), (["fine"], "run z"), (["lost"], "run how/lost/d"), (["lost", "how/lost/d"], "finish"),
    ])
  func decision(path: [String], action: String) throws {
    let walk = try fork()
    try walk.tell(done("a"))
    if let arm = path.first { try walk.tell([.decides("how", arm)]) }
    for step in path.dropFirst() { try walk.tell(done(step)) }
    #expect(walk.next == (path.isEmpty ? "ask how" : action))
  }

  @Test("a rule takes its arm by itself when its output has the value, byte for byte; otherwise a person is asked")
  func rule() throws {
    for (value, action) in [("0", "choose how fine"), ("1", "ask how"), ("00", "ask how")] {
      let walk = try fork()
      try walk.tell(done("a") + [.outputCaptured(step: "a", name: "level", value: value)])
      #expect(walk.next == action)
    }
  }

  @Test("a skipped decision leaves all its arms out")
  func skippedDecision() throws {
    let walk = try fork()
    try walk.tell(done("a") + [.skips("how")])
    #expect(walk.next == "run z")
  }

  @Test("an arm that ends the run goes to what is owed, and only to that")
  func endingArm() throws {
    let walk = try Walk {
      writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes))
      Decision("Go on?", id: "go") {
        When("yes")
        When("no") { reading("say") }.endsTheRun
      }
      reading("z")
    }
    try walk.tell([.intends("a"), .owes("remove-it", by: "a"), .ends("a"), .decides("go", "no")])
    #expect(walk.next == "run go/no/say")
    try walk.tell(done("go/no/say"))
    #expect(walk.next == "run settle/remove-it")
    try walk.tell(done("settle/remove-it") + [.obligationClosed(id: "remove-it", step: "settle/remove-it")])
    #expect(walk.next == "finish")
  }

  @Test("a settlement is run when its obligation is open, and only then")
  func settlement() throws {
    let walk = try Walk { writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes)) }
    try walk.tell([.skips("a")])
    #expect(walk.next == "finish", "a step that was left out before it began owes nothing")
    let failed = try Walk { writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes)) }
    try failed.tell([.intends("a"), .owes("remove-it", by: "a"), .ends("a", 1, .failed(.exit(1))), .skips("a")])
    #expect(failed.next == "run settle/remove-it", "a failed attempt may have left something")
    try failed.tell([.obligationWaived(id: "remove-it", reason: "gone", by: Walk.ada)])
    #expect(failed.next == "finish")
  }

  @Test("steps side by side start together; after a failure the others keep their results")
  func together() throws {
    let walk = try Walk {
      Concurrently("All", id: "all") {
        reading("a")
        reading("b")
        reading("c")
      }
      reading("z")
    }
    let table: [([Event], String)] = [
      ([], "together all: all/a all/b all/c"), ([.intends("all/a"), .intends("all/b"), .intends("all/c")], "doubt all/a 1"),
      ([.ends("all/a"), .ends("all/b", 1, .failed(.exit(1)))], "failed all/b: exit status 1"),
      ([.skips("all/b")], "doubt all/c 1"), ([.ends("all/c")], "run z"),
    ]
    for (events, action) in table {
      try walk.tell(events)
      #expect(walk.next == action)
    }
  }

  @Test("of steps side by side, those that were not begun are begun after the failed one is settled")
  func partlyBegun() throws {
    let walk = try Walk {
      Concurrently("All", id: "all") {
        reading("a")
        reading("b")
      }
    }
    try walk.tell([.intends("all/a"), .ends("all/a", 1, .failed(.exit(1)))])
    #expect(walk.next == "failed all/a: exit status 1")
    try walk.tell([.intends("all/a", 2), .ends("all/a", 2)])
    #expect(walk.next == "together all: all/b")
  }

  @Test("a gate is asked until it is answered with yes; a no is a failure of its own kind")
  func gate() throws {
    let walk = try Walk {
      Gate("Go?", id: "go")
      destroying("a")
    }
    let gate = try #require(walk.plan.step(withID: "go"))
    let statement = GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state)
    #expect(walk.next == "ask go")
    try walk.tell([
      .gateRequested(GateRequest(step: "go", role: "incident-commander", statement: "Go?", evidence: statement.evidence, word: "w"))
    ])
    #expect(walk.next == "ask go", "shown is not answered")
    try walk.tell([
      .gateAnswered(GateAnswer(step: "go", decision: .declined, person: Walk.ada, reason: "no", evidence: statement.evidence))
    ])
    #expect(walk.next == "failed go: declined")
  }

  @Test("a new machine over the same log stands at the same step as one that walked there")
  func derived() throws {
    let walk = try fork()
    var machine = ExecutionMachine(walk.plan)
    for events in [[], done("a"), [.decides("how", "bad")], done("how/bad/b"), done("how/bad/c"), done("z")] {
      try walk.tell(events)
      var fresh = ExecutionMachine(walk.plan)
      #expect("\(machine.next(walk.log.state))" == "\(fresh.next(walk.log.state))")
    }
    #expect(walk.next == "finish")
  }
}
