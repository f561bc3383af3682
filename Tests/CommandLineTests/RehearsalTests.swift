import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("exec --rehearse: the whole run, with nothing real in it") struct RehearsalTests {
  private static let answers = """
    {"step":"day","answer":"as usual"}
    {"step":"approve","answer":"approve"}
    {"step":"approve","answer":"approve"}
    """

  /// Rehearses the day's end without a terminal.
  private func rehearse(_ bench: Bench, _ more: [String] = [], answers: String = Self.answers) throws -> Said {
    let file = bench.folder + "/answers"
    try Files.writeDurably(Array(answers.utf8), to: file)
    return try bench.run(["exec", "close-the-books", "--rehearse", "--state", bench.state, "--answers", file] + more)
  }

  /// The newest rehearsal's log, checked.
  private func played(_ bench: Bench) throws -> (state: RunState, id: RunID) {
    let directory = try StateDirectory.existing(bench.state + "/rehearsals")
    let id = try #require(try directory.runs().last)
    return (try directory.folder(id).read().state, id)
  }

  @Test("it runs to its end with made-up values, says on every line what it is, and touches nothing")
  func whole() throws {
    try Bench.with { bench in
      let said = try rehearse(bench)
      #expect(said.code == 0, "\(said.talk)")
      for line in said.talk.split(separator: "\n") where !line.hasPrefix("  ") {
        #expect(line.contains("rehearsal") || line.contains("REHEARSAL"), "\(line)")
      }
      #expect(said.talk.contains("--ledger is made up: /rehearsal/example.dump"))
      let (state, id) = try played(bench)
      #expect(state.genesis?.mode == .rehearsal && state.outcome == .completed)
      #expect(bench.runs.isEmpty && !Files.exists("/rehearsal"))
      try bench.expectUntouched()
      #expect(try bench.timeline().contains("run \(id) (a rehearsal: every command was simulated)\n"))
      #expect(try bench.timeline().contains("rehearsal of close-the-books on shop begins"))
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("rehearsal, completed"))
      #expect(try bench.run(["status", "--state", bench.state, "--json"]).output.contains(#""mode": "rehearsal""#))
      #expect(try bench.run(["report", "--state", bench.state]).output.contains("rehearsal: its commands were simulated"))
      let proof = try bench.run(["verify", id.short, "--state", bench.state])
      #expect(proof.code == 0 && proof.output.hasPrefix("run \(id) (A REHEARSAL: every command was simulated): "), "\(proof.output)")
      let talk = said.talk.split(separator: " \(id.short)", omittingEmptySubsequences: false).joined(separator: " SHORT")
      Transcript.expect(talk, named: "rehearsal", bench)
    }
  }

  @Test(
    "a failure that is injected ends it as the real one would",
    arguments: [
      ("sign=exit=3", ExitCode.stepFailed, "exit status 3"), ("once=check=2", .stepFailed, "2, wanted: answers = 1"),
      ("lock=not-started", .stepFailed, "it could not be started"), ("total=in-doubt", .inDoubt, "a person must say what happened"),
      ("total=identity", .safetyRefusal, "is not what it was when the run started"),
      ("the-ledger-is-there=precondition", .preconditionNotMet, "a precondition does not hold; nothing was started"),
    ])
  func injected(text: String, code: ExitCode, words: String) throws {
    try Bench.with { bench in
      let said = try rehearse(bench, ["--inject", text])
      #expect(said.code == code.rawValue && said.talk.contains(words), "\(said.talk)")
      try bench.expectUntouched()
    }
  }

  @Test("what was to happen and was not reached is told")
  func notReached() throws {
    try Bench.with { bench in
      let said = try rehearse(bench, ["--inject", "count=exit=1", "--inject", "sign=exit=3"])
      #expect(said.code == ExitCode.stepFailed.rawValue)
      #expect(said.talk.contains("not reached: --inject sign=exit=3") && !said.talk.contains("not reached: --inject count"))
    }
  }

  @Test("killed: the process dies as by kill -9; it goes on as a rehearsal alone, and finds the step in doubt")
  func killed() throws {
    try Bench.with { bench in
      let said = try rehearse(bench, ["--inject", "total@2=killed"])
      #expect(said.code == 137 && said.talk.contains("this program dies here"))
      let (state, id) = try played(bench)
      #expect(state.status == .running && state.step("total").status == .intended(attempt: 1))
      #expect(try bench.run(["status", "--state", bench.state]).output.contains("in doubt: total"))
      let alone = try bench.run(bench.resume())
      #expect(alone.code == ExitCode.usage.rawValue && alone.talk.contains("there is no unfinished run"))
      let real = try bench.run(bench.resume(nil, ["--run", id.short]))
      #expect(real.code == ExitCode.safetyRefusal.rawValue && real.talk.contains("is a rehearsal"))
      let asked = try bench.run(bench.resume(nil, ["--rehearse"]))
      #expect(asked.code == ExitCode.inDoubt.rawValue, "\(asked.talk)")
      let last = try rehearse(bench, ["--resume"], answers: #"{"step":"total","answer":"not-done"}"#)
      #expect(last.code == 0, "\(last.talk)")
      #expect(try played(bench).state.outcome == .completedWithExceptions)
      try bench.expectUntouched()
    }
  }

  @Test("a real run is not gone on with as a rehearsal, and stays as it is")
  func realRun() throws {
    try Bench.with { bench in
      try bench.paused()
      let before = try bench.log().state.recordCount
      let id = try #require(bench.runs.last)
      let said = try bench.run(bench.resume(nil, ["--rehearse", "--run", id.short]))
      #expect(said.code == ExitCode.safetyRefusal.rawValue && said.talk.contains("is a real one"), "\(said.talk)")
      #expect(try bench.log().state.recordCount == before)
    }
  }

  @Test("it neither waits for a run that holds the target nor keeps one from starting, and the newest run stays the real one")
  func beside() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.see("type the number of the answer: ")
      #expect(try rehearse(bench).code == 0)
      #expect(try bench.timeline().contains("run of close-the-books"))
      #expect(bench.runs.count == 1)
      try sitting.type("1")
      try sitting.answer("why “", "quiet")
      try sitting.answer("your name, as Incident Commander: ", "Ada")
      try sitting.approve()
      #expect(try sitting.end() == 0)
    }
  }

  @Test("a failure without a rehearsal, and a dry run of a rehearsal, start nothing: 2")
  func contradictions() throws {
    try Bench.with { bench in
      for words in [["--inject", "sign=exit=1"], ["--rehearse", "--dry-run"], ["--resume", "--inject", "sign=exit=1"]] {
        let said = try bench.run(bench.exec(words))
        #expect(said.code == ExitCode.usage.rawValue && said.talk.contains("→"), "\(said.talk)")
      }
      try bench.expectUntouched()
    }
  }

  @Test("at a terminal it offers a value for each parameter, asks the real people, and opens the real menu")
  func atTheTable() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(["exec", "close-the-books", "--rehearse", "--state", bench.state, "--inject", "sign=exit=3"])
      try sitting.answer("rehearsal: --ledger (The ledger file) [Enter: /rehearsal/example.dump]: ", "")
      try sitting.see("REHEARSAL")
      try sitting.see("DECISION")
      try sitting.decide()
      try sitting.see("REHEARSAL")
      try sitting.see("GATE")
      try sitting.approve()
      try sitting.see("REHEARSAL")
      try sitting.see("FAILED")
      try sitting.answer("what now: ", "retry")
      #expect(try sitting.end() == 0)
      try bench.expectUntouched()
    }
  }

  @Test("an answer file may play the people of any estate, because nothing real happens")
  func production() throws {
    try Bench.with { bench in
      let file = bench.folder + "/answers"
      let lines = ["activate-failover", "approve-dns"].map { #"{"step":"\#($0)","answer":"approve"}"# }
      let notes = ["fence", "provision", "secrets", "redeploy", "dns"].map {
        #"{"step":"\#($0)","answer":"done so"}"#
      }
      try Files.writeDurably(Array((lines + notes).joined(separator: "\n").utf8), to: file)
      let said = try Said.by(
        Programs.runbook, ["exec", "region-outage", "--rehearse", "--answers", file], environment: ["RUNBOOK_STATE": bench.state])
      #expect(said.code == 0, "\(said.talk)")
      #expect(try played(bench).state.outcome == .completed, "what runs on the other host is played too")
    }
  }
}
