import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Messages to those outside, on the line") struct AnnounceTests {
  /// A run that waits at its first question, with an impact that began so many minutes ago.
  private func waiting(_ minutes: Int64, _ estate: String = "shop", _ body: (Bench) throws -> Void) throws {
    try Bench.with { bench in
      let impact = WallTime(nanoseconds: Clock.wall()).adding(nanoseconds: -minutes * 60_000_000_000)
      try bench.paused(["--estate", estate, "--since", impact.text(.seconds)])
      try body(bench)
    }
  }

  private func announce(_ bench: Bench, _ more: [String]) -> [String] { ["announce", ".", "--state", bench.state] + more }

  @Test("what is due is shown by status and by the run itself")
  func due() throws {
    try waiting(20) { bench in
      let status = try bench.run(["status", "--state", bench.state])
      #expect(status.output.contains("the first status message (“investigating”) is due since"))
      let resumed = try bench.run(bench.resume())
      #expect(resumed.talk.contains("the first status message (“investigating”) is due since"))
      #expect(resumed.talk.contains("announce"))
    }
    try waiting(1) { bench in
      let status = try bench.run(["status", "--state", bench.state])
      #expect(status.output.contains("is due by"))
      #expect(try !bench.run(bench.resume()).talk.contains("is due"))
    }
  }

  @Test("without a person's word nothing is sent")
  func nobody() throws {
    try waiting(20) { bench in
      let said = try bench.run(announce(bench, ["We are on it"]))
      #expect(said.code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.messages.isEmpty)
      let sitting = try bench.sit(announce(bench, ["We are on it"]))
      try sitting.answer("anything else to leave it: ", "yes")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.messages.isEmpty)
    }
  }

  @Test("with the word it is sent, written down, and no longer due")
  func sent() throws {
    try waiting(20) { bench in
      let sitting = try bench.sit(announce(bench, []))
      let shown = try sitting.see("type send to go ahead")
      #expect(shown.contains("message (investigating):") && shown.contains("We are investigating a disruption since"))
      #expect(shown.contains("by the shop window: $ tee /dev/null"))
      try sitting.type("send")
      try sitting.answer("your name, as Comms Lead: ", "Cleo")
      #expect(try sitting.end() == 0)
      let message = try #require(try bench.log().state.messages.first)
      #expect(message.stage == .investigating && message.deliveries == [.init(channel: "the shop window")])
      #expect(message.person == Person(name: "Cleo", login: Host.userName(), role: "comms-lead"))
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("the next status message is due by"))
      #expect(try bench.timeline().contains("message (investigating) by the shop window"))
    }
  }

  @Test("a channel that fails is told and recorded, and the run goes on")
  func failing() throws {
    try waiting(20, "drill-shop") { bench in
      let sitting = try bench.sit(announce(bench, ["Back soon"]))
      try sitting.answer("anything else to leave it: ", "send")
      try sitting.answer("your name, as Comms Lead: ", "Cleo")
      try sitting.see("the bell: FAILED")
      #expect(try sitting.end() == ExitCode.stepFailed.rawValue)
      #expect(try bench.log().state.messages.first?.isOut == false)
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("is due since"), "it is owed still")
      #expect(try bench.run(bench.resume()).code == ExitCode.awaitingSignOff.rawValue, "the run stands where it stood")
      let report = try bench.run(["report", "--state", bench.state])
      #expect(report.output.contains("## Messages to those outside") && report.output.contains("✕ not out"))
    }
  }

  @Test("what was posted by hand is written down beside a run that another process holds")
  func posted() throws {
    try waiting(20) { bench in
      let sitting = try bench.sit(bench.resume())
      try sitting.see("type the number of the answer: ")
      let comms = try bench.sit(announce(bench, ["Told them by telephone", "--posted", "--stage", "update"]))
      try comms.answer("type posted to go ahead", "posted")
      try comms.answer("your name, as Comms Lead: ", "Cleo")
      try comms.see("in the log before the run's next record")
      #expect(try comms.end() == 0)
      try sitting.type("1")
      try sitting.answer("why “as usual”: ", "it was quiet")
      try sitting.answer("your name, as Incident Commander: ", "Ada")
      try sitting.approve()
      try sitting.answer("what you posted by hand, or “later” to end the run without it: ", "later")
      #expect(try sitting.end() == 0)
      let messages = try bench.log().state.messages
      #expect(messages.map(\.text) == ["Told them by telephone"] && messages.map(\.stage) == [.update] && messages[0].deliveries.isEmpty)
      let report = try bench.run(["report", "--state", bench.state]).output
      #expect(report.contains("Post the resolution to those who were told") && report.contains("Compare actual against target RTO and RPO"))
      let late = try bench.run(announce(bench, ["Over", "--posted"]))
      #expect(late.code == ExitCode.usage.rawValue && late.talk.contains("has ended"))
    }
  }

  /// A run with a declared impact, in which everything is done and the message that it is over is asked for.
  private func over(_ body: (Bench, Sitting) throws -> Void) throws {
    try waiting(20) { bench in
      let sitting = try bench.sit(bench.resume())
      try sitting.decide()
      try sitting.approve()
      try sitting.see("MESSAGE")
      try sitting.see("(Comms Lead) nobody has told those outside that it is over")
      try sitting.see("--stage resolved")
      try sitting.see("“later” to end the run without it: ")
      #expect(try bench.log().state.outcome == nil)
      try body(bench, sitting)
    }
  }

  private static let owed = "Post the resolution to those who were told"

  @Test("before it ends the run asks for the message that it is over, and writes down what was posted by hand")
  func overByHand() throws {
    try over { bench, sitting in
      try sitting.type("Orders work again")
      try sitting.answer("your name, as Comms Lead: ", "Cleo")
      #expect(try sitting.end() == 0)
      let state = try bench.log().state
      #expect(state.outcome == .completed && state.messages.map(\.stage) == [.resolved])
      #expect(state.messages[0].text == "Orders work again" && state.messages[0].person.name == "Cleo")
      #expect(try !bench.run(["report", "--state", bench.state]).output.contains(Self.owed))
    }
  }

  @Test("once it is announced in another terminal, the run goes on to its end by itself")
  func overElsewhere() throws {
    try over { bench, sitting in
      let comms = try bench.sit(announce(bench, ["Orders work again", "--posted", "--stage", "resolved"]))
      try comms.answer("type posted to go ahead", "posted")
      try comms.answer("your name, as Comms Lead: ", "Cleo")
      #expect(try comms.end() == 0)
      #expect(try sitting.end() == 0)
      let state = try bench.log().state
      #expect(state.outcome == .completed && state.messages.map(\.text) == ["Orders work again"])
    }
  }

  @Test("Ctrl-C there keeps the run open, so that the message can still be announced")
  func overLater() throws {
    try over { bench, sitting in
      try sitting.control("C")
      #expect(try sitting.end() == ExitCode.interrupted.rawValue)
      let comms = try bench.sit(announce(bench, ["Orders work again", "--posted", "--stage", "resolved"]))
      try comms.answer("type posted to go ahead", "posted")
      try comms.answer("your name, as Comms Lead: ", "Cleo")
      #expect(try comms.end() == 0)
      #expect(try bench.run(bench.resume()).code == 0)
      #expect(try bench.log().state.outcome == .completed)
    }
  }

  @Test("a message holds no run up: at the end of input it ends without it, says so, and the report lists it")
  func overUnsaid() throws {
    try over { bench, sitting in
      try sitting.control("D")
      try sitting.see("nobody has told those outside that it is over: post it by hand; the report lists it")
      #expect(try sitting.end() == 0)
      #expect(try bench.log().state.outcome == .completed)
      #expect(try bench.run(["report", "--state", bench.state]).output.contains(Self.owed))
    }
  }

  @Test("a text that cannot be a message is refused", arguments: ["", "-x", "two\nlines", "bell\u{7}"])
  func refused(text: String) throws {
    try waiting(20) { bench in
      let said = try bench.run(["announce", "--state", bench.state, "--", ".", text])
      #expect([ExitCode.parameterRejected.rawValue, ExitCode.usage.rawValue].contains(said.code))
      #expect(try bench.log().state.messages.isEmpty)
    }
  }
}

