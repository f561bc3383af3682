import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

@Suite("What a report says") struct ReportContentTests {
  @Test("time to recover runs from the declared impact to the proof that all is well")
  func recoveryTime() throws {
    let report = RunReport(try ReportSample.restore())
    #expect(report.objectives.isImpactDeclared)
    #expect(report.objectives.impact.text() == "2026-06-15T13:40:00Z")
    #expect(report.objectives.healthy.map { $0 < report.ended } == true)
    #expect(report.objectives.rto.verdict == .missed)
    #expect(report.objectives.rto.basis == "from the declared impact (--since) to the end of step 9, which proved it")
    #expect(report.objectives.rpo.actual == Int64(2_175_000_000_000))
    #expect(report.objectives.rpo.verdict == .missed, "people wrote on until maintenance mode, behind the declared impact")
  }

  @Test("machine time, waiting for people and standing still add up to the run, across a reboot")
  func shares() throws {
    let report = RunReport(try ReportSample.restore())
    #expect(report.shares.total == report.ended.nanoseconds(since: report.began))
    #expect(report.shares.halted == 9 * 3_600_000_000_000)
    // The gate 540 s, the retry 61 s, the doubt 120 s, the decision 90 s, the manual step 200 s, the skip 15 s.
    #expect(report.shares.people == (540 + 60 + 1 + 120 + 90 + 200 + 15) * 1_000_000_000)
  }

  @Test("without a declared impact the clock starts at the first record, and an unfinished run is measured until now")
  func openRun() throws {
    var log = try ReportLog()
    try log.begin(ReportSample.plan)
    try log.add(.paused(.operator, step: nil), after: 60)
    let soon = RunReport(try log.input(ReportSample.plan, now: "2026-06-15T15:05:00Z"))
    #expect(soon.objectives.rto.verdict == .open)
    #expect(soon.objectives.rto.actual == 3_600_000_000_000)
    #expect(RunReport(try log.input(ReportSample.plan)).objectives.rto.verdict == .missed)
    #expect(soon.objectives.rpo.verdict == .unknown)
  }

  @Test("five lines say what happened")
  func fiveLines() throws {
    let lines = RunReport(try ReportSample.restore()).summary
    #expect(lines.count == 5)
    #expect(lines[1] == "It was completed at 2026-06-16T00:09:37Z, with 2 exceptions that a person decided on.")
    #expect(lines[2] == "10 steps done, 3 not executed, 1 failed attempt, 2 of 2 checks passed, 1 of 1 sign-off given.")
  }

  @Test("every word of a person names claimed name, login, role and reason")
  func people() throws {
    let words = RunReport(try ReportSample.restore()).story.words
    #expect(words.map(\.answer) == ["approved", "was in doubt, settled as not done", "“complete”", "confirmed", "left out"])
    let manual = try #require(words.first { $0.kind == .manual })
    #expect(manual.person == Person(name: "cleo", login: "ben", role: "comms-lead"))
    #expect(manual.why == "posted 23:58")
    #expect(words[0].waited == Int64(540_000_000_000))
  }

  @Test("steps that were not executed are listed with the reason")
  func notExecuted() throws {
    let list = RunReport(try ReportSample.restore()).notExecuted
    #expect(list.map(\.number) == ["6b.1", "8", "10"])
    #expect(list[0].why == "belongs to “some are missing”; “complete” was decided at step 6")
    #expect(list[1].why == "left out by a person: nobody was affected")
    #expect(list[2].why == "not needed: “drop-scratch” was never owed")
  }

  @Test("there is one follow-up per exception, failed step, manual step and open obligation, due 48 hours after the end")
  func followUps() throws {
    let report = RunReport(try ReportSample.restore())
    #expect(report.followUps.map(\.cause) == [.exception, .exception, .failure, .manual])
    #expect(report.due.nanoseconds(since: report.ended) == 48 * 3_600_000_000_000)
    var log = try ReportLog()
    try log.begin(ReportSample.plan)
    try log.add(.obligationOpened(id: "lift", text: "lift maintenance mode", step: "maintenance"))
    try log.add(.aborted(reason: "wrong cluster", by: ReportSample.ada))
    try log.add(.sealed(.aborted))
    let aborted = RunReport(try log.input(ReportSample.plan))
    #expect(aborted.followUps.map(\.text) == ["Settle: lift maintenance mode"])
    #expect(aborted.outcome.words == "aborted")
    #expect(aborted.markdown.contains("✕ still open"))
  }

