import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

@Suite("Declaring recovery") struct RecoveryTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()

  private func restoring() throws -> Walk {
    try Walk {
      writing("restore").marked(.restoresProduction)
      Check("Rows are there", id: "rows", Command("true", [], effect: .reads), .succeeds)
      Check("It boots", id: "boots", Command("true", [], effect: .reads), .succeeds).marked(.verification)
      writing("reconcile").marked(.reconcile)
    }
  }

  @Test(
    "with a proof left out the run is not recovered: 15, and the list of what is open", arguments: ["rows", "boots", "reconcile"])
  func leftOut(proof: String) throws {
    let walk = try restoring()
    performer.failures[proof] = [.exit(1)]
    console.failures = [.skip]
    #expect(try walk.run(console, performer) == .openObligations)
    #expect(walk.log.state.outcome == nil && walk.log.state.status == .paused(.operator, step: proof))
    #expect(console.asked == ["failure \(proof)", "failure \(proof)"])
    #expect(console.told.contains { $0.hasPrefix("not passed: ") && $0.hasSuffix(": it was left out") })
  }

  @Test("a proof that passes after all lets the run be declared, as completed with exceptions for having been left out")
  func madeUp() throws {
    let walk = try restoring()
    performer.failures["reconcile"] = [.exit(1)]
    console.failures = [.skip, .retry]
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["restore 1", "rows 1", "boots 1", "reconcile 1", "reconcile 2"])
    #expect(walk.log.state.outcome == .completedWithExceptions && walk.log.state.exceptions == 1)
  }

  @Test("going on later asks about the same proof again")
  func later() throws {
    let walk = try restoring()
    performer.failures["boots"] = [.exit(1)]
    console.failures = [.skip]
    #expect(try walk.run(console, performer) == .openObligations)
    try walk.reopen()
    console.failures = [.retry]
    #expect(try walk.run(console, performer) == .success)
    #expect(walk.log.state.outcome == .completedWithExceptions)
  }

  @Test("a proof that fails again stays open, and its own menu is asked")
  func failsAgain() throws {
    let walk = try restoring()
    performer.failures["boots"] = [.exit(1), .exit(1)]
    console.failures = [.skip, .retry, .skip]
    #expect(try walk.run(console, performer) == .openObligations)
    #expect(performer.performed.last == "boots 2" && walk.log.state.exceptions == 2)
  }

  @Test("the Incident Commander may vouch for a proof; anybody else's word is refused")
  func vouched() throws {
    let walk = try restoring()
    performer.failures["boots"] = [.exit(1)]
    console.failures = [.done]
    #expect(try walk.run(console, performer) == .success)
    #expect(walk.log.state.outcome == .completedWithExceptions)

    let other = try restoring()
    let (people, work) = (ScriptedConsole(), ScriptedPerformer())
    work.failures["boots"] = [.exit(1)]
    people.failures = [.done]
    people.speaker = Person(name: "Ben", login: "ben", role: "restore-operator")
    #expect(try other.run(people, work) == .awaitingSignOff)
    #expect(RecoveryProof(other.plan, other.log.state).open.map(\.step.id).contains("boots"))
    #expect(other.log.state.exceptions == 0)
  }

  @Test("aborting there ends the run without a recovery")
  func aborted() throws {
    let walk = try restoring()
    performer.failures["boots"] = [.exit(1)]
    console.failures = [.skip, .abort]
    #expect(try walk.run(console, performer) == .stepFailed)
    #expect(walk.log.state.outcome == .aborted)
  }

  @Test("where production was not changed there is nothing to declare")
  func nothingRestored() throws {
    let walk = try restoring()
    performer.failures["restore"] = [.notStarted("no such program")]
    performer.failures["boots"] = [.exit(1)]
    try walk.tell([.resumedFrom(Resumption(step: "rows", skipped: ["restore"], reason: "not needed", person: Walk.ada))])
    console.failures = [.skip]
    #expect(try walk.run(console, performer) == .success)
  }

  @Test("one tenant's rows in production need every marked proof, checks among them; other checks count only where all was restored")
  func partial() throws {
    let target = Target("postgres:live", realm: .production)
    let walk = try Walk {
      writing("insert", on: target)
      Check("Rows are back", id: "rows-back", Command("true", [], effect: .reads), .succeeds).marked(.verification)
      Check("Nice to have", id: "nice", Command("true", [], effect: .reads), .succeeds)
      writing("reconcile").marked(.reconcile)
      Check("Nothing is missing", id: "nothing-missing", Command("true", [], effect: .reads), .succeeds).marked(.reconcile)
    }
    for step in ["rows-back", "nice", "reconcile", "nothing-missing"] { performer.failures[step] = [.exit(1)] }
    console.failures = [.skip, .skip, .skip, .skip]
    #expect(try walk.run(console, performer) == .openObligations)
    #expect(RecoveryProof(walk.plan, walk.log.state).open.map(\.step.id) == ["rows-back", "reconcile", "nothing-missing"])
  }

  @Test("whoever leaves a proof out is told beforehand that recovery cannot be declared without it")
  func warned() throws {
    let words = "recovery cannot be declared until it passes"
    let walk = try restoring()
    performer.failures["boots"] = [.exit(1)]
    _ = try walk.run(console, performer)
    #expect(console.consequences[.skip]?.contains(words) == true)

    let other = try restoring()
    let (people, work) = (ScriptedConsole(), ScriptedPerformer())
    work.failures["restore"] = [.exit(1)]
    _ = try other.run(people, work)
    #expect(people.consequences[.skip]?.contains(words) == false)
  }
}
