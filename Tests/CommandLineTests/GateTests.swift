import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("A gate in a terminal") struct GateTests {
  /// Comes to the gate and leaves the rest to the body.
  private func atGate(_ body: (Bench, Sitting) throws -> Void) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.decide()
      try body(bench, sitting)
    }
  }

  private func expectNoYes(_ bench: Bench) throws {
    let state = try bench.log().state
    #expect(state.gates["approve"]?.answer?.decision != .approved)
    #expect(state.step("total").status == .notStarted)
    #expect(try bench.ledgerText() == "bread\nmilk\n")
  }

  @Test("the run completes, and the log holds the same as what was done")
  func wholeRun() throws {
    try atGate { bench, sitting in
      try sitting.approve()
      #expect(try sitting.end() == 0)
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      #expect(!Files.exists(bench.ledger + ".lock"))
      let state = try bench.log().state
      #expect(state.outcome == .completed)
      #expect(state.decisions == ["day": "as usual"])
      #expect(state.gates["approve"]?.answer?.person == Person(name: "Ada", login: Host.userName(), role: "incident-commander"))
      #expect(state.gates["approve"]?.consumedBy == "total")
      #expect(sitting.text.contains("close-the-books completed"))
    }
  }

  @Test("it shows the commands that it releases, what they destroy, on which target, how old the probes are, RTO, RPO and the way back")
  func shows() throws {
    try atGate { bench, sitting in
      let shown = try sitting.see("to approve, or decline: ")
      let wanted = [
        "4 for the Incident Commander", "Write the total below 2 entries of \(bench.ledger)", "5 Write the total [destroys]", "$ sleep 0",
        "$ tee -a \(bench.ledger)", "the open end of \(bench.ledger)", "7 Sign the books [writes]",
        "and steps that change nothing: 6.1, 6.2",
        "target ledger:shop: inode", "met, 0 not, probed", "RTO 30 min", "data loss allowed: 5 min (RPO)",
        "turn back: until step 5 starts nothing is lost", "log: head ",
      ]
      let flat = shown.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      for text in wanted { #expect(flat.contains(text), "\(text) is not in:\n\(shown)") }
      #expect(try bench.ledgerText() == "bread\nmilk\n")
    }
  }

  @Test(
    "only the word approves: anything else is asked again and the end of input pauses the run with 6",
    arguments: ["", "yes", "y", "approve", "APPROVE", "approve-", "approve-zzzz", " ", "1", "approve -1", "ok\u{7}", "декларе"])
  func wrongWord(word: String) throws {
    try atGate { bench, sitting in
      _ = try sitting.gateWord()
      try sitting.type(word)
      try sitting.see("nothing was approved")
      try sitting.see("to approve, or decline: ")
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      try expectNoYes(bench)
    }
  }

  @Test("the word of another gate, of another run, does not approve")
  func foreignWord() throws {
    try atGate { _, first in
      let word = try first.gateWord()
      try atGate { bench, second in
        #expect(try second.gateWord() != word, "the ledger's path is part of what is approved")
        try second.type(word)
        try second.see("nothing was approved")
        try second.control("D")
        #expect(try second.end() == ExitCode.awaitingSignOff.rawValue)
        try expectNoYes(bench)
      }
    }
  }

  @Test("a word typed before the question was shown approves nothing")
  func typedAhead() throws {
    try atGate { bench, sitting in
      let word = try sitting.gateWord()
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      let again = try bench.sit(bench.resume())
      for _ in 0..<3 { try again.type(word) }
      let next = try again.gateWord()
      #expect(next != word, "each asking has a word of its own")
      #expect(!again.child.hasExited())
      try again.control("D")
      #expect(try again.end() == ExitCode.awaitingSignOff.rawValue)
      try expectNoYes(bench)
    }
  }

  @Test("a word without its line end, and time, approve nothing; a closed terminal neither")
  func closedTerminal() throws {
    try atGate { bench, sitting in
      let word = try sitting.gateWord()
      for letter in word { try sitting.press(letter) }
      Clock.sleep(milliseconds: 1200)
      #expect(!sitting.child.hasExited())
      sitting.lose()
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      try expectNoYes(bench)
      #expect(try bench.log().state.status == .paused(.signOff, step: "approve"))
    }
  }

  @Test("declining needs a reason, ends the run with 7, and is neither a failure nor an abort")
  func decline() throws {
    try atGate { bench, sitting in
      _ = try sitting.gateWord()
      try sitting.type("decline")
      try sitting.answer("why: ", "")
      try sitting.answer("why: ", "the till is 3 short")
      #expect(try sitting.end() == ExitCode.signOffRefused.rawValue)
      let state = try bench.log().state
      #expect(state.outcome == .declined && state.status == .declined)
      #expect(state.gates["approve"]?.answer?.decision == .declined)
      #expect(state.gates["approve"]?.answer?.reason == "the till is 3 short")
      #expect(try bench.ledgerText() == "bread\nmilk\n")
      #expect(sitting.text.contains("still owed, settle it by hand: remove the lock"))
      let timeline = try bench.timeline()
      #expect(timeline.contains("declined by Ada") && timeline.contains("sealed: declined"))
      #expect(!timeline.contains("failed") && !timeline.contains("aborted"))
      #expect(try bench.run(bench.resume()).code == ExitCode.usage.rawValue, "a declined run is not gone on with")
    }
  }

  @Test("declining without a reason is no answer: the run waits")
  func declineWithoutReason() throws {
    try atGate { bench, sitting in
      _ = try sitting.gateWord()
      try sitting.type("decline")
      try sitting.see("why: ")
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      try expectNoYes(bench)
    }
  }

  @Test("Ctrl-C at a question pauses the run with 14 and approves nothing", arguments: ["gate", "decision", "name"])
  func interruptedQuestion(place: String) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      if place == "gate" {
        try sitting.decide()
        _ = try sitting.gateWord()
      } else {
        try sitting.see("type the number of the answer: ")
        if place == "name" {
          try sitting.type("1")
          try sitting.answer("why “", "quiet")
          try sitting.see("your name, as Incident Commander: ")
        }
      }
      try sitting.control("C")
      #expect(try sitting.end(within: 20) == ExitCode.interrupted.rawValue)
      try expectNoYes(bench)
      #expect(try bench.log().state.decisions["day"] == (place == "gate" ? "as usual" : nil))
      #expect(try bench.run(bench.resume()).code == ExitCode.awaitingSignOff.rawValue)
    }
  }
}
