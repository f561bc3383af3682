import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("A second copy of every record") struct CopyTests {
  private func answers(_ bench: Bench) throws -> String {
    let path = bench.folder + "/answers"
    let text = """
      {"step":"day","answer":"as usual"}
      {"step":"approve","answer":"approve"}

      """
    try Files.writeDurably(Array(text.utf8), to: path)
    return path
  }

  private func words(_ bench: Bench, _ place: String) throws -> [String] {
    bench.exec(["--estate", "drill-shop", "--answers", try answers(bench), "--copy", place])
  }

  private func log(_ bench: Bench) throws -> [UInt8] {
    try StateDirectory.existing(bench.state).folder(#require(bench.runs.last)).logBytes()
  }

  @Test("a folder holds the log byte by byte, and verify compares the two")
  func folder() throws {
    try Bench.with { bench in
      let place = bench.folder + "/copy"
      try Files.makeDirectory(place)
      let said = try bench.run(words(bench, place))
      #expect(said.code == 0, "\(said.talk)")
      let run = try #require(bench.runs.last)
      #expect(try Files.read(RecordCopy.path(of: run, in: place)) == log(bench))
      let proof = try bench.run(["verify", "--state", bench.state, "--copy", place])
      #expect(proof.code == 0 && proof.output.contains("holds the same"))
      // The environment names it as well.
      let known = try bench.run(["verify", "--state", bench.state], environment: ["RUNBOOK_COPY": place])
      #expect(known.output.contains("holds the same"))
    }
  }

  @Test("a command gets every whole line once, in order")
  func command() throws {
    try Bench.with { bench in
      let file = bench.folder + "/lines"
      let said = try bench.run(words(bench, "exec:tee -a \(file)"))
      #expect(said.code == 0, "\(said.talk)")
      #expect(try Files.read(file) == log(bench))
    }
  }

  @Test("a place that fails stops nothing: it is told once, written down, and caught up when the run goes on")
  func failing() throws {
    try Bench.with { bench in
      let place = bench.folder + "/not/there/yet"
      let said = try bench.run(bench.exec(["--copy", place]))
      #expect(said.code == ExitCode.awaitingSignOff.rawValue)
      #expect(said.talk.split(separator: "\n").count { $0.contains("the second copy in \(place) fails") } == 1)
      #expect(try bench.timeline().split(separator: "\n").count { $0.contains("note: the second copy in \(place) fails") } == 1)
      try Files.makeDirectory(place, parents: true)
      let later = try bench.run(bench.resume(nil, ["--copy", place]))
      #expect(later.code == ExitCode.awaitingSignOff.rawValue)
      let run = try #require(bench.runs.last)
      #expect(try Files.read(RecordCopy.path(of: run, in: place)) == log(bench))
    }
  }

  @Test("a copy that holds something else is not continued, and is kept as it is")
  func other() throws {
    try Bench.with { bench in
      let place = bench.folder + "/copy"
      try Files.makeDirectory(place)
      try bench.paused(["--copy", place])
      let path = RecordCopy.path(of: try #require(bench.runs.last), in: place)
      try Files.writeDurably(Array("something else\n".utf8), to: path)
      let said = try bench.run(bench.resume(nil, ["--copy", place]))
      #expect(said.code == ExitCode.awaitingSignOff.rawValue && said.talk.contains("the second copy is not continued"))
      #expect(try Files.readText(path) == "something else\n")
      let proof = try bench.run(["verify", "--state", bench.state, "--copy", place])
      #expect(proof.code == ExitCode.auditLogDamaged.rawValue && proof.talk.contains("record 1 is not what the copy in"))
    }
  }

  @Test("a relative place on the line is meant from here; anything else is refused before a run begins")
  func places() throws {
    try Bench.with { bench in
      for place in ["exec:", "exec: "] {
        let said = try bench.run(bench.exec(["--copy", place]))
        #expect(said.code == ExitCode.usage.rawValue)
      }
      let said = try bench.run(bench.exec(), environment: ["RUNBOOK_COPY": "somewhere"])
      #expect(said.code == ExitCode.usage.rawValue && bench.runs.isEmpty)
    }
  }

  @Test("verify finds a run whose chain was computed anew: by the copy, by a head that was written down, by the next run's link")
  func recomputed() throws {
    try Bench.with { bench in
      let place = bench.folder + "/copy"
      try Files.makeDirectory(place)
      #expect(try bench.run(words(bench, place)).code == 0)
      let first = try #require(bench.runs.last)
      let directory = try StateDirectory.existing(bench.state)
      let folder = directory.folder(first)
      let spoken = try folder.read().state.fingerprint
      let cut = try folder.logBytes().split(separator: 0x0A).dropLast(5).joined(separator: [0x0A]) + [0x0A]
      try Files.writeDurably(Array(cut), to: folder.logPath)
      // Cut at a record's border, the chain itself is whole.
      #expect(try bench.run(["verify", first.text, "--state", bench.state]).code == 0)
      let byCopy = try bench.run(["verify", first.text, "--state", bench.state, "--copy", place])
      #expect(byCopy.code == ExitCode.auditLogDamaged.rawValue && byCopy.talk.contains("are cut off"))
      let byHead = try bench.run(["verify", first.text, "--state", bench.state, "--anchor", spoken])
      #expect(byHead.code == ExitCode.auditLogDamaged.rawValue && byHead.talk.contains("no record of this log has the head \(spoken)"))
    }
  }

  @Test("the next run's link holds the head of the run before it")
  func linked() throws {
    try Bench.with { bench in
      let place = bench.folder + "/copy"
      try Files.makeDirectory(place)
      #expect(try bench.run(words(bench, place)).code == 0)
      let first = try #require(bench.runs.last)
      // Two runs of one second are told apart by chance alone.
      Clock.sleep(milliseconds: 1100)
      #expect(try bench.run(words(bench, place)).code >= 0)
      let proof = try bench.run(["verify", first.text, "--state", bench.state])
      #expect(proof.code == 0 && proof.output.contains("links to record"))
      let folder = try StateDirectory.existing(bench.state).folder(first)
      let cut = try folder.logBytes().split(separator: 0x0A).dropLast(5).joined(separator: [0x0A]) + [0x0A]
      try Files.writeDurably(Array(cut), to: folder.logPath)
      let found = try bench.run(["verify", first.text, "--state", bench.state])
      #expect(found.code == ExitCode.auditLogDamaged.rawValue && found.talk.contains("links to the head"))
    }
  }
}
