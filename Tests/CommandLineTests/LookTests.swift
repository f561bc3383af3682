import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("The look of a run in terminals and pipes") struct LookTests {
  /// Whether a line may be as wide as it is: it is a command or what one reads, or one word of it is that long.
  private func mayBeWide(_ line: Substring, after before: Substring, _ columns: Int) -> Bool {
    let text = line.drop { $0 == " " }
    // What is typed behind a prompt belongs to its line.
    if text.hasPrefix("type ") || text.hasPrefix("your name") || text.hasPrefix("why ") { return true }
    return text.hasPrefix("$ ") || text.hasPrefix("< ") || before.hasSuffix(":")
      || text.split(separator: " ").contains { $0.count > columns - 16 }
  }

  private func expectFits(_ text: String, _ columns: Int, _ location: SourceLocation = #_sourceLocation) {
    var before: Substring = ""
    for line in text.split(separator: "\n") {
      if line.count > columns {
        #expect(mayBeWide(line, after: before, columns), "\(line.count) columns: \(line)", sourceLocation: location)
      }
      before = line
    }
  }

  @Test("no prose of ours is wider than the terminal, and no command is broken", arguments: [40, 80])
  func widths(columns: Int) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(), columns: columns, environment: ["NO_COLOR": "1"])
      try sitting.decide()
      try sitting.see("GATE")
      let gate = try sitting.see("  log: head")
      expectFits(gate, columns)
      #expect(gate.contains("      $ rm -f \(bench.ledger).lock\n"), "a command of the gate stays whole")
      _ = try sitting.gateWord()
      try sitting.control("D")
      _ = try sitting.end()
      expectFits(sitting.text, columns)
      #expect(sitting.text.contains(" corner-shop exec close-the-books --resume --state \(bench.state)\n"))
      let words = ["plan", "close-the-books", "--ledger", bench.ledger]
      let plan = try bench.sit(words, columns: columns, environment: ["NO_COLOR": "1"])
      #expect(try plan.end() == 0)
      expectFits(plan.text, columns)
      for line in try bench.run(words).output.split(separator: "\n") where line.contains("$ ") {
        #expect(plan.text.contains(line + "\n"), "a command of the plan stays whole: \(line)")
      }
      #expect(plan.text.split(separator: "\n").contains { $0.count <= columns && $0.count > columns - 14 }, "the width is made use of")
    }
  }

  @Test(
    "colour is for terminals that can and people who want it",
    arguments: [([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false), (["TERM": ""], false)] as [([String: String], Bool)])
  func colour(environment: [String: String], isColoured: Bool) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(), environment: environment)
      try sitting.decide()
      _ = try sitting.gateWord()
      try sitting.control("D")
      #expect(try sitting.end() == ExitCode.awaitingSignOff.rawValue)
      #expect(sitting.text.utf8.contains(0x1B) == isColoured)
    }
  }

  @Test("in a pipe nothing is coloured or wrapped, data goes to standard output and talk to standard error")
  func piped() throws {
    try Bench.with { bench in
      try bench.paused()
      for words in [
        ["plan", "close-the-books", "--ledger", bench.ledger], ["log", "--state", bench.state], ["status", "--state", bench.state],
        ["verify", "--state", bench.state],
      ] {
        let said = try bench.run(words)
        #expect(said.code == 0 && !said.output.isEmpty)
        #expect(!said.output.utf8.contains(0x1B) && !said.talk.utf8.contains(0x1B))
        #expect(said.talk.isEmpty || words[0] == "plan", "\(said.talk)")
      }
      let exec = try bench.run(bench.exec())
      #expect(exec.output.isEmpty && !exec.talk.isEmpty && !exec.talk.utf8.contains(0x1B))
    }
  }

  @Test("a command's output is shown behind a bar and cannot steer the terminal")
  func hostileOutput() throws {
    try Bench.with(ledger: "bread\n") { bench in
      // `touch` complains about this name with the bytes in it, quoted by itself or not.
      let folder = bench.folder + "/\u{1B}]0;owned\u{7}"
      #expect(try Said.by("/bin/mkdir", [folder]).code == 0)
      let said = try bench.run(["exec", "close-the-books", "--state", bench.state, "--ledger", folder])
      #expect(said.code == ExitCode.parameterRejected.rawValue)
      #expect(!said.talk.utf8.contains(0x1B))
    }
  }

  @Test("a team's program speaks of itself: help, report and hints name its own runbooks and its own name")
  func ownName() throws {
    try Bench.with { bench in
      let help = try bench.run(["--help"])
      #expect(help.output.contains("corner-shop plan close-the-books --dry-run"), "\(help.output)")
      #expect(!help.output.contains("region-outage") && !help.output.contains("tenant-delete"), "\(help.output)")
      #expect(try bench.run(["completions", "--help"]).output.contains("source <(corner-shop completions bash)"))
      try bench.paused()
      let sitting = try bench.sit(bench.resume())
      try sitting.see("DECISION")
      let busy = try bench.run(bench.resume())
      #expect(busy.code == ExitCode.busy.rawValue && busy.talk.contains("corner-shop status"), "\(busy.talk)")
      try sitting.control("D")
      _ = try sitting.end()
      for format in ["md", "html"] {
        let report = try bench.run(["report", "--state", bench.state, "--format", format]).output
        #expect(report.contains("corner-shop verify \(try #require(bench.runs.last).text)"), "\(format)")
      }
    }
  }
}
