import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Golden transcripts") struct TranscriptTests {
  @Test("plan, exec, log, status and verify of a whole run")
  func wholeRun() throws {
    try Bench.with { bench in
      for (name, words) in [
        ("plan-dry-run", ["plan", "close-the-books", "--dry-run"]),
        ("plan", ["plan", "close-the-books", "--ledger", bench.ledger]),
        ("plan-json", ["plan", "close-the-books", "--ledger", bench.ledger, "--json"]),
        ("show", ["show", "close-the-books"]), ("list", ["list"]),
        ("help-exec", ["exec", "close-the-books", "--help"]),
        ("exec-dry-run", ["exec", "close-the-books", "--ledger", bench.ledger, "--dry-run"]),
      ] {
        let said = try bench.run(words)
        #expect(said.code == 0, "\(said.talk)")
        Transcript.expect(said.output + said.talk, named: name, bench)
      }
      let sitting = try bench.sit(bench.exec(), columns: 200, environment: ["NO_COLOR": "1"])
      try sitting.decide(2, why: "the till was open")
      try sitting.answer("what did you see or do: ", "41 coins")
      try sitting.answer("your name, as Restore Operator: ", "Ben")
      try sitting.approve()
      #expect(try sitting.end() == 0)
      // The two checks run side by side: which of them is told first is nobody's promise.
      let lines = sitting.text.split(separator: "\n", omittingEmptySubsequences: false)
      let checks = lines.indices.filter {
        lines[$0].contains(" 6.") && !lines[$0].contains("steps that change") || lines[$0].contains("| 1")
      }
      let told = lines.indices.filter { !checks.contains($0) }.map { String(lines[$0]) }.joined(separator: "\n")
      Transcript.expect(told, named: "exec", bench)
      for name in ["status", "verify"] {
        let said = try bench.run([name, "--state", bench.state])
        #expect(said.code == 0)
        Transcript.expect(said.output + said.talk, named: name, bench)
      }
      let timeline = try bench.timeline().split(separator: "\n").filter { !$0.contains("checks/") }.joined(separator: "\n")
      Transcript.expect(timeline, named: "log", bench)
    }
  }

  @Test("a run that waits: what exec, status and verify say")
  func waitingRun() throws {
    try Bench.with { bench in
      Transcript.expect(try bench.run(bench.exec()).talk, named: "exec-waiting", bench)
      Transcript.expect(try bench.run(["status", "--state", bench.state]).output, named: "status-waiting", bench)
      Transcript.expect(try bench.run(["verify", "--state", bench.state]).output, named: "verify-waiting", bench)
      let json = try JSON.parse(Array(try bench.run(["status", "--state", bench.state, "--json"]).output.utf8))
      #expect(json["runs"]?.arrayValue?.first?["waitsFor"]?.stringValue == "day")
      let log = try JSON.parse(Array(try bench.run(["log", "--state", bench.state, "--json"]).output.utf8))
      #expect(log["entries"]?.arrayValue?.count == (try bench.log().state.recordCount))
    }
  }

  @Test("the digest of a plan is the same in every process and folder, and follows the parameters")
  func digest() throws {
    try Bench.with { bench in
      let words = ["plan", "close-the-books", "--dry-run", "--ledger", bench.ledger]
      let first = try bench.run(words).output.split(separator: "\n").last
      #expect(try bench.run(words).output.split(separator: "\n").last == first)
      #expect(try bench.run(words + ["--pause", "1"]).output.split(separator: "\n").last != first)
      #expect(try bench.run(words + ["--estate", "drill-shop"]).output.split(separator: "\n").last != first)
    }
  }
}
