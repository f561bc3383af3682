import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks
import Testing

@Suite("A host that cannot be asked about a step") struct UnreachableTests {
  private func walk(_ performer: ScriptedPerformer) throws -> Walk {
    let walk = try Walk {
      writing("a").idempotent
      writing("b")
    }
    try walk.tell([.intends("a")])
    performer.known["a.1"] = .unreachable("far: the connection was refused")
    return walk
  }

  @Test("nothing may be concluded from its silence: not even an idempotent step runs again without a person's word")
  func nobody() throws {
    let performer = ScriptedPerformer()
    let (walk, console) = (try walk(performer), ScriptedConsole())
    #expect(try walk.run(console, performer) == .inDoubt)
    #expect(walk.log.state.status == .paused(.inDoubt, step: "a") && performer.performed.isEmpty)
    #expect(console.told.contains { $0.contains("cannot be asked about it: far: the connection was refused") })
  }

  @Test("a person who has looked says that it is done, or that it may run again")
  func person() throws {
    let said = Evidence(text: "looked at its console", person: Walk.ada)
    for (answer, performed) in [(DoubtReply.done(said), ["b 1"]), (.notDone(said), ["a 2", "b 1"])] {
      let performer = ScriptedPerformer()
      let (walk, console) = (try walk(performer), ScriptedConsole())
      console.doubts = [answer]
      #expect(try walk.run(console, performer) == .success)
      #expect(performer.performed == performed && console.asked == ["doubt a"])
    }
  }

  @Test("when it answers again, its record is taken")
  func answers() throws {
    let performer = ScriptedPerformer()
    let (walk, console) = (try walk(performer), ScriptedConsole())
    #expect(try walk.run(console, performer) == .inDoubt)
    try walk.reopen()
    performer.known["a.1"] = .finished(Performance(failure: nil), duration: 1)
    #expect(try walk.run(console, performer) == .success)
    #expect(performer.performed == ["b 1"] && walk.log.state.step("a").ending?.late == true)
  }
}
