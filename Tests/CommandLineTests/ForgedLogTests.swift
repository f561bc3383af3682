import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("verify, of logs that were computed anew") struct ForgedLogTests {
  /// What somebody who can write everything makes of a log, and what is said to it.
  private struct Forgery {
    let words: String
    var code = ExitCode.auditLogDamaged
    let change: (inout [Record]) throws -> Void
  }

  private func folder(_ bench: Bench) throws -> RunFolder { try StateDirectory.existing(bench.state).folder(#require(bench.runs.last)) }

  private func verify(_ bench: Bench, _ more: [String] = [], _ environment: [String: String] = [:]) throws -> Said {
    try bench.run(["verify", "--state", bench.state] + more, environment: environment)
  }

  /// Each forgery in turn, of one log.
  private func expect(_ bench: Bench, _ environment: [String: String] = [:], _ forgeries: [Forgery]) throws {
    let folder = try folder(bench)
    let log = try folder.logBytes()
    for forgery in forgeries {
      var records: [Record] = []
      _ = try folder.read { records.append($0.record) }
      try forgery.change(&records)
      for index in records.indices { records[index].seq = index + 1 }
      try Files.writeDurably(Recomputed.log(records), to: folder.logPath)
      let said = try verify(bench, [], environment)
      #expect(said.code == forgery.code.rawValue && said.talk.contains(forgery.words), "\(forgery.words): \(said.talk)")
      try Files.writeDurably(log, to: folder.logPath)
    }
    #expect(try verify(bench, [], environment).code == 0)
  }

  /// A run of typed gates that went through.
  private func completed(_ bench: Bench) throws {
    let file = bench.folder + "/answers"
    let answers = """
      {"step":"day","answer":"as usual"}
      {"step":"approve","answer":"approve"}

      """
    try Files.writeDurably(Array(answers.utf8), to: file)
    let said = try bench.run(bench.exec(["--estate", "drill-shop", "--answers", file]))
    try #require(said.code == 0, "\(said.talk)")
  }

  private func place(_ type: String, _ records: [Record]) throws -> Int { try #require(records.firstIndex { $0.event.type == type }) }

  @Test("a run that calls itself a rehearsal, and one whose time or commands were changed: 10, or 12 where it cannot be told")
  func signed() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      #expect(try shop.approve("ada", ["--request", shop.exchange]).end() == 0)
      try #require(try run.end(within: 30) == 0)
      try expect(
        shop.bench, shop.environment,
        [
          Forgery(words: "it lies among the real runs") { records in
            guard case .genesis(var genesis) = records[0].event else { return }
            genesis.mode = .rehearsal
            records[0].event = .genesis(genesis)
          },
          Forgery(words: "never goes back within a session") { records in
            for index in records.indices.dropFirst(try place("gate-answered", records)) { records[index].at.boot -= 18_000_000_000_000 }
          },
          Forgery(words: "its times are not certain", code: .safetyRefusal) { records in
            let place = try place("gate-consumed", records)
            records[place].at = Record.Instant(
              wall: records[place].at.wall.adding(nanoseconds: -9_000_000_000), boot: records[place].at.boot)
          },
          Forgery(words: "with other commands than those of plan.json") { records in
            let place = try #require(
              records.firstIndex { if case .stepIntended(let intent) = $0.event { intent.step == "total" } else { false } })
            guard case .stepIntended(var intent) = records[place].event else { return }
            intent.commands[1] = ["/usr/bin/rm", "-rf", "/"]
            records[place].event = .stepIntended(intent)
          },
        ])
      let roster = try Files.readText(shop.bench.folder + "/trust/roster.json")
      let ada = "\"name\": \"Ada\", \"roles\": [\"incident-commander\"]"
      try shop.trust("roster.json", roster.replacing(ada, with: "\"name\": \"Ada\", \"roles\": [\"scribe\"]"))
      let other = try verify(shop.bench, [], shop.environment)
      #expect(other.code == ExitCode.safetyRefusal.rawValue && other.talk.contains("had the role cannot be said"), "\(other.talk)")
      try shop.trust("roster.json", roster.replacing(ada, with: "\"name\": \"Ada\", \"roles\": []"))
      #expect(try verify(shop.bench, [], shop.environment).code == 0)
    }
  }

  @Test("text in the output file of a step that printed nothing: 10; in one that no record vouches for: named")
  func planted() throws {
    try Bench.with { bench in
      try completed(bench)
      let clean = try verify(bench)
      #expect(clean.code == 0 && !clean.output.contains("no record holds a digest"), "\(clean.output)")
      let output = try folder(bench).outputPath
      for (file, code, words) in [
        ("2-lock.1/output.log", ExitCode.auditLogDamaged.rawValue, "says that its step printed nothing"),
        ("5-total.1.1/output.log", 0, "1 output file of which no record holds a digest"),
        ("9-other.1.log", 0, "1 output file of which no record holds a digest"),
      ] {
        let path = "\(output)/\(file)"
        let kept = (try? Files.read(path)) ?? []
        try Files.writeDurably(Array("planted\n".utf8), to: path)
        let said = try verify(bench)
        let all = said.output + said.talk
        #expect(said.code == code && all.contains(words) && all.contains("output/\(file)"), "\(all)")
        try Files.writeDurably(kept, to: path)
      }
      #expect(try verify(bench).code == 0)
    }
  }

  @Test("a run whose predecessor was removed says so in its first line and in its JSON")
  func alone() throws {
    try Bench.with { bench in
      try completed(bench)
      let first = try folder(bench)
      // Two runs of one second are told apart by chance alone.
      Clock.sleep(milliseconds: 1100)
      _ = try bench.run(bench.exec(["--estate", "drill-shop"]))
      try #require(bench.runs.count == 2)
      let linked = try JSON.parse(Array(try verify(bench, ["--json"]).output.utf8))
      #expect(linked["previous"]?["run"] == .string(first.id.text))
      try Files.removeTree(first.path)
      let said = try verify(bench)
      #expect(
        said.code == 0 && said.output.split(separator: "\n").first?.contains("; THE RUN BEFORE IT IS MISSING: ") == true, "\(said.output)")
      let object = try JSON.parse(Array(try verify(bench, ["--json"]).output.utf8))
      #expect(object["previous"]?["run"] == .null && object["previous"]?["head"]?.stringValue?.utf8.count == 64 && object["ok"] == true)
      let report = try bench.run(["report", "--state", bench.state, "--format", "md"])
      #expect(report.output.contains("THE RUN BEFORE IT IS MISSING"))
    }
  }
}
