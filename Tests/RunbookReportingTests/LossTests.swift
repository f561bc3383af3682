import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

/// The run begins at 14:05:00, 25 minutes after the declared impact; maintenance mode begins at 14:05:11.
@Suite("How much was lost, in a report") struct LossTests {
  private static let impact = "2026-06-15T13:40:00Z"

  private func loss(
    _ plan: JSON, restores: Bool = true, parameters: [String: String] = [:], outputs: [String: String] = [:]
  ) throws -> Objective {
    var log = try ReportLog()
    try log.begin(plan, parameters: parameters)
    let impact = try #require(WallTime(Self.impact))
    try log.add(.impactDeclared(at: impact, by: ReportSample.ben))
    try log.step("maintenance", 10)
    if restores { try log.step("restore", 600) }
    try log.intend("wait")
    for (name, value) in outputs.sorted(by: { $0.key < $1.key }) {
      try log.add(.outputCaptured(step: "wait", name: name, value: value))
    }
    try log.end("wait", 60)
    try log.add(.sealed(.completed))
    return RunReport(try log.input(plan)).objectives.rpo
  }

  private var dead: JSON {
    var plan = ReportSample.plan
    plan["impactEndsWrites"] = true
    return plan
  }

  @Test("what was written between the impact and maintenance mode is lost, too")
  func afterImpact() throws {
    let loss = try loss(ReportSample.plan, parameters: ["recover-to": "2026-06-15T13:40:00Z"])
    #expect(loss.actual == Int64(25 * 60 + 11) * 1_000_000_000 && loss.verdict == .missed)
    #expect(loss.basis == "from 2026-06-15T13:40:00Z, the target of the recovery, to the end of writes")
  }

  @Test("where nobody could write after the impact, it ends there")
  func deadSystem() throws {
    let loss = try loss(dead, outputs: ["recovered-to": "2026-06-15T13:38:00Z"])
    #expect(loss.actual == Int64(120_000_000_000) && loss.verdict == .met)
    #expect(loss.basis == "from 2026-06-15T13:38:00Z, the recovered point, to the declared impact")
  }

  @Test("a recovered point after that impact shows that people wrote on: not known, never nothing")
  func notDead() throws {
    let loss = try loss(dead, outputs: ["recovered-to": "2026-06-15T13:41:00Z"])
    #expect(loss.actual == nil && loss.verdict == .unknown)
    #expect(loss.basis == "the recovered point, 2026-06-15T13:41:00Z, lies after the declared impact, 2026-06-15T13:40:00Z")
  }

  @Test("rows that were deleted after the declared impact lose what was written since the dump")
  func deletedRows() throws {
    let loss = try loss(
      ReportSample.plan, restores: false, parameters: ["deleted-at": "2026-06-15T14:00:00Z"],
      outputs: ["dump-begun": "2026-06-15T13:54:00Z"])
    #expect(loss.actual == Int64(360_000_000_000))
    #expect(loss.basis == "from 2026-06-15T13:54:00Z, the begin of the dump, to the deletion")
  }

  @Test("a dump that was begun after the deletion is not known to have lost nothing")
  func youngDump() throws {
    let loss = try loss(
      ReportSample.plan, restores: false, parameters: ["deleted-at": "2026-06-15T13:50:00Z"],
      outputs: ["dump-begun": "2026-06-15T13:54:00Z"])
    #expect(loss.actual == nil && loss.verdict == .unknown)
  }

  @Test("where the whole was restored after all, the time of the deletion ends nothing: others wrote on")
  func escalated() throws {
    let loss = try loss(
      ReportSample.plan, parameters: ["deleted-at": "2026-06-15T13:40:00Z", "recover-to": "2026-06-15T13:39:59Z"],
      outputs: ["dump-begun": "2026-06-15T02:00:00Z"])
    #expect(loss.actual == Int64(25 * 60 + 12) * 1_000_000_000)
  }

  @Test("what was written behind maintenance mode and came back moves the end to the begin of the restore")
  func behindMaintenance() throws {
    let loss = try loss(ReportSample.plan, outputs: ["recovered-to": "2026-06-15T14:05:11.500Z"])
    #expect(loss.actual == Int64(500_000_000))
    #expect(loss.basis.hasSuffix("to the begin of the restore"))
  }

  @Test("time to recover ends with the last proof: a check that fails and passes an hour later moves it")
  func lateProof() throws {
    var plan = ReportSample.plan
    guard var steps = plan["steps"]?.arrayValue else { return }
    steps.append(["number": "11", "id": "missing", "title": "Nothing is missing", "kind": "reconcile", "mark": "reconcile"])
    steps.append(["number": "12", "id": "rows", "title": "Rows are there", "kind": "check"])
    plan["steps"] = .array(steps)
    var log = try ReportLog()
    try log.begin(plan)
    try log.step("restore", 600)
    try log.step("missing", 5, .failed(.exit(1)))
    log.wait(3600)
    try log.step("missing", 5, attempt: 2)
    try log.step("wait", 30)
    #expect(try RunReport(log.input(plan)).objectives.proven == log.wall.adding(nanoseconds: -31_000_000_000))
    try log.step("rows", 5)
    #expect(try RunReport(log.input(plan)).objectives.proven == log.wall, "every check behind a restore of the whole counts")
  }
}
