import Glibc
import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("The menu of a failed step") struct MenuTests {
  /// A lock file that cannot be made, so that step 2, which writes, fails.
  private func atFailedLock(_ body: (Bench, Sitting) throws -> Void) throws {
    try Bench.with { bench in
      symlink("/nonexistent/place/lock", bench.ledger + ".lock")
      let sitting = try bench.sit(bench.exec())
      try sitting.see("FAILED")
      try body(bench, sitting)
    }
  }

  @Test("it says why, shows the last lines, and tells the consequence of every choice")
  func shows() throws {
    try atFailedLock { bench, sitting in
      let shown = try sitting.see("what now: ")
      for line in [
        "2 Lock the ledger: exit status 1", "  | /usr/bin/touch: ", "  retry  runs the step again as attempt 2",
        "  skip   goes on without it; nothing later needs its outputs",
        "  done   counts it as done by hand; nothing later needs its outputs",
        "  pause  keeps the run here; go on later with --resume", "  abort  ends the run; still owed: remove the lock",
      ] {
        #expect(shown.contains(line), "\(line) is not in:\n\(shown)")
      }
      #expect(!shown.contains("  undo "), "this step has nothing that takes it back")
      for word in ["undo", "", "r", "yes", "Retry", "1"] {
        try sitting.type(word)
        try sitting.see("type one of: retry, skip, done, pause, abort")
      }
      try sitting.answer("what now: ", "pause")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      #expect(try bench.log().state.status == .paused(.failedStep, step: "lock"))
    }
  }

  @Test("a captured value that later steps use is named with those steps")
  func consumers() throws {
    try Bench.with { bench in
      // Reading one's own memory from its first byte fails, and `wc` behind it does not.
      let sitting = try bench.sit(["exec", "close-the-books", "--state", bench.state, "--ledger", "/proc/self/mem"])
      let shown = try sitting.see("what now: ")
      #expect(shown.contains("skip   goes on without it; steps 3, 4 use what it captures"))
      #expect(shown.contains("abort  ends the run\n"), "nothing is owed yet")
      try sitting.type("abort")
      try sitting.answer("why: ", "wrong file")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      let state = try bench.log().state
      #expect(state.outcome == .aborted && state.status == .aborted)
      #expect(
        try bench.events().contains(
          .aborted(reason: "wrong file", by: Person(name: "Ben", login: Host.userName(), role: "restore-operator"))))
    }
  }

  @Test("done asks for what the step would have captured, refuses what is no such value, and the run goes on with it")
  func givenValue() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "close-the-books", "--state", bench.state, "--ledger", "/proc/self/mem"])
      let shown = try sitting.see("what now: ")
      #expect(shown.contains("done   counts it as done by hand; asks for ‹lines›, used by steps 3, 4"))
      try sitting.type("done")
      try sitting.answer("what shows that it is done: ", "I counted them")
      try sitting.see("‹lines› is ")
      try sitting.answer("lines: ", "two")
      try sitting.see("“two” is not ")
      try sitting.answer("lines: ", "2")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      try sitting.see("FAILED")
      #expect(try bench.timeline().contains("I counted them (given by hand: lines = 2)"))
      #expect(try bench.log().state.outputs["lines"]?.value == "2")
      try sitting.answer("what now: ", "pause")
      _ = try sitting.end()
    }
  }

  @Test(
    "an answer file gives the value too; one that lacks it or gives a wrong one has not answered",
    arguments: [(#""values":{"lines":"2"}"#, true), (#""values":{"lines":"two"}"#, false), (#""note":"x""#, false)])
  func givenByFile(member: String, isTaken: Bool) throws {
    try Bench.with { bench in
      let answers = bench.folder + "/answers"
      try Files.writeDurably(Array(#"{"step":"count","answer":"done",\#(member)}"#.utf8), to: answers)
      let words = [
        "exec", "close-the-books", "--state", bench.state, "--ledger", "/proc/self/mem", "--estate", "drill-shop", "--answers", answers,
      ]
      let said = try bench.run(words)
      #expect(try bench.log().state.outputs["lines"]?.value == (isTaken ? "2" : nil), "\(said.talk)")
      #expect(said.talk.contains("‹lines›") == !isTaken || isTaken)
      #expect(try bench.log().state.step("count").status == (isTaken ? .markedDone : .failed(.exit(1), attempt: 1)))
    }
  }

  @Test("retry runs the step again as attempt 2, and the run goes on")
  func retry() throws {
    try atFailedLock { bench, sitting in
      try sitting.see("what now: ")
      try sitting.type("retry")
      try sitting.see("(attempt 2)")
      try sitting.see("what now: ")
      unlink(bench.ledger + ".lock")
      try sitting.type("retry")
      try sitting.see("(attempt 3)")
      try sitting.decide()
      try sitting.approve()
      #expect(try sitting.end() == 0)
      let state = try bench.log().state
      #expect(state.step("lock").attempts == 3 && state.outcome == .completed, "a retry that succeeds is no exception")
    }
  }

  @Test("skip needs a reason, is kept in the log with the name, and makes an exception")
  func skip() throws {
    try atFailedLock { bench, sitting in
      try sitting.answer("what now: ", "skip")
      try sitting.answer("why: ", "")
      try sitting.see("a few words")
      try sitting.answer("why: ", "the lock is on paper")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      try sitting.decide()
      try sitting.approve()
      #expect(try sitting.end() == 0)
      let state = try bench.log().state
      #expect(state.step("lock").status == .skipped)
      #expect(state.outcome == .completedWithExceptions && state.exceptions == 1)
      #expect(try bench.timeline().contains("left out by Ben"))
      #expect(sitting.text.contains("completed with 1 exception"))
    }
  }

  @Test("done needs evidence and is kept in the log as counted, not as done")
  func done() throws {
    try atFailedLock { bench, sitting in
      try sitting.answer("what now: ", "done")
      try sitting.answer("what shows that it is done: ", "I locked the drawer")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      try sitting.decide()
      try sitting.approve()
      #expect(try sitting.end() == 0)
      let state = try bench.log().state
      #expect(state.step("lock").status == .markedDone && state.outcome == .completedWithExceptions)
      #expect(try bench.timeline().contains("counted as done by Ben (login \(Host.userName()), restore-operator): I locked the drawer"))
    }
  }

  @Test("pause keeps the run at the step, and --resume asks the same again")
  func pause() throws {
    try atFailedLock { bench, sitting in
      try sitting.answer("what now: ", "pause")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      #expect(sitting.text.contains("Go on with: corner-shop exec close-the-books --resume --state \(bench.state)"))
      let again = try bench.sit(bench.resume())
      try again.see("FAILED")
      try again.answer("what now: ", "abort")
      try again.answer("why: ", "we go home")
      try again.answer("your name, as Restore Operator: ", "Ben")
      #expect(try again.end() == ExitCode.openObligations.rawValue)
      #expect(again.text.contains("still owed, settle it by hand: remove the lock"))
      #expect(try bench.log().state.outcome == .aborted)
      #expect(try bench.run(["verify", "--state", bench.state]).output.contains("sealed: aborted"))
    }
  }

  @Test("the end of input and a lost terminal are a pause", arguments: [true, false])
  func nobody(isLost: Bool) throws {
    try atFailedLock { bench, sitting in
      try sitting.see("what now: ")
      if isLost { sitting.lose() } else { try sitting.control("D") }
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      #expect(try bench.log().state.status == .paused(.failedStep, step: "lock"))
    }
  }

  @Test("a choice typed ahead chooses nothing")
  func typedAhead() throws {
    try atFailedLock { bench, sitting in
      try sitting.answer("what now: ", "pause")
      _ = try sitting.end()
      let again = try bench.sit(bench.resume())
      try again.type("skip")
      try again.see("what now: ")
      #expect(try bench.log().state.step("lock").status != .skipped)
      try again.control("D")
      #expect(try again.end() == ExitCode.stepFailed.rawValue)
    }
  }

  @Test("to override a destroying step takes the Incident Commander, and a failed check is asked about with its value")
  func destroying() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.decide(name: "Ben")
      let word = try sitting.gateWord()
      // The ledger becomes a folder: appending to it fails after the gate.
      unlink(bench.ledger)
      mkdir(bench.ledger, 0o700)
      try sitting.type(word)
      try sitting.see("FAILED")
      try sitting.answer("what now: ", "done")
      try sitting.answer("what shows that it is done: ", "the total is on paper")
      let shown = try sitting.see("what now: ")
      #expect(!shown.contains("Restore Operator"), "the commander's name was given at the decision")
      #expect(shown.contains("The total stands once: (nothing), wanted: answers = 1") || shown.contains("wanted: answers = 1"))
      #expect(
        try bench.events().contains(
          .stepMarkedDone(
            step: "total", evidence: "the total is on paper", by: Person(name: "Ben", login: Host.userName(), role: "incident-commander"))))
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
    }
  }
}
