import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("Bad input on the command line") struct BadInputTests {
  /// A line that is refused: the transcript's name, the program, its words, the code.
  struct Line: CustomTestStringConvertible, Sendable {
    let name: String
    let words: [String]
    let code: ExitCode
    var isRunbook = false
    var testDescription: String { name }

    static func shop(_ name: String, _ words: [String], _ code: ExitCode = .usage) -> Line { Line(name: name, words: words, code: code) }
    static func runbook(_ name: String, _ words: [String], _ code: ExitCode = .usage) -> Line {
      Line(name: name, words: words, code: code, isRunbook: true)
    }
    static func ledger(_ name: String, _ value: String) -> Line {
      shop("ledger-" + name, ["exec", "close-the-books", "--ledger=" + value], .parameterRejected)
    }
    static func moment(_ name: String, _ value: String) -> Line {
      runbook("moment-" + name, ["plan", "point-in-time", "--recover-to", value, "--backup-set", "20260615-020003F"], .parameterRejected)
    }
    static func tenant(_ name: String, _ value: String) -> Line {
      runbook("tenant-" + name, ["exec", "tenant-delete", "--dump", "/backups/live_db.dump", "--tenant=" + value], .parameterRejected)
    }
  }

  static let lines: [Line] = [
    .shop("unknown-command", ["exce", "close-the-books"]),
    .shop("unknown-runbook", ["exec", "close-the-boks", "--ledger", "FOLDER/ledger"]),
    .shop("unknown-runbook-far", ["exec", "xyzzy"]),
    .shop("unknown-parameter", ["exec", "close-the-books", "--leger", "FOLDER/ledger"]),
    .shop("unknown-estate", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--estate", "sohp"]),
    .shop("no-runbook", ["exec"]),
    .shop("no-value", ["exec", "close-the-books", "--ledger"]),
    .shop("twice", ["exec", "close-the-books", "--ledger", "/a", "--ledger", "/b"]),
    .shop("three-mistakes", ["exec", "close-the-books", "--leger", "/a", "--estat", "shop", "extra"]),
    .shop("missing-one", ["exec", "close-the-books"]),
    .shop("inject-step", ["exec", "close-the-books", "--rehearse", "--inject", "sing=exit=1"]),
    .shop("inject-failure", ["exec", "close-the-books", "--rehearse", "--inject", "sign=kiled"]),
    .shop("inject-alone", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--inject", "sign=killed"]),
    .shop("run-alone", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--run", "7c1e5a"]),
    .shop("reason-alone", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--reason", "it hangs"]),
    .shop("abort-resume", ["exec", "close-the-books", "--abort", "--resume", "--reason", "it hangs"]),
    .shop("unknown-run-of-log", ["log", "nothing"]),
    .runbook("runbook-unknown", ["exec", "tenant-delet"]),
    .runbook("runbook-missing-all", ["exec", "tenant-delete"]),
    .runbook("runbook-missing-some", ["exec", "tenant-delete", "--tenant", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d"]),
    .runbook("runbook-missing-plan", ["plan", "point-in-time"]),
    .runbook("runbook-estate", ["plan", "tenant-delete", "--dry-run", "--estate", "prodution"]),
    .runbook("runbook-lab-not-there", ["plan", "tenant-delete", "--dry-run", "--estate", "lab"]),
    .ledger("empty", ""), .ledger("relative", "ledger"), .ledger("newline", "/ledger\n/etc/passwd"), .ledger("dash", "-rf"),
    .ledger("look-alike", "/lеdger"), .ledger("escape", "/\u{1B}[2Jledger"), .ledger("climbing", "/var/../etc/passwd"),
    .ledger("bidi", "/ledger\u{202E}txt"), .ledger("carriage-return", "/ledger\r"),
    .shop("count-words", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--pause", "two"], .parameterRejected),
    .shop("count-huge", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--pause", "99999999999999999999"], .parameterRejected),
    .shop("count-negative", ["exec", "close-the-books", "--ledger", "FOLDER/ledger", "--pause=-1"], .parameterRejected),
    .shop("two-refused", ["exec", "close-the-books", "--ledger", "ledger", "--pause", "two"], .parameterRejected),
    .moment("no-zone", "2026-06-15T14:05:00"), .moment("30-february", "2026-02-30T00:00:00Z"), .moment("words", "yesterday"),
    .moment("month-13", "2026-13-01T00:00:00Z"), .moment("hour-25", "2026-06-15T25:00:00Z"),
    .tenant("number", "42"), .tenant("sql", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d' OR 1=1 --"),
    .tenant("shell", "6f1d9b0e-2f43-5c0a-9a3e-$(id)8a1b2c3d"), .tenant("look-alike", "6f1d9b0e-2f43-5c0а-9a3e-0d6f8a1b2c3d"),
    .tenant("newline", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d\n"),
    .runbook(
      "dump-relative", ["exec", "tenant-delete", "--tenant", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d", "--dump", "live_db.dump"],
      .parameterRejected),
    .runbook(
      "dump-other-ending", ["exec", "tenant-delete", "--tenant", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d", "--dump", "/backups/live_db.sql"],
      .parameterRejected),
  ]

  @Test("ends with its own code and one message that names value, rule and what to type; nothing is started", arguments: lines)
  func refused(line: Line) throws {
    try Bench.with { bench in
      let words = line.words.map { $0.split(separator: "FOLDER", omittingEmptySubsequences: false).joined(separator: bench.folder) }
      let said = try Said.by(
        line.isRunbook ? Programs.runbook : Programs.cornerShop, words,
        environment: ["RUNBOOK_STATE": bench.state, "RUNBOOK_LAB": bench.folder])
      #expect(said.code == line.code.rawValue, "\(said.talk)")
      #expect(said.output.isEmpty, "a refusal is talk, not data")
      #expect(said.talk.contains("→"), "what to type instead is missing: \(said.talk)")
      #expect(!said.talk.utf8.contains { $0 < 0x20 && $0 != 0x0A }, "no control character reaches the terminal")
      let shape = said.talk.split(separator: "\n")
      let program = line.isRunbook ? "runbook: " : "corner-shop: "
      #expect(shape.first?.hasPrefix(program) == true, "the program speaks first")
      #expect(shape.dropFirst().allSatisfy { $0.hasPrefix("  ") }, "no value begins a line")
      try bench.expectUntouched()
      #expect(!Files.exists(bench.state), "not even a state folder is made")
      Transcript.expect("exit \(said.code)\n" + said.talk, named: "refused-" + line.name, bench, onlyPlaces: true)
    }
  }

  @Test("a moment in the future is refused by the clock of the machine")
  func future() throws {
    let said = try Said.by(
      Programs.runbook, ["plan", "point-in-time", "--recover-to", "2199-01-01T00:00:00Z", "--backup-set", "20260615-020003F"])
    #expect(said.code == ExitCode.parameterRejected.rawValue)
    #expect(said.talk.contains("--recover-to: “2199-01-01T00:00:00Z” lies in the future; now is 2"))
  }

  @Test("a value with the syntax of a shell or of SQL is one word and nothing else")
  func harmless() throws {
    try Bench.with { bench in
      let name = bench.folder + "/$(touch hacked); rm -rf 'x' \"y\" `id` | cat && %s' OR 1=1 -- \\"
      try Files.writeDurably(Array("bread\n".utf8), to: name)
      let said = try bench.run(["exec", "close-the-books", "--state", bench.state, "--ledger", name])
      #expect(said.code == ExitCode.awaitingSignOff.rawValue, "\(said.talk)")
      #expect(Files.exists(name + ".lock"))
      #expect(try Files.list(bench.folder).count == 4, "the two ledgers, one lock, the state")
      #expect(try bench.log().state.parameters["ledger"] == name)
    }
  }

  @Test("a precondition that does not hold ends with 5 and its remedy; nothing is started")
  func precondition() throws {
    try Bench.with { bench in
      let missing = bench.folder + "/no-ledger"
      for verb in ["plan", "exec"] {
        let said = try Said.by(
          Programs.cornerShop, [verb, "close-the-books", "--ledger", missing], environment: ["RUNBOOK_STATE": bench.state])
        #expect(said.code == ExitCode.preconditionNotMet.rawValue)
        #expect((said.output + said.talk).contains("→ create it: touch \(missing)"))
        Transcript.expect("exit \(said.code)\n" + said.output + said.talk, named: "blocked-" + verb, bench)
      }
      try bench.expectUntouched()
      #expect(!Files.exists(missing + ".lock"))
    }
  }
}
