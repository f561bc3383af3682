import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Ctrl-C and a lost terminal") struct InterruptionTests {
  /// A run in a terminal while step 5 sleeps for so many seconds; the number tells its process from all others.
  private func atTotal(seconds: Int, _ body: (Bench, Sitting) throws -> Void) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(["--pause", "\(seconds)"]))
      try sitting.decide()
      try sitting.approve()
      try sitting.see("5 Write the total", plain: true)
      try #require(eventually { isSleeping(seconds) })
      try body(bench, sitting)
    }
  }

  private func isSleeping(_ seconds: Int) -> Bool {
    let wanted = Array("sleep\0\(seconds)\0".utf8)
    return ((try? Files.list("/proc")) ?? []).filter { Int($0) != nil }.contains { pid in
      guard let line = try? Files.read("/proc/\(pid)/cmdline", limit: 4096), line.count >= wanted.count else { return false }
      return line.suffix(wanted.count).elementsEqual(wanted)
    }
  }

  @Test("once: the step is finished, then the run pauses with 14, and --resume completes it without running the step again")
  func once() throws {
    try atTotal(seconds: 3) { bench, sitting in
      try sitting.control("C")
      try sitting.see("the run pauses when this step has ended")
      #expect(try sitting.end() == ExitCode.interrupted.rawValue)
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\n")
      let state = try bench.log().state
      #expect(state.step("total").status == .succeeded && state.step("sign").status == .notStarted)
      #expect(state.status == .paused(.operator, step: nil))
      let again = try bench.run(bench.resume())
      #expect(again.code == 0, "\(again.talk)")
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      #expect(try bench.log().state.step("total").attempts == 1)
    }
  }

  @Test("twice: the step's processes are ended, that is recorded, and the run pauses; its retry asks the gate again")
  func twice() throws {
    try atTotal(seconds: 86_351) { bench, sitting in
      try sitting.control("C")
      try sitting.see("press Ctrl-C again")
      try sitting.control("C")
      try sitting.see("ending the step's processes")
      #expect(try sitting.end() == ExitCode.interrupted.rawValue)
      #expect(!isSleeping(86_351))
      #expect(try bench.ledgerText() == "bread\nmilk\n", "what comes after the ended command was not begun")
      let state = try bench.log().state
      #expect(state.step("total").status == .failed(.signal(15), attempt: 1))
      #expect(state.status == .paused(.operator, step: nil))
      let again = try bench.sit(bench.resume())
      try again.see("FAILED")
      try again.answer("what now: ", "retry")
      try again.see("asked again")
      let word = try again.gateWord()
      #expect(word.hasPrefix("approve-"))
      try again.control("D")
      #expect(try again.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.ledgerText() == "bread\nmilk\n")
    }
  }

  /// A second session in a terminal that waits for step 5, which the executor before it has left to its supervisor.
  private func adopting(seconds: Int, _ body: (Bench, Sitting) throws -> Void) throws {
    try atTotal(seconds: seconds) { bench, sitting in
      sitting.child.signal(9)
      #expect(try sitting.end() == 137)
      let heir = try bench.sit(bench.resume())
      try heir.see("step 5 is still running from the earlier session")
      try body(bench, heir)
    }
  }

  @Test("once while a step of a session that died is waited for: it is finished, adopted, then the run pauses with 14")
  func onceAdopting() throws {
    try adopting(seconds: 15) { bench, heir in
      try heir.control("C")
      try heir.see("the run pauses when this step has ended")
      #expect(try heir.end() == ExitCode.interrupted.rawValue, "\(heir.text)")
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\n")
      let state = try bench.log().state
      #expect(state.step("total").status == .succeeded && state.step("total").attempts == 1)
      #expect(state.status == .paused(.operator, step: nil))
    }
  }

  @Test("twice while a step of a session that died is waited for: its processes are ended, that is recorded, and the run pauses with 14")
  func twiceAdopting() throws {
    try adopting(seconds: 86_352) { bench, heir in
      try heir.control("C")
      try heir.see("press Ctrl-C again")
      Clock.sleep(milliseconds: 1500)
      #expect(!heir.child.hasExited(), "the promise that the second Ctrl-C ends the step holds")
      #expect(isSleeping(86_352))
      try heir.control("C")
      try heir.see("ending the step's processes")
      #expect(try heir.end() == ExitCode.interrupted.rawValue, "\(heir.text)")
      #expect(!isSleeping(86_352))
      #expect(try bench.ledgerText() == "bread\nmilk\n", "what comes after the ended command was not begun")
      let state = try bench.log().state
      #expect(state.step("total").status == .failed(.signal(15), attempt: 1))
      #expect(state.status == .paused(.operator, step: nil))
    }
  }

  @Test("SIGTERM asks for the same as Ctrl-C")
  func terminated() throws {
    try atTotal(seconds: 2) { (bench, sitting) throws in
      sitting.child.signal(15)
      #expect(try sitting.end() == ExitCode.interrupted.rawValue)
      #expect(try bench.log().state.step("total").status == .succeeded)
    }
  }

  @Test("a terminal lost during a step kills nothing: the run goes on to its end")
  func lostTerminal() throws {
    try atTotal(seconds: 2) { (bench, sitting) throws in
      sitting.lose()
      #expect(try sitting.end() == 0)
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      let state = try bench.log().state
      #expect(state.outcome == .completed && state.epoch == 1)
    }
  }

  @Test("a terminal lost before a question is nobody's answer")
  func lostBeforeQuestion() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.see("Count the entries")
      sitting.lose()
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      let state = try bench.log().state
      #expect(state.status == .paused(.signOff, step: "day"))
      #expect(state.step("lock").status == .succeeded)
    }
  }
}
