import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("A target that an unfinished run has begun to change") struct BesideTests {
  @Test("another run on it is refused with 8: it says which one, where that stands and what to type; nothing is begun")
  func refused() throws {
    try Bench.with { bench in
      try bench.paused()
      let first = try #require(bench.runs.first)
      let said = try bench.run(bench.exec())
      #expect(said.code == ExitCode.busy.rawValue, "\(said.talk)")
      let talk = said.talk.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      for words in [
        "another run stands in the middle of changing what this one changes; nothing was started",
        "\(first): it has begun to change ledger:shop; it is paused (sign-off, day)",
        "exec close-the-books --resume --run \(first.short) --state \(bench.state) to end it:",
        "exec close-the-books --abort --run \(first.short) --state \(bench.state) --reason",
        "--beside \"why\"",
      ] { #expect(talk.contains(words), "\(words) is not in:\n\(said.talk)") }
      #expect(bench.runs == [first])
      let other = try bench.run(["exec", "carry-over", "--state", bench.state, "--ledger", bench.ledger])
      #expect(other.code == ExitCode.busy.rawValue && other.talk.contains(first.text), "another runbook changes the ledger as well")
      #expect(try bench.ledgerText() == "bread\nmilk\n")
    }
  }

  @Test("plan says so before anybody tries: blocked, 8; a dry run looks at no run")
  func planned() throws {
    try Bench.with { bench in
      let words = ["plan", "close-the-books", "--state", bench.state, "--ledger", bench.ledger]
      #expect(try bench.run(words).code == 0)
      #expect(!Files.exists(bench.state), "planning makes no state folder")
      try bench.paused()
      let said = try bench.run(words)
      #expect(said.code == ExitCode.busy.rawValue && said.talk.contains("blocked: see the unfinished run above"), "\(said.talk)")
      #expect(said.talk.contains("\(try #require(bench.runs.first)): it has begun to change ledger:shop"), "\(said.talk)")
      #expect(try bench.run(words + ["--dry-run"]).code == 0)
    }
  }

  @Test("a run that somebody works on now is not called interrupted: it is waited for")
  func inUse() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec())
      try sitting.see("type the number of the answer: ")
      let said = try bench.run(["plan", "close-the-books", "--state", bench.state, "--ledger", bench.ledger])
      let talk = said.talk.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      #expect(said.code == ExitCode.busy.rawValue, "\(said.talk)")
      #expect(talk.contains("ledger:shop; somebody works on it now wait until it is done; see where it is: corner-shop status"), "\(talk)")
      #expect(!talk.contains("--resume") && !talk.contains("--abort"))
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
    }
  }

  @Test("with a reason it works beside it; the log keeps who and why, the report counts an exception, and it is asked no second time")
  func beside() throws {
    try Bench.with { bench in
      try bench.paused()
      let first = try #require(bench.runs.first)
      try bench.paused(["--beside", "the first one's operator is asleep"])
      let second = try #require(bench.runs.first { $0 != first })
      let login = Host.userName()
      let word = Beside(
        run: first, targets: ["ledger:shop"], reason: "the first one's operator is asleep",
        person: Person(name: login, login: login, role: "restore-operator"))
      let folder = try StateDirectory.existing(bench.state).folder(second)
      var events: [Event] = []
      #expect(try folder.read { events.append($0.record.event) }.state.exceptions == 1)
      #expect(events.contains(.goesBeside(word)))
      #expect(try bench.run(["log", second.text, "--state", bench.state]).output.contains("works beside \(first)"))
      let report = try bench.run(["report", second.text, "--state", bench.state]).output
      #expect(
        report.contains("worked beside \(first), which stands in the middle of changing ledger:shop")
          && report.contains("operator is asleep"), "\(report)")
      let again = try bench.run(bench.resume(nil, ["--run", second.short]))
      #expect(again.code == ExitCode.awaitingSignOff.rawValue, "\(again.talk)")
    }
  }

  @Test("the line to go on with names the run while another one of the runbook is unfinished, and only then")
  func resumeLine() throws {
    try Bench.with { bench in
      let line = "exec close-the-books --resume"
      #expect(try bench.run(bench.exec()).talk.contains("Go on with: corner-shop \(line) --state \(bench.state)"))
      let first = try #require(bench.runs.first)
      let said = try bench.run(bench.exec(["--beside", "the first one's operator is asleep"]))
      let second = try #require(bench.runs.first { $0 != first })
      #expect(said.talk.contains("Go on with: corner-shop \(line) --run \(second.short) --state \(bench.state)"), "\(said.talk)")
      let again = try bench.run(bench.resume(nil, ["--run", second.short]))
      #expect(again.code == ExitCode.awaitingSignOff.rawValue && again.talk.contains("--resume --run \(second.short)"), "\(again.talk)")
    }
  }

  @Test("the older one does not go on unasked behind the back of the younger one")
  func olderOne() throws {
    try Bench.with { bench in
      try bench.paused()
      let first = try #require(bench.runs.first)
      try bench.paused(["--beside", "the first one is given up"])
      // Two runs of one second come in the order of their random digits.
      let second = try #require(bench.runs.first { $0 != first })
      let said = try bench.run(bench.resume(nil, ["--run", first.short]))
      #expect(said.code == ExitCode.busy.rawValue && said.talk.contains(second.text), "\(said.talk)")
      let meant = try bench.run(bench.resume(nil, ["--run", first.short, "--beside", "it is needed after all"]))
      #expect(meant.code == ExitCode.awaitingSignOff.rawValue, "\(meant.talk)")
      #expect(try StateDirectory.existing(bench.state).folder(first).read().state.besides.keys.sorted() == [second])
    }
  }

  @Test("neither does it go on as if nothing had happened when the younger one is over by then: the gate tells what was decided")
  func olderThanTheEnd() throws {
    try Bench.with { bench in
      try bench.paused()
      let first = try #require(bench.runs.first)
      let younger = try bench.sit(bench.exec(["--beside", "the first one's operator is asleep"]))
      try younger.decide()
      try younger.see("Beside \(first), which stands in the middle of changing ledger:shop: the first one's operator is asleep")
      try younger.approve()
      #expect(try younger.end() == 0)
      let second = try #require(bench.runs.first { $0 != first })
      let said = try bench.run(bench.resume(nil, ["--run", first.short]))
      let talk = said.talk.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
      #expect(said.code == ExitCode.busy.rawValue, "\(said.talk)")
      for words in [
        "another run has changed what this one stands in the middle of changing", "it was completed with exceptions since this one",
        "\(second): it has changed ledger:shop", "end this one, which knows nothing of that:", "--abort --run \(first.short)", "--beside",
      ] { #expect(talk.contains(words), "\(words) is not in:\n\(said.talk)") }
      let meant = try bench.run(bench.resume(nil, ["--run", first.short, "--beside", "only the lock is left to remove"]))
      #expect(meant.code == ExitCode.awaitingSignOff.rawValue, "\(meant.talk)")
      #expect(try bench.run(["log", first.text, "--state", bench.state]).output.contains("which has changed ledger:shop"))
    }
  }

  @Test("a run that was ended holds nothing, and neither does one on another estate's ledger")
  func free() throws {
    try Bench.with { bench in
      try bench.paused()
      try bench.paused(["--estate", "drill-shop"])
      for id in bench.runs {
        let ended = try bench.run(
          ["exec", "close-the-books", "--state", bench.state, "--abort", "--reason", "wrong ledger", "--run", id.short])
        #expect(ended.code == ExitCode.openObligations.rawValue, "\(ended.talk)")
      }
      try bench.paused()
    }
  }

  @Test("what cannot be read may be such a run: a damaged log, a plan that is gone", arguments: ["audit.log", "plan.json"])
  func unreadable(file: String) throws {
    try Bench.with { bench in
      try bench.paused()
      let folder = try StateDirectory.existing(bench.state).folder(try #require(bench.runs.first))
      var bytes = try Files.read(folder.path + "/" + file)
      bytes[bytes.count / 2] ^= 1
      if file == "plan.json" { bytes = [] }
      try Files.writeDurably(bytes, to: folder.path + "/" + file)
      let said = try bench.run(bench.exec())
      #expect(said.code == ExitCode.busy.rawValue && said.talk.contains("nobody can say"), "\(said.talk)")
      #expect(said.talk.contains("corner-shop verify") && !said.talk.contains("--resume"), "what cannot be read cannot be gone on with")
      #expect(bench.runs.count == 1)
    }
  }

  @Test(
    "--beside where it says nothing is refused with 2, and nothing is begun",
    arguments: [
      (["--beside", "no"], "needs a reason of a few words"), (["--beside", ""], "needs a reason of a few words"),
      (["--beside", "she said so", "--dry-run"], "--dry-run changes nothing"),
      (["--beside", "she said so", "--rehearse"], "--rehearse changes nothing"),
      (["--beside", "she said so", "--abort", "--reason", "over"], "--abort changes nothing"),
    ])
  func misused(words: [String], sentence: String) throws {
    try Bench.with { bench in
      let said = try bench.run(bench.exec(words))
      #expect(said.code == ExitCode.usage.rawValue && said.talk.contains(sentence), "\(said.talk)")
      try bench.expectUntouched()
    }
  }
}
