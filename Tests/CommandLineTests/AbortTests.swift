import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("exec --abort: ending an interrupted run from outside") struct AbortTests {
  @Test("a run that is paused at a decision ends as aborted; what is owed is told, and the code is 15")
  func atDecision() throws {
    try Bench.with { bench in
      try bench.paused()
      let said = try bench.run(bench.abort("the shop burns"))
      #expect(said.code == ExitCode.openObligations.rawValue, "\(said.talk)")
      #expect(said.talk.contains("this ends the run; still owed: remove the lock"))
      #expect(said.talk.contains("still owed, settle it by hand: remove the lock"))
      #expect(said.talk.contains("aborted: the shop burns"))
      let state = try bench.log().state
      #expect(state.outcome == .aborted && state.session != nil)
      let login = Host.userName()
      #expect(
        try bench.events().contains(
          .aborted(reason: "the shop burns", by: Person(name: login, login: login, role: "restore-operator"))))
      #expect(try bench.run(["verify", "--state", bench.state]).output.contains("sealed: aborted"))
      #expect(try bench.run(bench.resume()).code == ExitCode.usage.rawValue)
      let twice = try bench.run(bench.abort("once more", ["--run", try #require(bench.runs.last).short]))
      #expect(twice.code == ExitCode.usage.rawValue && twice.talk.contains("has ended: aborted"), "\(twice.talk)")
    }
  }

  @Test("in a terminal it asks for the reason that was not given and for the name, as the menu of a failed step does")
  func inTerminal() throws {
    try Bench.with { bench in
      try bench.paused()
      let sitting = try bench.sit(bench.abort(nil))
      try sitting.answer("why is the run ended: ", "wrong ledger")
      try sitting.see("still owed: remove the lock")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      #expect(try sitting.end() == ExitCode.openObligations.rawValue)
      #expect(
        try bench.events().contains(
          .aborted(reason: "wrong ledger", by: Person(name: "Ben", login: Host.userName(), role: "restore-operator"))))
    }
  }

  @Test("without a name the run is not ended, and goes on as before")
  func noName() throws {
    try Bench.with { bench in
      try bench.paused()
      let sitting = try bench.sit(bench.abort("wrong ledger"))
      try sitting.see("your name, as Restore Operator: ")
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.outcome == nil)
      #expect(try bench.run(bench.resume()).code == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("without a reason, and without a run, it is refused with 2, and nothing is written", arguments: [nil, "", "no"])
  func noReason(reason: String?) throws {
    try Bench.with { bench in
      let none = try bench.run(bench.abort("wrong ledger"))
      #expect(none.code == ExitCode.usage.rawValue && !Files.exists(bench.state), "\(none.talk)")
      try bench.paused()
      let records = try bench.log().state.recordCount
      let said = try bench.run(bench.abort(reason))
      #expect(said.code == ExitCode.usage.rawValue, "\(said.talk)")
      #expect(try bench.log().state.recordCount == records)
    }
  }

  @Test("a run that another process holds is not ended: 8")
  func held() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.see("type the number of the answer: ")
      let said = try bench.run(bench.abort("wrong ledger"))
      #expect(said.code == ExitCode.busy.rawValue && said.talk.contains("is busy: held by"), "\(said.talk)")
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("while the supervisor of a step is at work it is refused with 9 and what to type; after that the run can be ended")
  func supervised() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(["--pause", "86353"]))
      try sitting.decide()
      try sitting.approve()
      let run = bench.state + "/runs/"
      let isStarted = eventually {
        try Files.list(run).contains { (try? Files.readText(run + $0 + "/output/5-total.1.1/exit.pending"))?.contains("member") == true }
      }
      #expect(isStarted)
      sitting.child.signal(9)
      #expect(try sitting.end() == 137)
      let records = try bench.log().state.recordCount
      let said = try bench.run(bench.abort("it hangs"))
      #expect(said.code == ExitCode.inDoubt.rawValue, "\(said.talk)")
      #expect(said.talk.contains("total of run \(try #require(bench.runs.last)) still runs under its supervisor"))
      #expect(try bench.log().state.recordCount == records)
      let pid = try #require(said.talk.split(separator: "or by hand: kill ").last?.split(separator: "\n").first.flatMap { Int32($0) })
      #expect(Signals.send(15, to: pid, startTime: try #require(Host.processStartTime(pid))))
      let isOver = eventually { try bench.run(["status", "--state", bench.state]).output.contains("in doubt: total") }
      #expect(isOver)
      let ended = try bench.run(bench.abort("it hangs"))
      #expect(ended.code == ExitCode.openObligations.rawValue, "\(ended.talk)")
      #expect(ended.talk.contains("nobody has written down how total ended"))
      #expect(try bench.ledgerText() == "bread\nmilk\n")
    }
  }
}

extension Bench {
  /// The words that end the run, with more at the end.
  fileprivate func abort(_ reason: String?, _ more: [String] = []) -> [String] {
    ["exec", "close-the-books", "--state", state, "--abort"] + (reason.map { ["--reason", $0] } ?? []) + more
  }
}
