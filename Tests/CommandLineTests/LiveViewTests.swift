import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("The block at the bottom while steps run") struct LiveViewTests {
  /// Comes to the step that takes some seconds.
  private func running(
    columns: Int = 80, _ more: [String] = [], environment: [String: String] = [:], _ body: (Bench, Sitting) throws -> Void
  ) throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(["--pause", "4"] + more), columns: columns, environment: environment)
      try sitting.decide()
      try sitting.approve()
      try body(bench, sitting)
    }
  }

  /// What stands on the terminal for good: what was drawn and taken away again is left out.
  static func permanent(_ text: String) -> String {
    var rows = [""]
    var row = 0
    var rest = Substring(text)
    while let character = rest.first {
      if character == "\u{1B}" {
        let sequence = rest.prefix { !$0.isLetter } + (rest.drop { !$0.isLetter }.prefix(1))
        rest = rest.dropFirst(sequence.count)
        let number = Int(sequence.dropFirst(2).dropLast()) ?? 1
        if sequence.last == "A" { row = max(0, row - number) }
        if sequence.last == "J" { rows = Array(rows[..<row]) + [""] }
        continue
      }
      rest.removeFirst()
      if character == "\n" {
        row += 1
        if row == rows.count { rows.append("") }
      } else {
        rows[row].append(character)
      }
    }
    return rows.joined(separator: "\n")
  }

  @Test("it shows the step, its time, the clock and what is next, and is gone when the run ends")
  func shown() throws {
    try running { _, sitting in
      let drawn = try sitting.see("next 6.1 The total stands once")
      #expect(drawn.contains("── 4 of 9 steps over"))
      #expect(drawn.contains("▶ 5 Write the total") && drawn.contains("of 30 min since the beginning"))
      #expect(try sitting.end() == 0)
      let kept = Self.permanent(sitting.text)
      #expect(!kept.contains("steps over") && !kept.contains("▶"), "\(kept)")
      #expect(kept.contains("5 ok") || kept.contains("Write the total"))
      #expect(kept.contains("close-the-books completed"))
    }
  }

  @Test("no line of it is wider than the terminal", arguments: [40, 57, 80, 132])
  func widths(columns: Int) throws {
    try running(columns: columns) { _, sitting in
      try sitting.see("steps over")
      let drawn = try sitting.see("next 6.1")
      let lines = Transcript.bare(drawn).split(separator: "\n")
      for line in lines where line.contains("▶") || line.contains("30 min") { #expect(line.count < columns, "\(line)") }
      #expect(try sitting.end() == 0)
    }
  }

  @Test(
    "it is left out where it is not wanted or cannot be shown",
    arguments: [["--plain"], ["NO_COLOR=1"], ["TERM=dumb"], ["COLUMNS"]])
  func plain(how: [String]) throws {
    var environment: [String: String] = [:]
    for word in how where word.contains("=") {
      let parts = word.split(separator: "=").map(String.init)
      environment[parts[0]] = parts[1]
    }
    try running(columns: how == ["COLUMNS"] ? 39 : 80, how == ["--plain"] ? how : [], environment: environment) { _, sitting in
      let code = try sitting.end()
      #expect(code == 0)
      #expect(!sitting.text.contains("steps over") && !sitting.text.contains("\u{1B}[J"))
    }
  }

  @Test("Ctrl-C is told above it, and the run pauses as ever")
  func interrupted() throws {
    try running { bench, sitting in
      try sitting.see("next 6.1")
      try sitting.control("C")
      try sitting.see("the run pauses when this step has ended")
      #expect(try sitting.end() == ExitCode.interrupted.rawValue)
      #expect(!Self.permanent(sitting.text).contains("steps over"))
      #expect(try bench.log().state.status == .paused(.operator, step: nil))
    }
  }

  @Test("what earlier runs took makes a forecast")
  func forecast() throws {
    try running { bench, sitting in
      #expect(try sitting.end() == 0)
      let again = try bench.sit(bench.exec(["--pause", "4"]))
      try again.decide()
      let gate = try again.see("data loss allowed")
      #expect(gate.contains("still to go") && gate.contains("decide by"))
      try again.approve()
      try again.see("of about 4 s")
      try again.see("well by")
    }
  }
}
