import RunbookBase
import RunbookJournal
import Testing

@testable import RunbookReporting

/// Drills written by hand.
enum DrillSample {
  static func step(_ number: String, _ id: String, _ title: String, _ kind: String = "run", _ more: JSON = [:]) -> JSON {
    var json: JSON = ["number": .string(number), "id": .string(id), "title": .string(title), "kind": .string(kind)]
    for member in more.members ?? [] { json[member.key] = member.value }
    return json
  }

  static let plan: JSON = [
    "title": "Restore drill", "section": "§4.2", "drill": true, "estate": ["name": "production", "summary": "two hosts"],
    "objectives": ["rtoSeconds": 14_400, "rpoSeconds": 300],
    "steps": [
      step("1", "restore", "Restore into the scratch data directory", "run", ["owes": [["id": "remove", "title": "remove it"]]]),
      step("2", "rows", "orders holds its rows", "check", ["passes": "answers ≥ 1"]),
      step("3", "file", "The print file opens", "check", ["passes": "answers = true", "mark": "verification"]),
      step("4", "walk", "Walk an order", "manual"), step("5", "record", "Enter the drill into its log"),
    ],
  ]

  /// A drill of so many seconds, as far as the words say.
  static func run(
    _ began: String, _ runbook: String = "drill", seconds: Int64 = 40, gap: String = "3", hands: Bool = false, result: String? = "passed",
    failing: Bool = false, ending: Event? = .sealed(.completed)
  ) throws -> DrillRecord {
    let wall = try #require(WallTime(began))
    var log = try ReportLog("\(wall.compact)-\(runbook)-0a1b2c", wall: began)
    try log.begin(plan, mode: .drill)
    try log.step("restore", seconds)
    try log.add(.outputCaptured(step: "restore", name: "backup-set", value: "20260614-020003F"))
    try log.add(.outputCaptured(step: "restore", name: "recovery-gap", value: gap))
    for (id, value) in [("rows", "1204"), ("file", "true")] {
      try log.intend(id)
      let passed = !(failing && id == "file")
      try log.add(
        .checkObserved(CheckObservation(step: id, value: passed ? value : "false", criterion: "answers = true", passed: passed)), after: 1)
      try log.end(id, 0, passed ? .succeeded : .failed(.check("false")))
    }
    if failing { try log.add(.stepSkipped(step: "file", reason: "looked at by hand <b>", by: ReportSample.ben)) }
    if hands { try log.add(.manualConfirmed(step: "walk", evidence: "order 12", by: ReportSample.ben), after: 60) }
    if let result { try log.add(.outputCaptured(step: "record", name: "drill-result", value: result)) }
    if let ending { try log.add(ending, after: 2) }
    return DrillRecord(RunReport(try log.input(plan)))
  }

  static func trend(now: String = "2026-06-16T12:00:00Z") throws -> DrillTrend {
    DrillTrend(
      runs: [
        try run("2026-05-24T02:00:00Z", seconds: 95, gap: "40"), try run("2026-05-31T02:00:00Z", seconds: 90, gap: "12"),
        try run("2026-06-01T09:00:00Z", "game-day", seconds: 300, gap: "55", hands: true),
        try run("2026-06-07T02:00:00Z", seconds: 70, result: "failed", failing: true, ending: .sealed(.completedWithExceptions)),
        try run("2026-06-14T02:00:00Z", seconds: 62, gap: "0"),
        try run("2026-06-15T09:00:00Z", "game-day", seconds: 240, gap: "20", result: nil, ending: .paused(.operator, step: nil)),
      ], entries: [], cadences: [("drill", 604_800), ("game-day", 2_678_400)], estate: "production", now: try #require(WallTime(now)),
      program: "runbook")
  }
}

@Suite("What a drill came to") struct DrillTests {
  typealias S = DrillSample

  @Test("time to recover ends with the last proof, data loss is the gap, and a person's steps are counted")
  func measures() throws {
    let drill = try S.run("2026-06-14T02:00:00Z", hands: true)
    #expect(drill.rto == 45_000_000_000)
    #expect(drill.rpo == 3_000_000_000)
    #expect(drill.manualSteps == 1)
    #expect(drill.backupSet == "20260614-020003F")
    #expect(drill.checks.map(\.value) == ["1204", "true"])
    #expect(drill.outcome == .passed && drill.anomalies.isEmpty)
  }

  @Test(
    "one that did not report counts as failed, whatever its checks said",
    arguments: [
      ("passed", .sealed(.completed), .passed), ("failed", .sealed(.completed), .failed), (nil, .sealed(.completed), .silent),
      (nil, nil, .silent), ("passed", nil, .silent), ("passed", .paused(.operator, step: nil), .silent),
      ("passed", .aborted(reason: "enough", by: ReportSample.ben), .failed),
    ] as [(String?, Event?, DrillRecord.Outcome)])
  func outcomes(result: String?, ending: Event?, outcome: DrillRecord.Outcome) throws {
    #expect(try S.run("2026-06-14T02:00:00Z", result: result, ending: ending).outcome == outcome)
  }

  @Test("a check that was left out has not passed, and the report of the drill is “failed”")
  func leftOut() throws {
    let drill = try S.run("2026-06-14T02:00:00Z", result: nil, failing: true, ending: nil)
    #expect(drill.passedChecks == 1 && drill.checks.count == 2)
    #expect(drill.anomalies.count == 2)
    var log = try ReportLog("20260614T020000Z-drill-0a1b2c")
    try log.begin(S.plan, mode: .drill)
    #expect(DrillRecord.result(RunReport(try log.input(S.plan))) == .failed, "no check was made yet")
    #expect(DrillRecord.result(RunReport(try log.input(["title": "x"]))) == .failed, "a plan without checks proves nothing")
  }