@Suite("The declared impact, on the line") struct SinceTests {
  @Test("the time to recover counts from --since, at the gate and in the report")
  func counted() throws {
    try Bench.with { bench in
      let impact = WallTime(nanoseconds: Clock.wall()).adding(nanoseconds: -20 * 60_000_000_000)
      let sitting = try bench.sit(bench.exec(["--since", impact.text(.seconds)]))
      try sitting.decide()
      try sitting.see("since the declared impact, RTO 30 min")
      try sitting.approve()
      try sitting.answer("what you posted by hand, or “later” to end the run without it: ", "later")
      try sitting.see("Time to recover: 20 min")
      #expect(try sitting.end() == 0)
      #expect(try bench.log().state.impact == WallTime(impact.text(.seconds)))
      #expect(try bench.run(["report", "--state", bench.state]).output.contains("from the declared impact (--since)"))
    }
  }

  @Test("a run that goes on takes a better knowledge of it; the last word counts")
  func corrected() throws {
    try Bench.with { bench in
      try bench.paused()
      #expect(try bench.log().state.impact == nil)
      let impact = try #require(WallTime("2026-01-02T03:04:05Z"))
      #expect(try bench.run(bench.resume(nil, ["--since", "2026-01-02T03:04:05Z"])).code == ExitCode.awaitingSignOff.rawValue)
      #expect(try bench.log().state.impact == impact)
    }
  }

  @Test("a time without a zone, in the future or none at all is refused", arguments: ["14:05", "2099-01-01T00:00:00Z", "yesterday"])
  func refused(text: String) throws {
    try Bench.with { bench in
      let said = try bench.run(bench.exec(["--since", text]))
      #expect(said.code == ExitCode.parameterRejected.rawValue)
      try bench.expectUntouched()
    }
  }
}
