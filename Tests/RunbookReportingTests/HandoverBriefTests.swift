import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem
import Testing

@Suite("Handing a role over") struct HandoverBriefTests {
  typealias S = Story

  @Test("the brief tells what runs, how long, what waits, what was decided, what is owed, and nothing that could drive a terminal")
  func brief() throws {
    let state = try S.state([
      .decisionMade(step: "reach", arm: "one tenant", reason: "audit", by: S.ada),
      .obligationOpened(id: "drop", text: "drop scratch\u{1B}[2J", step: "restore"), S.request,
    ])
    let plan: JSON = ["title": "Accidental tenant data deletion", "objectives": ["rtoSeconds": 7200]]
    let now = WallTime(nanoseconds: 1_781_532_300_250_000_000 + 600_000_000_000)
    let brief = HandoverBrief(
      S.run, state, plan: plan, notes: ["14:05 one", "14:06 two", "14:07 three", "14:08 four"], now: now, isBusy: true)
    let text = brief.lines.joined(separator: "\n")
    for words in [
      "Accidental tenant data deletion, on production", "10 min since the run began, RTO 2 h",
      "now running, waits for gate, by incident-commander",
      "decided: reach is “one tenant”", "gate gate waits: Insert 12 rows", "still owed: drop scratch", "noted 14:08 four",
      "log head \(state.fingerprint), 6 records",
    ] { #expect(text.contains(words), "\(words) is not in:\n\(text)") }
    #expect(!text.contains("14:05 one") && !text.utf8.contains(0x1B))
  }

  @Test("a handover reaches the log through whoever holds the run, once; what is none is put aside")
  func spool() throws {
    let path = try Files.temporaryDirectory(prefix: "runbook-handover-test")
    defer { try? Files.removeTree(path) }
    let folder = try StateDirectory.open(path + "/state").createRun(S.genesis, plan: [])
    let spool = HandoverSpool(folder)
    let handover = Handover(
      role: "scribe", from: nil, to: Person(name: "Cleo", login: "cleo", role: "scribe"), brief: ["all quiet\u{202E}"])
    try spool.add(handover)
    try Files.writeDurably(Array("{}".utf8), to: folder.path + "/handovers/junk.handover")
    let writer = try JournalWriter.open(folder, session: S.session)
    defer { writer.close() }
    spool.takeIn(writer)
    spool.takeIn(writer)
    #expect(writer.state.holders == ["scribe": handover] && writer.state.recordCount == 3 && !spool.isWaiting)
    #expect(Files.exists(folder.path + "/handovers/junk.handover.refused"))
    // A death between append and removal leaves the file; the role's holder is known already.
    try spool.add(handover)
    spool.takeIn(writer)
    #expect(writer.state.recordCount == 3 && !spool.isWaiting)
  }
}