  @Test("a plan that was changed afterwards, a lost plan and changed outputs are said, not believed")
  func proofs() throws {
    var input = try ReportSample.restore()
    #expect(RunReport(input).proofs.allSatisfy { $0.tone != .bad })
    var other = ReportSample.plan
    other["title"] = "Harmless"
    input.plan = RecordedPlan(other)
    #expect(RunReport(input).proofs.contains { $0.finding.hasPrefix("plan.json is NOT the plan") })
    input.plan = nil
    #expect(RunReport(input).proofs.contains { $0.finding.hasPrefix("plan.json cannot be read") })
    #expect(RunReport(input).html.contains("full-restore"))
    input.outputs.changed = ["output/1-x.1/out"]
    #expect(RunReport(input).proofs.contains { $0.finding.hasPrefix("changed: output/1-x.1/out") })
  }

  @Test("a remark about an earlier time lies at that time and says so")
  func remarks() throws {
    let report = RunReport(try ReportSample.restore())
    let note = try #require(report.story.marks.first { $0.kind == .note })
    #expect(note.at == 300 * 1_000_000_000)
    #expect(report.markdown.contains("support asks for an hour (about 14:10:00Z, cleo)"))
  }

  @Test("a remark about a day before the run says the whole date")
  func earlierDay() throws {
    var log = try ReportLog()
    try log.begin(ReportSample.plan)
    try log.step("maintenance", 5)
    try log.add(.note("it was seen in January", about: WallTime(seconds: 1_577_836_800), by: ReportSample.ben))
    let report = RunReport(try log.input(ReportSample.plan))
    #expect(report.markdown.contains("(about 2020-01-01 00:00:00Z, "))
    #expect(report.html.contains("about 2020-01-01 00:00:00Z, before the run"))
  }

  @Test("the report names people as they named themselves, beside their login: the operator, later sessions, remarks and messages")
  func claimedNames() throws {
    var log = try ReportLog()
    let dora = Person(name: "Dora", login: "root", role: "restore-operator")
    let cleo = Person(name: "Cleo", login: "root", role: "scribe")
    try log.begin(ReportSample.plan)
    try log.session(person: dora, after: 10)
    try log.add(.impactDeclared(at: WallTime(seconds: 1_781_532_000), by: dora))
    try log.add(.resumedFrom(Resumption(step: "maintenance", person: dora)))
    try log.add(.note("told", about: WallTime(seconds: 1_781_532_600), by: cleo), by: "root", after: 60)
    try log.add(.decisionMade(step: "reach", arm: "complete", reason: "by rule: rows is 0", by: .rule))
    let report = RunReport(try log.input(ReportSample.plan))
    #expect(report.markdown.contains("session 2 of Dora (login root), restore-operator on ops1"))
    #expect(report.markdown.contains("told (about 14:10:00Z, Cleo (login root), scribe)"))
    #expect(report.markdown.contains("declared by Dora (login root, restore-operator)"))
    #expect(report.markdown.contains("| the rule |") || report.markdown.contains("| the rule  "))
    #expect(report.operatorName == "ben on ops1", "a log of an earlier version knows the login alone")
    #expect(report.html.contains("Cleo (login root), scribe"))
  }

  @Test("a session that only writes a remark down does not end a standstill")
  func remarkSession() throws {
    var log = try ReportLog()
    try log.begin(ReportSample.plan)
    try log.add(.paused(.operator, step: nil))
    try log.session(after: 100)
    try log.add(.note("still waiting", about: nil))
    try log.session(after: 100)
    try log.add(.resumedFrom(Resumption(step: "maintenance", person: ReportSample.ben)))
    try log.step("maintenance", 5)
    let report = RunReport(try log.input(ReportSample.plan))
    #expect(report.story.halts.map { ($0.to ?? 0) - $0.from } == [200 * 1_000_000_000])
    #expect(report.shares.halted == 200 * 1_000_000_000)
  }

  @Test("a declined gate is told with its reason")
  func declined() throws {
    var log = try ReportLog()
    try log.begin(ReportSample.plan)
    try log.gate("approve", "Restore?", .declined, waits: 30, why: "not at night")
    try log.add(.declined(step: "approve"))
    try log.add(.sealed(.declined))
    let report = RunReport(try log.input(ReportSample.plan))
    #expect(report.summary[1] == "It was declined at 2026-06-15T14:05:30Z by Ada L. (login ada), incident-commander: not at night.")
    #expect(report.notExecuted.first?.why == "the run was declined before it")
    #expect(report.summary[3].hasPrefix("Nothing was recovered: the run ended without a recovery, 30 s after the first record;"))
    #expect(report.shares.halted == 0)
  }
}