  @Test("an entry of the log says the same when it is read back")
  func entry() throws {
    let drill = try S.run("2026-06-14T02:00:00Z", result: "failed", failing: true, ending: .sealed(.completedWithExceptions))
    var read = try #require(DrillRecord(drill.json))
    read.rto = drill.rto
    #expect(read == drill)
    #expect(DrillRecord(["run": "x"]) == nil)
    #expect(drill.entry.contains("| The print file opens | false | answers = true | NOT PASSED |"))
    #expect(drill.entry.contains(#"looked at by hand \<b\>"#))
  }

  @Test(
    "a drill is due a week after it last passed; a failed one in between does not count",
    arguments: [
      ("2026-06-20T00:00:00Z", DrillSchedule.State.current), ("2026-06-21T02:00:00Z", .current), ("2026-06-21T02:00:01Z", .overdue),
      ("2027-01-01T00:00:00Z", .overdue),
    ])
  func due(now: String, state: DrillSchedule.State) throws {
    let trend = try S.trend(now: now)
    #expect(trend.schedules[0].state == state)
    #expect(trend.schedules[1].state == .failed, "the newest game day did not report")
    #expect(trend.needsAttention)
  }

  @Test("a drill that never was is overdue, and a running one is waited for")
  func never() throws {
    let now = try #require(WallTime("2026-06-16T12:00:00Z"))
    #expect(DrillSchedule("drill", every: 60, [], now: now).state == .overdue)
    var running = try S.run("2026-06-16T11:59:00Z", result: nil, ending: nil)
    running.outcome = .running
    let before = try S.run("2026-06-14T02:00:00Z")
    #expect(DrillSchedule("drill", every: 604_800, [before, running], now: now).state == .current)
  }

  @Test("the run wins over its entry in the log, another estate's drills are another story, and so are other runbooks")
  func sources() throws {
    var changed = try S.run("2026-06-14T02:00:00Z")
    changed.outcome = .failed
    var old = try S.run("2026-06-07T02:00:00Z")
    old.manualSteps = 7
    var foreign = try S.run("2026-06-08T02:00:00Z")
    foreign.estate = "lab"
    let trend = DrillTrend(
      runs: [try S.run("2026-06-14T02:00:00Z"), foreign, try S.run("2026-06-13T02:00:00Z", "drill-teardown")], entries: [changed, old],
      cadences: [("drill", 604_800)], estate: "production", now: try #require(WallTime("2026-06-16T12:00:00Z")), program: "runbook")
    #expect(trend.drills.map(\.manualSteps) == [7, 0])
    #expect(trend.drills.map(\.outcome) == [.passed, .passed])
    #expect(!trend.needsAttention)
  }
}

/// The whole trend, byte by byte; `RUNBOOK_GOLDEN=write` makes the files anew, to be looked at before they are kept.
@Suite("The trend over fixed drills") struct DrillGoldenTests {
  @Test("it is the one that was looked at", arguments: ["md", "json", "html"])
  func golden(_ format: String) throws {
    let trend = try DrillSample.trend()
    let text = format == "html" ? trend.html : format == "json" ? trend.json.pretty + "\n" : trend.markdown
    #expect(try Golden.matches(text, "drills.\(format)"))
  }

  @Test("it is one well-formed page without script and without anything from the network, for screen readers too")
  func wellFormed() throws {
    let html = try DrillSample.trend().html
    let markup = ReportMarkup(html)
    #expect(markup.mistakes == [])
    for tag in ["script", "link", "img", "iframe", "object"] { #expect(markup.tags[tag] == nil) }
    #expect(markup.tags["h1"] == 1 && markup.tags["caption"] == markup.tags["table"])
    #expect(html.split(separator: "<svg ").dropFirst().allSatisfy { $0.prefix(while: { $0 != ">" }).contains("aria-labelledby=") })
    #expect(!html.contains("by hand <b>"))
  }

  @Test("no drill, and one drill, are pages too", arguments: [0, 1])
  func few(count: Int) throws {
    let drills = count == 0 ? [] : [try DrillSample.run("2026-06-14T02:00:00Z")]
    let trend = DrillTrend(
      runs: drills, entries: [], cadences: [("drill", 604_800)], estate: "production",
      now: try #require(WallTime("2026-06-16T12:00:00Z")), program: "runbook")
    #expect(ReportMarkup(trend.html).mistakes == [])
    #expect(trend.html.contains(count == 0 ? "There was no drill yet." : "<circle"))
    #expect(trend.markdown.contains(count == 0 ? "| none |" : "| drill |"))
  }

  @Test("two years of weeks are one picture of the newest forty, and every one of them is in the table")
  func many() throws {
    let first = try #require(WallTime("2024-06-16T12:00:00Z"))
    let drills = try (0..<104).map { week in
      try DrillSample.run(first.adding(nanoseconds: Int64(week) * 604_800_000_000_000).text(.seconds), seconds: Int64(60 + week))
    }
    let trend = DrillTrend(
      runs: drills, entries: [], cadences: [("drill", 604_800)], estate: "production", now: try #require(WallTime("2026-06-16T12:00:00Z")),
      program: "runbook")
    #expect(trend.html.split(separator: "<circle").count - 1 == 3 * (40 + 10))
    #expect(trend.html.split(separator: #"<th role="rowheader""#).count - 1 == 104)
  }
}
