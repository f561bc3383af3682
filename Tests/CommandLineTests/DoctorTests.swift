import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("doctor") struct DoctorTests {
  /// What doctor says of one point: its verdict, and what was seen.
  struct Points {
    let code: Int32
    let json: JSON

    init(_ said: Said) throws {
      code = said.code
      json = try JSON.parse(Array(said.output.utf8))
    }

    subscript(_ id: String) -> (verdict: String, observed: String, remedy: String)? {
      guard let point = json["points"]?.arrayValue?.first(where: { $0["id"]?.stringValue == id }) else { return nil }
      return (point["verdict"]?.stringValue ?? "", point["observed"]?.stringValue ?? "", point["remedy"]?.stringValue ?? "")
    }

    /// A point that is in the way, with these words.
    func expectProblem(_ id: String, _ words: String, verdict: String = "problem", _ location: SourceLocation = #_sourceLocation) {
      #expect(self[id]?.verdict == verdict, "\(id): \(json)", sourceLocation: location)
      #expect(self[id]?.observed.contains(words) == true, "\(String(describing: self[id]))", sourceLocation: location)
      #expect(self[id]?.remedy.isEmpty == false, "a problem has a remedy", sourceLocation: location)
      #expect(code == ExitCode.preconditionNotMet.rawValue, sourceLocation: location)
      #expect(json["ready"] == false, sourceLocation: location)
    }
  }

  /// The clock of a test machine may be kept by its host, which is nobody's fault.
  static let words = ["doctor", "--json", "--except", "clock-synchronised"]

  private func points(_ bench: Bench, _ more: [String] = [], _ environment: [String: String] = [:]) throws -> Points {
    try Points(bench.run(Self.words + ["--state", bench.state] + more, environment: environment))
  }

  @Test("a shop where all is well is ready: 0, and nothing was made")
  func ready() throws {
    try Bench.with { bench in
      let points = try points(bench)
      #expect(points.code == 0)
      #expect(points.json["ready"] == true, "\(points.json)")
      #expect(points["program"]?.observed.contains("SHA-256 ") == true)
      #expect(points["state-folder"]?.observed.contains("is not there yet") == true)
      #expect(!Files.exists(bench.state))
      #expect(try Files.list(bench.folder) == ["ledger"])
      let cat = points.json["points"]?.arrayValue?.first { $0["id"]?.stringValue == "program-cat" }
      #expect(cat?["runbooks"]?.arrayValue?.compactMap(\.stringValue) == ["close-the-books", "carry-over"])
    }
  }

  @Test("what a person sees")
  func transcript() throws {
    try Bench.with { bench in
      try bench.paused()
      let said = try bench.run(["doctor", "--state", bench.state, "--except", "clock-synchronised", "--copy", bench.folder + "/copies"])
      #expect(said.code == ExitCode.preconditionNotMet.rawValue)
      // What differs from machine to machine has tests of its own.
      let machine = ["the program:", "file system, for", "free space", " clock", "chronyc", "OpenSSH", "/usr/", "/bin/"]
      let lines = said.output.split(separator: "\n", omittingEmptySubsequences: false)
      var shown = lines.filter { line in !machine.contains { line.contains($0) } }.joined(separator: "\n")
      shown.replace(/not ready: 2 problems.*/, with: "not ready: 2 problems")
      shown.replace("of \(Host.userName()), mode", with: "of LOGIN, mode")
      shown.replace(/--run [0-9a-f]{6}/, with: "--run SHORT")
      Transcript.expect(shown, named: "doctor", bench)
    }
  }

  @Test("a state folder that cannot be trusted or used")
  func stateFolder() throws {
    try Bench.with { bench in
      try Files.makeDirectory(bench.state)
      try Files.setMode(bench.state, 0o777)
      try points(bench).expectProblem("state-folder", "can be written by others")
      try points(bench).expectProblem("runs", "nobody has looked", verdict: "unknown")
      try Files.remove(bench.state)
      try Files.writeDurably([], to: bench.state)
      try points(bench).expectProblem("state-folder", "is not a folder")
    }
  }

  @Test("a place without room for a log is a problem")
  func room() throws {
    try Bench.with { bench in
      // A file system with no blocks at all.
      let points = try Points(bench.run(Self.words + ["--state", "/proc/none"]))
      points.expectProblem("state-space", "a run needs 8 MiB to begin")
    }
  }

  @Test("a second copy that is not there, or whose command nobody finds")
  func copy() throws {
    try Bench.with { bench in
      try points(bench, ["--copy", bench.folder + "/copies"]).expectProblem("record-copy", "is not there")
      try points(bench, ["--copy", "exec:no-such-program-here"]).expectProblem("record-copy", "no-such-program-here")
      try points(bench, ["--copy", bench.ledger]).expectProblem("record-copy", "is no folder")
      #expect(try points(bench, ["--copy", bench.folder])["record-copy"]?.observed.contains("on the same file system") == true)
    }
  }

  @Test("a program that others can write to, or that is younger than the clock")
  func program() throws {
    try Bench.with { bench in
      let own = bench.folder + "/corner-shop"
      try #require(try Subprocess.run("/bin/cp", [Programs.cornerShop, own]).status.isSuccess)
      try Files.setMode(own, 0o777)
      try Points(Said.by(own, Self.words + ["--state", bench.state])).expectProblem("program", "others can write to it (mode 777)")
      try Files.setMode(own, 0o755)
      try #require(try Subprocess.run("/usr/bin/touch", ["-d", "2100-01-01", own]).status.isSuccess)
      try Points(Said.by(own, Self.words + ["--state", bench.state])).expectProblem("clock", "this program was installed at 2100-01-01")
    }
  }

  @Test("a terminal says its width; a locale that is not UTF-8 is a problem, and one that is not named is unknown")
  func terminal() throws {
    try Bench.with { bench in
      for (locale, wanted, code) in [
        ("C.UTF-8", "ok       the terminal's", Int32(0)), ("C", "problem  the terminal's", 5), ("", "unknown  the terminal's", 5),
      ] {
        let sitting = try bench.sit(
          ["doctor", "--state", bench.state, "--except", "clock-synchronised"], columns: 72,
          environment: ["LC_ALL": locale, "NO_COLOR": "1"])
        #expect(try sitting.end() == code)
        #expect(sitting.text.contains("72 columns, no colours"))
        #expect(sitting.text.contains(wanted), "\(sitting.text)")
        // A path or a digest is never broken.
        let wide = sitting.text.split(separator: "\n").filter { $0.count > 72 && $0.split(separator: " ").allSatisfy { $0.count < 50 } }
        #expect(wide.isEmpty)
      }
    }
  }

  @Test("runs: a paused one and a damaged log are in the way, each with what to type; one of another estate is not")
  func runs() throws {
    try Bench.with { bench in
      try bench.paused()
      let run = try #require(bench.runs.last)
      let paused = try points(bench)
      paused.expectProblem("run-\(run.short)", "paused (sign-off), waits for day")
      #expect(
        paused["run-\(run.short)"]?.remedy.contains("exec close-the-books --resume --run \(run.short) --state \(bench.state)") == true)
      let other = try points(bench, ["--estate", "drill-shop"])
      #expect(other.code == 0)
      #expect(other["runs"]?.observed == "none; 1 on other estates")
      let log = "\(bench.state)/runs/\(run)/audit.log"
      var bytes = try Files.read(log)
      bytes[bytes.count / 2] ^= 1
      try Files.writeDurably(bytes, to: log)
      try points(bench).expectProblem("log-\(run.short)", "")
    }
  }

  @Test("a drill that nobody has made is overdue")
  func drills() throws {
    try Bench.with { bench in
      let points = try Points(Said.by(Programs.runbook, Self.words + ["--state", bench.state]))
      points.expectProblem("drill-drill", "overdue: every 7 d, never passed")
      #expect(points["plans"]?.verdict == "ok")
    }
  }

  @Test("an estate whose file is missing is a problem; an estate that nobody knows is a slip")
  func estate() throws {
    try Bench.with { bench in
      try points(bench, ["--estate", "key-shop"], ["CORNER_SHOP": bench.folder]).expectProblem("estate", "cannot be read")
      #expect(try bench.run(["doctor", "--estate", "no-shop"]).code == ExitCode.usage.rawValue)
    }
  }

  @Test("a point that somebody lives with is shown, and does not count")
  func excepted() throws {
    try Bench.with { bench in
      let words = ["--copy", bench.folder + "/copies", "--except", "record-copy"]
      #expect(try points(bench, words).code == 0)
      let said = try bench.run(["doctor", "--state", bench.state, "--except", "clock-synchronised"] + words)
      #expect(said.output.contains("excepted the second copy of each record: "))
      #expect(said.output.contains("ready, "))
      let slip = try bench.run(["doctor", "--state", bench.state, "--except", "record-cpoy"])
      #expect(slip.code == ExitCode.usage.rawValue)
      #expect(slip.talk.contains("did you mean --except record-copy?"), "\(slip.talk)")
      #expect(try points(bench, ["--except", "look-anything", "--except", "run-abcdef"]).code == 0, "points that come and go")
    }
  }
}
