import RunbookBase
import RunbookJournal
import RunbookSystem
import Testing

@Suite("verify, and the proof of the report") struct VerifyTests {
  private func folder(_ bench: Bench) throws -> RunFolder {
    try StateDirectory.existing(bench.state).folder(#require(bench.runs.last))
  }

  /// The log with other records in it, and every hash computed anew.
  private func rewrite(_ bench: Bench, _ change: (inout [Record]) -> Void) throws {
    let folder = try folder(bench)
    var records: [Record] = []
    _ = try folder.read { records.append($0.record) }
    change(&records)
    for index in records.indices { records[index].seq = index + 1 }
    try Files.writeDurably(Recomputed.log(records), to: folder.logPath)
  }

  private func changeAnswer(_ records: inout [Record], _ change: (inout GateAnswer) -> Void) {
    for index in records.indices {
      guard case .gateAnswered(var answer) = records[index].event else { continue }
      change(&answer)
      records[index].event = .gateAnswered(answer)
    }
  }

  /// A run that Ada's signature released.
  private func released(_ shop: KeyShop) throws {
    let run = try shop.atGate()
    #expect(try shop.approve("ada", ["--request", shop.exchange]).end() == 0)
    try #require(try run.end(within: 30) == 0)
  }

  private func verify(_ shop: KeyShop, _ more: [String] = []) throws -> Said {
    try shop.run(["verify", "--state", shop.bench.state] + more)
  }

  private func report(_ shop: KeyShop) throws -> Said { try shop.run(["report", "--state", shop.bench.state, "--format", "md"]) }

  @Test("a signed no that was made a yes, with a release forged after it: 10, by record, from verify, its JSON and the report")
  func noIntoYes() throws {
    try KeyShop.with { shop in
      let run = try shop.atGate()
      let words = ["approve", "--request", shop.exchange, "--key", shop.key("ada"), "--decline", "--reason", "the till is short"]
      #expect(try shop.run(words).code == 0)
      #expect(try run.end(within: 30) == ExitCode.signOffRefused.rawValue)
      #expect(try verify(shop).code == 0)
      var place = 0
      try rewrite(shop.bench) { records in
        changeAnswer(&records) { answer in
          answer.decision = .approved
          answer.reason = nil
        }
        place = (records.firstIndex { if case .gateAnswered = $0.event { true } else { false } } ?? 0) + 1
        records.removeSubrange(place...)
        var release = records[place - 1]
        release.event = .gateConsumed(step: "approve", releasing: "total")
        records.append(release)
      }
      let words10 = "ada@shop signed a no at gate approve, and record \(place) says approved"
      let said = try verify(shop)
      #expect(said.code == ExitCode.auditLogDamaged.rawValue && said.talk.contains(words10), "\(said.talk)")
      let json = try verify(shop, ["--json"])
      #expect(json.code == ExitCode.auditLogDamaged.rawValue)
      let object = try JSON.parse(Array(json.output.utf8))
      #expect(object["ok"] == false && object["sealed"] == false && object["outcome"] == .null)
      #expect(object["findings"] == [["record": JSON(place), "rule": "sign-off", "text": .string(words10)]])
      let report = try report(shop)
      #expect(report.code == ExitCode.auditLogDamaged.rawValue && report.output.contains("- Sign-off: ") && report.talk.contains(words10))
    }
  }

  @Test("another name, a missing signature and another history before the gate: 10 each, and the report's proof says the same")
  func changed() throws {
    try KeyShop.with { shop in
      try released(shop)
      let log = try folder(shop.bench).logBytes()
      let forgeries: [(words: String, change: (inout [Record]) -> Void)] = [
        (
          "names Cleo (cleo@shop)",
          { records in
            changeAnswer(&records) { $0.person = Person(name: "Cleo", login: "cleo@shop", role: "incident-commander") }
          }
        ),
        (
          "the yes has no signature",
          { records in
            records[2].by = "somebody"
            changeAnswer(&records) { $0.signature = nil }
          }
        ),
        ("the head was", { $0[2].by = "somebody" }),
      ]
      for (words, change) in forgeries {
        try rewrite(shop.bench, change)
        let said = try verify(shop)
        #expect(said.code == ExitCode.auditLogDamaged.rawValue && said.talk.contains(words), "\(said.talk)")
        let report = try report(shop)
        #expect(report.code == ExitCode.auditLogDamaged.rawValue && report.output.contains("## Proof") && report.talk.contains(words))
        try Files.writeDurably(log, to: try folder(shop.bench).logPath)
      }
      #expect(try verify(shop).code == 0)
    }
  }

  @Test("a key that was rotated out after the run: 12 and what to do, never a tampered log; kept with valid-before it proves the run")
  func rotated() throws {
    try KeyShop.with { shop in
      try released(shop)
      let path = shop.bench.folder + "/trust/allowed_signers"
      let signers = try Files.readText(path)
      try shop.trust("allowed_signers", signers.split(separator: "\n").filter { !$0.hasPrefix("ada") }.joined(separator: "\n") + "\n")
      try shop.trust("roster.json", "{\"people\": [{\"person\": \"ben\", \"roles\": [], \"principals\": [\"ben@shop\"]}]}")
      let said = try verify(shop)
      #expect(said.code == ExitCode.safetyRefusal.rawValue && !said.talk.contains("computed anew"), "\(said.talk)")
      #expect(said.talk.contains("do not vouch for its key") && said.talk.contains("valid-before"), "\(said.talk)")
      let object = try JSON.parse(Array(try verify(shop, ["--json"]).output.utf8))
      #expect(object["trust"] == "not-vouched" && object["ok"] == false && object["findings"]?.arrayValue?.count == 1)
      #expect(object["findings"]?.arrayValue?.first?["rule"] == "trust")
      let report = try report(shop)
      #expect(report.code == 0 && report.output.contains("- Keys: "), "\(report.talk)")
      try shop.trust("allowed_signers", signers.replacing("ada@shop namespaces", with: "ada@shop valid-before=\"20990101\",namespaces"))
      #expect(try verify(shop).code == 0)
    }
  }

  @Test("a changed or missing output file and a changed plan.json: 10, by name, from verify as from the report")
  func files() throws {
    try KeyShop.with { shop in
      try released(shop)
      let folder = try folder(shop.bench)
      var files: [String] = []
      _ = try folder.read { if case .stepEnded(let ending) = $0.record.event, let file = ending.output { files.append(file.file) } }
      let file = try #require(files.last)
      #expect(try verify(shop).output.contains("plan.json is the accepted one, and \(files.count) output files as recorded"))
      let kept = try Files.read("\(folder.path)/\(file)")
      try Files.writeDurably(kept + Array("more\n".utf8), to: "\(folder.path)/\(file)")
      let changed = try verify(shop)
      #expect(changed.code == ExitCode.auditLogDamaged.rawValue && changed.talk.contains("the output file \(file) is not what record"))
      #expect(try report(shop).code == ExitCode.auditLogDamaged.rawValue)
      try Files.remove("\(folder.path)/\(file)")
      let gone = try verify(shop)
      #expect(gone.code == ExitCode.auditLogDamaged.rawValue && gone.talk.contains("the output file \(file) that record"))
      try Files.writeDurably(kept, to: "\(folder.path)/\(file)")
      #expect(try verify(shop).code == 0)
      let plan = try Files.readText(folder.planPath)
      try Files.writeDurably(Array(plan.replacing("bread", with: "cakes").replacing("Close", with: "Open").utf8), to: folder.planPath)
      let other = try verify(shop)
      #expect(other.code == ExitCode.auditLogDamaged.rawValue && other.talk.contains("plan.json is not the plan that the run accepted"))
    }
  }

  @Test("verify --json is one object: of a whole log, of one that waits, and of a damaged one")
  func json() throws {
    try Bench.with { bench in
      try bench.paused()
      let folder = try folder(bench)
      let state = try folder.read().state
      let said = try bench.run(["verify", "--state", bench.state, "--json"])
      let object = try JSON.parse(Array(said.output.utf8))
      #expect(said.code == 0 && said.talk.isEmpty)
      let expected: [(String, JSON)] = [
        ("run", .string(folder.id.text)), ("records", JSON(state.recordCount)), ("head", .string(state.head.hex)),
        ("short", .string(state.fingerprint)), ("sealed", false), ("outcome", .null), ("torn", .null), ("ok", true), ("findings", []),
        ("trust", "nothing-signed"), ("mode", "real"), ("previous", .null),
      ]
      for (key, value) in expected { #expect(object[key] == value, "\(key) in \(said.output)") }
      #expect(object.members?.count == expected.count + 1 && object["notes"]?.arrayValue?.isEmpty == false)
      var bytes = try folder.logBytes()
      bytes[bytes.count / 2] ^= 1
      try Files.writeDurably(bytes, to: folder.logPath)
      let damaged = try bench.run(["verify", "--state", bench.state, "--json"])
      let broken = try JSON.parse(Array(damaged.output.utf8))
      #expect(damaged.code == ExitCode.auditLogDamaged.rawValue && broken["ok"] == false && broken["trust"] == .null)
      #expect(broken["findings"]?.arrayValue?.first?["rule"] == "chain" && (broken["records"]?.intValue ?? 99) < state.recordCount)
    }
  }
}
