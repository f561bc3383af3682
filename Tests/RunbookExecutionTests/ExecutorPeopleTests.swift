import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@Suite("The executor and its people") struct ExecutorPeopleTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()

  private func gated() throws -> Walk {
    try Walk {
      Gate("Go?", id: "go")
      destroying("wipe")
      writing("mark")
    }
  }

  @Test("nobody is no yes: the run pauses with 6 before anything is released")
  func nobody() throws {
    let walk = try gated()
    #expect(try walk.run(console, performer) == .awaitingSignOff)
    #expect(performer.performed.isEmpty && walk.log.state.status == .paused(.signOff, step: "go"))
  }

  @Test("one approval releases all the steps up to the next gate")
  func released() throws {
    let walk = try gated()
    console.gates = [ScriptedConsole.yes]
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["wipe 1", "mark 1"] && console.asked == ["gate go"])
    #expect(walk.log.state.gates["go"]?.consumedBy == "wipe")
  }

  @Test("an arm that ends the run settles what is owed without the gate that it left out")
  func endedBeforeTheGate() throws {
    let walk = try Walk {
      writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes))
      Decision("Go on?", id: "on") {
        When("yes")
        When("no").endsTheRun
      }
      Gate("Sure?", id: "sure")
      writing("z")
    }
    console.decisions = ["no"]
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["a 1", "settle/remove-it 1"] && console.asked == ["decision on"])
    #expect(walk.log.state.openObligations.isEmpty)
  }

  @Test("a used approval does not release attempt 2 of a destroying step: the gate is asked again")
  func secondAttempt() throws {
    let walk = try gated()
    performer.failures["wipe"] = [.exit(1)]
    console.gates = [ScriptedConsole.yes, ScriptedConsole.yes]
    console.failures = [.retry]
    #expect(try walk.run(console, performer) == .success)
    #expect(console.asked == ["gate go", "failure wipe", "gate go"])
    #expect(performer.performed == ["wipe 1", "wipe 2", "mark 1"])
    let refused = try gated()
    let (people, work) = (ScriptedConsole(), ScriptedPerformer())
    work.failures["wipe"] = [.exit(1)]
    people.gates = [ScriptedConsole.yes, { _ in .decline(Walk.ada, reason: "once is enough") }]
    people.failures = [.retry]
    #expect(try refused.run(people, work) == .signOffRefused)
    #expect(work.performed == ["wipe 1"] && refused.log.state.outcome == .declined)
  }

  @Test("attempt 2 of a step that only writes goes on under the approval that was used")
  func secondWrite() throws {
    let walk = try gated()
    performer.failures["mark"] = [.exit(1)]
    console.gates = [ScriptedConsole.yes]
    console.failures = [.retry]
    #expect(try walk.run(console, performer) == .success)
    #expect(console.asked == ["gate go", "failure mark"])
  }

  @Test("when what was approved has changed before a released step starts, the gate is asked again")
  func changed() throws {
    let walk = try gated()
    console.gates = [ScriptedConsole.yes, ScriptedConsole.yes]
    performer.onStart = { work in
      guard work.step == "wipe" else { return }
      try? walk.log.append(
        .preconditionObserved(RunbookJournal.Precondition(id: "mark-needs", verdict: .unknown, observed: "?", step: "mark")))
    }
    #expect(try walk.run(console, performer) == .success)
    #expect(console.asked == ["gate go", "gate go"])
    #expect(console.told.contains { $0.contains("has changed; it is asked again") })
  }

  @Test("an approval of another boot of the machine releases nothing")
  func otherBoot() throws {
    let walk = try gated()
    let gate = try #require(walk.plan.step(withID: "go"))
    let statement = GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state)
    try walk.tell([
      .gateRequested(GateRequest(step: "go", role: "incident-commander", statement: "Go?", evidence: statement.evidence, word: "w")),
      .gateAnswered(GateAnswer(step: "go", decision: .approved, person: Walk.ada, evidence: statement.evidence)),
      .sessionOpened(Session(login: "ben", host: "here", bootID: "another", process: ProcessIdentity(pid: 3, startTime: 3))),
    ])
    #expect(try walk.run(console, performer) == .awaitingSignOff)
    #expect(console.asked == ["gate go"] && performer.performed.isEmpty)
  }

  @Test("a no seals the run as declined, with what is owed said; it is neither failed nor aborted")
  func declined() throws {
    let walk = try Walk {
      writing("lock").owes("unlock it", settledBy: Command("true", [], effect: .writes))
      Gate("Go?", id: "go")
      destroying("wipe")
    }
    console.gates = [{ _ in .decline(Walk.ada, reason: "not today") }]
    #expect(try walk.run(console, performer) == .signOffRefused)
    #expect(walk.log.state.status == .declined && walk.log.state.outcome == .declined)
    #expect(console.told.contains("still owed, settle it by hand: unlock it"))
    #expect(performer.performed == ["lock 1"], "nothing is taken back by itself")
  }

  @Test("a gate that was left out by a person's word releases without an approval")
  func leftOut() throws {
    let walk = try gated()
    try walk.tell([.skips("go")])
    #expect(try walk.run(console, performer) == .success)
    #expect(console.asked.isEmpty && walk.log.state.outcome == .completedWithExceptions)
  }

  @Test("undo runs the step's own commands, closes what it owed, and pauses there; the step may run again")
  func undo() throws {
    try withScratch { folder in
      let walk = try Walk {
        writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes)).undo {
          Command("touch", ["\(folder)/taken-back"], effect: .writes)
        }
      }
      performer.failures["a"] = [.exit(1)]
      console.failures = [.undo]
      #expect(try walk.run(console, performer) == .stepFailed)
      #expect(console.consequences[.undo] == "takes it back with: touch \(folder)/taken-back")
      #expect(walk.log.state.step("a").status == .undone && walk.log.state.openObligations.isEmpty)
      try walk.reopen()
      #expect(try walk.run(console, performer) == .success)
      #expect(performer.performed == ["a 1", "a/undo 1", "a 2", "settle/remove-it 1"])
      #expect(walk.log.state.outcome == .completedWithExceptions)
    }
  }

  @Test("an undo that fails takes nothing back in the log")
  func failedUndo() throws {
    let walk = try Walk { writing("a").undo { Command("false", [], effect: .writes) } }
    performer.failures["a"] = [.exit(1)]
    performer.failures["a/undo"] = [.exit(1)]
    console.failures = [.undo]
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(walk.log.state.step("a").status == .failed(.exit(1), attempt: 1))
    #expect(console.told.contains { $0.contains("taking it back failed") })
  }

  @Test("a run with something owed that nobody settled does not complete: 15, and it can go on")
  func owing() throws {
    let walk = try Walk { writing("a").owes("tell the customer") }
    #expect(try walk.run(console, performer) == .openObligations)
    #expect(walk.log.state.outcome == nil && walk.log.state.openObligations.map(\.text) == ["tell the customer"])
    try walk.reopen()
    try walk.tell([.obligationWaived(id: "tell-the-customer", reason: "she knows", by: Walk.ada)])
    #expect(try walk.run(console, performer) == .success)
    #expect(walk.log.state.outcome == .completedWithExceptions)
  }

  @Test("a settlement that is skipped leaves its obligation open: 15")
  func skippedSettlement() throws {
    let walk = try Walk { writing("a").owes("remove it", settledBy: Command("true", [], effect: .writes)) }
    performer.failures["settle/remove-it"] = [.exit(1)]
    console.failures = [.skip]
    #expect(try walk.run(console, performer) == .openObligations)
    #expect(walk.log.state.openObligations.map(\.id) == ["remove-it"])
  }

  @Test("abort ends the run with what is owed said: 15 with a debt, 1 without", arguments: [true, false])
  func abort(isOwing: Bool) throws {
    let walk = try Walk {
      if isOwing { writing("lock").owes("unlock it", settledBy: Command("true", [], effect: .writes)) }
      writing("a")
    }
    performer.failures["a"] = [.exit(1)]
    console.failures = [.abort]
    #expect(try walk.run(console, performer) == (isOwing ? .openObligations : .stepFailed))
    #expect(walk.log.state.outcome == .aborted)
    #expect(console.consequences[.abort] == (isOwing ? "ends the run; still owed: unlock it" : "ends the run"))
  }

  @Test("an arm that needs a parameter which was not given cannot be taken")
  func obstacle() throws {
    let file = Parameter<AbsolutePath>("file", "The file")
    let walk = try Walk {
      Decision("How?", id: "how") {
        When("plain")
        When("with a file") { writing("use", "true", ["\(file)"]) }
      }
    }
    console.decisions = ["with a file"]
    #expect(try walk.run(console, performer) == .awaitingSignOff)
    #expect(walk.log.state.decisions.isEmpty)
    #expect(console.told.contains { $0.contains("it needs --file; abort this run and start another one with them") })
  }
}
