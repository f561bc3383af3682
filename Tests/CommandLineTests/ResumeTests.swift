import Glibc
import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Pausing without a terminal and going on") struct ResumeTests {
  @Test("without a terminal the run pauses at the first question with 6 and says how to go on; in a terminal it goes on there")
  func pauseAndGoOn() throws {
    try Bench.with { bench in
      let said = try bench.run(bench.exec())
      #expect(said.code == ExitCode.awaitingSignOff.rawValue)
      #expect(said.talk.contains("decision 3 waits for the Incident Commander"))
      #expect(said.talk.contains("Go on with: corner-shop exec close-the-books --resume --state \(bench.state)\n"))
      #expect(try bench.ledgerText() == "bread\nmilk\n")
      let sitting = try bench.sit(bench.resume())
      try sitting.decide()
      _ = try sitting.gateWord()
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      let piped = try bench.run(bench.resume())
      #expect(piped.code == ExitCode.awaitingSignOff.rawValue && piped.talk.contains("gate 4 waits for the Incident Commander"))
      let last = try bench.sit(bench.resume())
      let word = try last.gateWord()
      try last.type(word)
      try last.answer("your name, as Incident Commander: ", "Ada")
      #expect(try last.end() == 0)
      let state = try bench.log().state
      #expect(state.epoch == 4 && state.outcome == .completed)
      #expect(state.step("count").attempts == 1 && state.step("lock").attempts == 1, "what was done is not done again")
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
    }
  }

  @Test("standard input that is a pipe answers nothing, whatever it holds")
  func pipedAnswers() throws {
    try Bench.with { bench in
      let said = try Said.by(Programs.cornerShop, bench.exec(), input: "1\nit was quiet\nAda\napprove\nyes\n")
      #expect(said.code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.decisions.isEmpty)
    }
  }

  @Test("--resume of the step where the run stands needs no reason", arguments: ["3", "day"])
  func sameStep(name: String) throws {
    try Bench.with { bench in
      try bench.paused()
      #expect(try bench.run(bench.resume(name)).code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.exceptions == 0)
    }
  }

  @Test("leaving steps out lists them and needs a reason; leaving a gate out needs the Incident Commander in a terminal")
  func leftOut() throws {
    try Bench.with { bench in
      try bench.paused()
      let bare = try bench.run(bench.resume("5"))
      #expect(bare.code == ExitCode.usage.rawValue)
      #expect(bare.talk.contains("going on at step 5 leaves out 2 unfinished steps, and that needs a reason"))
      #expect(bare.talk.contains("  3 How did the day go") && bare.talk.contains("  4 Write the total below"))
      #expect(bare.talk.contains("add --reason"))
      let alone = try bench.run(bench.resume("5", ["--reason", "the owner is asleep"]))
      #expect(alone.code == ExitCode.awaitingSignOff.rawValue)
      #expect(alone.talk.contains("that is for the Incident Commander to say"))
      #expect(try bench.ledgerText() == "bread\nmilk\n")
      #expect(try bench.log().state.exceptions == 0)
      let sitting = try bench.sit(bench.resume("total", ["--reason", "the owner is asleep"]))
      try sitting.answer("your name, as Incident Commander: ", "Ada")
      #expect(try sitting.end() == 0, "\(sitting.text)")
      let state = try bench.log().state
      #expect(state.step("day").status == .skipped && state.step("approve").status == .skipped)
      #expect(state.outcome == .completedWithExceptions && state.exceptions == 2)
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
      #expect(try bench.timeline().contains("leaving out day, approve: the owner is asleep"))
    }
  }

  @Test("leaving only a decision out needs a reason and no commander; in a terminal the reason is asked for")
  func decisionLeftOut() throws {
    try Bench.with { bench in
      try bench.paused()
      let sitting = try bench.sit(bench.resume("4"))
      try sitting.see("left out: 3 ")
      try sitting.answer("why are these left out: ", "nobody knows")
      _ = try sitting.gateWord()
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.step("day").status == .skipped)
    }
  }

  static let refusals: [(step: String, words: [String])] = [
    ("aprove", ["the plan has no step “aprove”", "did you mean --resume approve?"]),
    ("99", ["the plan has no step “99”", "8  settle/remove-the-lock"]),
    ("", ["--resume"]),
    ("1", ["step 1 is over already; the first unfinished step is 3", "type --resume alone"]),
    ("lock", ["step 2 is over already"]),
    ("3b.1", ["step 3b.1 lies in an arm of a decision that was not taken"]),
    ("tоtal", ["the plan has no step"]),
  ]

  @Test("a step that cannot be gone on at is refused with 2, and nothing is written", arguments: refusals)
  func refusedStep(step: String, words: [String]) throws {
    try Bench.with { bench in
      try bench.paused()
      let before = try bench.log().validLength
      let said = try bench.run(["exec", "close-the-books", "--state", bench.state, "--resume=\(step)"])
      #expect(said.code == ExitCode.usage.rawValue, "\(said.talk)")
      for word in words { #expect(said.talk.contains(word), "\(word) is not in:\n\(said.talk)") }
      #expect(try bench.log().validLength == before)
    }
  }

  @Test("without a terminal a failed step is tried again when it is named, and only asked about when it is not")
  func retryByName() throws {
    try Bench.with { bench in
      symlink("/nonexistent/place/lock", bench.ledger + ".lock")
      let failed = try bench.run(bench.exec())
      #expect(failed.code == ExitCode.stepFailed.rawValue)
      #expect(failed.talk.contains("that asks what to do, in a terminal; --resume 2 tries step 2 again"))
      #expect(try bench.run(bench.resume()).code == ExitCode.stepFailed.rawValue)
      #expect(try bench.log().state.step("lock").attempts == 1, "nobody said what to do")
      #expect(try bench.run(bench.resume("2")).code == ExitCode.stepFailed.rawValue)
      #expect(try bench.log().state.step("lock").attempts == 2, "once, not for ever")
      unlink(bench.ledger + ".lock")
      #expect(try bench.run(bench.resume("lock")).code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.step("lock").status == .succeeded)
    }
  }

  @Test("nothing to go on with ends with 2 and says what to type, with no folder and with a finished run")
  func nothing() throws {
    try Bench.with { bench in
      let said = try bench.run(bench.resume())
      #expect(said.code == ExitCode.usage.rawValue)
      #expect(said.talk.contains("there is no state folder \(bench.state), so there are no runs"))
      #expect(!Files.exists(bench.state), "asking what there is makes no folder")
      let sitting = try bench.sit(bench.exec())
      try sitting.decide()
      try sitting.approve()
      #expect(try sitting.end() == 0)
      let ended = try bench.run(bench.resume())
      #expect(ended.code == ExitCode.usage.rawValue)
      #expect(ended.talk.contains("there is no unfinished run of close-the-books in \(bench.state)"))
      #expect(ended.talk.contains("start one: corner-shop exec close-the-books"))
      #expect(try bench.run(["exec", "count-the-stock", "--state", bench.state, "--resume"]).code == ExitCode.usage.rawValue)
      let sealed = try bench.run(bench.resume(nil, ["--run", try #require(bench.runs.last).short]))
      #expect(sealed.code == ExitCode.usage.rawValue && sealed.talk.contains("has ended: completed"), "\(sealed.talk)")
      #expect(try bench.ledgerText() == "bread\nmilk\ntotal\nsigned\n")
    }
  }

  @Test("of several unfinished runs one must be named, by id, by its last digits or by its beginning")
  func several() throws {
    try Bench.with { bench in
      try bench.paused()
      try bench.paused(["--beside", "two at once"])
      let said = try bench.run(bench.resume())
      #expect(said.code == ExitCode.usage.rawValue && said.talk.contains("2 runs of close-the-books are unfinished"))
      for run in bench.runs { #expect(said.talk.contains("  \(run.text)")) }
      let first = try #require(bench.runs.first)
      for name in [first.short, first.text] {
        let named = try bench.run(bench.resume(nil, ["--run", name, "--beside", "two at once"]))
        #expect(named.code == ExitCode.awaitingSignOff.rawValue && named.talk.contains("run \(first.text), session"), "\(named.talk)")
      }
      let both = try bench.run(bench.resume(nil, ["--run", "2"]))
      #expect(both.code == ExitCode.usage.rawValue && both.talk.contains("“2” names 2 runs of close-the-books"))
      let none = try bench.run(bench.resume(nil, ["--run", "nothing"]))
      #expect(none.code == ExitCode.usage.rawValue && none.talk.contains("“nothing” names 0 runs"))
    }
  }

  @Test("a parameter cannot change in a run that goes on; the same value is no change")
  func changedParameter() throws {
    try Bench.with { bench in
      try bench.paused()
      let other = try bench.run(bench.resume(nil, ["--ledger", bench.folder + "/other"]))
      #expect(other.code == ExitCode.usage.rawValue)
      #expect(other.talk.contains("--ledger cannot change in a run that goes on: it is \(bench.ledger)"))
      let pause = try bench.run(bench.resume(nil, ["--pause", "9"]))
      #expect(pause.code == ExitCode.usage.rawValue && pause.talk.contains("--pause cannot change"))
      #expect(try bench.run(bench.resume(nil, ["--ledger", bench.ledger])).code == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("a run of one estate is not gone on with on another: 13")
  func otherEstate() throws {
    try Bench.with { bench in
      try bench.paused()
      let said = try bench.run(bench.resume(nil, ["--estate", "drill-shop"]))
      #expect(said.code == ExitCode.resumeDiverges.rawValue && said.talk.contains("is one of the estate “shop”, not of “drill-shop”"))
      #expect(try bench.run(bench.resume(nil, ["--estate", "shop"])).code == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("two operators at once: the second gets 8 and the holder's name, whether he resumes or begins")
  func twoOperators() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.see("type the number of the answer: ")
      for words in [bench.resume(), bench.exec()] {
        let said = try bench.run(words)
        #expect(said.code == ExitCode.busy.rawValue, "\(said.talk)")
        #expect(said.talk.contains("is busy: held by \(Host.userName()) on \(Host.name())"), "\(said.talk)")
      }
      #expect(bench.runs.count == 1)
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("running"))
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.run(bench.resume()).code == ExitCode.awaitingSignOff.rawValue, "the lock is gone with its holder")
    }
  }

  @Test("a file cannot play the people of a real shop: 12, and nothing is begun")
  func answerFile() throws {
    try Bench.with { bench in
      let answers = bench.folder + "/answers"
      let lines = ["{\"step\":\"day\",\"answer\":\"as usual\"}", "{\"step\":\"approve\",\"answer\":\"approve\"}"]
      try Files.writeDurably(Array(lines.joined(separator: "\n").utf8), to: answers)
      let said = try bench.run(bench.exec(["--answers", answers]))
      #expect(said.code == ExitCode.safetyRefusal.rawValue)
      #expect(said.talk.contains("an answer file cannot play the Incident Commander on “shop”"))
      try bench.expectUntouched()
      let drill = try bench.run(bench.exec(["--answers", answers, "--estate", "drill-shop"]))
      #expect(drill.code == 0, "\(drill.talk)")
      #expect(try bench.timeline().contains("answer file"))
      try bench.paused()
      let resumed = try bench.run(bench.resume(nil, ["--answers", answers]))
      #expect(resumed.code == ExitCode.safetyRefusal.rawValue)
    }
  }

  @Test(
    "an answer file that is missing, damaged or has no answer answers nothing",
    arguments: [
      (nil, 2), ("approve\n", 2), ("{\"step\":\"day\"}\n", 2), ("", 6), ("{\"step\":\"day\",\"answer\":\"well\"}\n", 6),
    ] as [(String?, Int32)])
  func badAnswerFile(text: String?, code: Int32) throws {
    try Bench.with { bench in
      let answers = bench.folder + "/answers"
      if let text { try Files.writeDurably(Array(text.utf8), to: answers) }
      let said = try bench.run(bench.exec(["--answers", answers, "--estate", "drill-shop"]))
      #expect(said.code == code, "\(said.talk)")
      if code == ExitCode.usage.rawValue { try bench.expectUntouched() }
    }
  }
}
