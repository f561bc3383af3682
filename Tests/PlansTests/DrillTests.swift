import Operations
import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("Drills touch nothing of production's, and leave nothing behind") struct DrillTests {
  static let drills = ["drill", "game-day", "drill-teardown"]

  @Test("no command of a drill that changes anything has a target in production", arguments: drills)
  func stayInScratch(name: String) throws {
    let plan = try plan(name)
    #expect(plan.isDrill)
    #expect(plan.changedTargets.allSatisfy { $0.realm == .scratch })
    let lines = plan.commandLines.filter { !$0.hasPrefix("psql ") && !$0.contains(" scratch ") }
    #expect(!lines.contains { $0.contains("/var/lib/postgresql/16/main") || $0.contains("--port=5432") && !$0.hasPrefix("pg_isready") })
    #expect(!lines.contains { $0.contains("s3://printflow360/") || $0.contains("php artisan") })
  }

  @Test("a drill that is given production's cluster, bucket or database is refused by the planner")
  func broken() throws {
    let estate = PrintFlow.production
    struct Astray: Runbook {
      static let name = "astray"
      static let title = "A drill gone astray"
      static let section = "§4"
      static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
      static let isDrill = true
      var body: [Step]
    }
    let astray: [(String, [Step])] = [
      ("cluster:localhost:/var/lib/postgresql/16/main", [Step("Stop") { estate.cluster.stop() }]),
      ("s3:printflow360", [Step("Copy") { estate.s3.copyBack(estate.replica, to: estate.files) }]),
      ("app:localhost:/var/www/printflow", [Step("Lift maintenance mode") { estate.app.up() }]),
      ("cluster:localhost:/var/lib/postgresql/16/main", [Step("Restore") { estate.pgBackRest.fullBackup(estate.cluster) }]),
    ]
    for (target, body) in astray {
      let plan = try Planner.plan(RunbookDescription(Astray(body: body)), on: estate, values: [:], now: 0)
      #expect(plan.errors.contains { $0.rule == "drill-in-scratch" && $0.summary.contains("\(target), which is production") }, "\(target)")
    }
  }

  @Test(
    "every step that makes or removes something looks first where the paths lead, and so does the run before it starts", arguments: drills)
  func looks(name: String) throws {
    let plan = try plan(name)
    #expect(plan.preconditions.contains { $0.isSafety && $0.id.hasPrefix("the-scratch-folder-port-and-bucket") })
    for step in plan.flattened where ["folder", "restore", "start", "bucket", "remove"].contains(step.id.split(separator: "/").last ?? "") {
      guard case .run = step.kind else { continue }
      #expect(step.policy.preconditions.contains { $0.isSafety }, "\(step.id)")
    }
  }

  @Test("the look names every folder, port and bucket of production's, the DR region's too")
  func names() throws {
    let plan = try plan("drill")
    let look = try #require(plan.preconditions.first { $0.isSafety })
    guard case .probe(let probe) = look.look else { return }
    let argv = probe.pipeline.commands[0].argv()
    for word in [
      "--not-folder=/var/lib/postgresql/16/main", "--not-folder=/var/www/printflow", "--not-port=5432", "--not-bucket=printflow360",
      "--not-bucket=printflow360-replica",
    ] { #expect(argv.contains(word)) }
  }

  @Test("everything that a drill makes is owed, and taken down by it", arguments: ["drill", "game-day"])
  func owes(name: String) throws {
    let plan = try plan(name)
    let owed = plan.flattened.flatMap(\.policy.obligations).map(\.id).sorted()
    #expect(
      owed == [
        "remove-the-scratch-bucket-printflow360-drill", "remove-the-scratch-folder-var-lib-postgresql-drill",
        "stop-the-scratch-application",
        "stop-the-scratch-server",
      ])
    #expect(plan.flattened.flatMap(\.policy.settles).sorted() == owed)
    let record = try #require(plan.flattened.firstIndex { $0.id == "record" })
    let last = try #require(plan.flattened.lastIndex { !$0.policy.settles.isEmpty })
    #expect(last < record, "what the report says of the teardown has happened")
  }

  @Test("the weekly drill needs nobody, and has no gate: it destroys nothing", arguments: ["drill"])
  func unattended(name: String) throws {
    let plan = try plan(name)
    #expect(plan.flattened.allSatisfy { [.reads, .writes].contains($0.effect) })
    #expect(!plan.flattened.contains { ["gate", "manual", "decision"].contains($0.kindWord) })
    #expect(plan.required.isEmpty)
    #expect(
      PrintFlowPlans.registry.runbooks.filter { $0.cadence != nil }.map { "\($0.name) \($0.cadence?.wholeSeconds ?? 0)" } == [
        "drill 604800", "game-day 2678400",
      ])
  }

  @Test("the restore is an empty directory's, archives nowhere, and brings no tablespace to production's place")
  func restore() throws {
    let step = try #require(try plan("drill").step(withID: "restore"))
    let argv = step.pipelines[0].commands[0].argv()
    #expect(argv.contains("--pg1-path=/var/lib/postgresql/drill/data") && argv.contains("--archive-mode=off"))
    #expect(argv.contains("--tablespace-map-all=/var/lib/postgresql/drill/tablespaces") && !argv.contains("--delta"))
    let start = try #require(try plan("drill").step(withID: "start"))
    let options = start.pipelines[0].commands[0].argv().first { $0.hasPrefix("--options=") } ?? ""
    for setting in ["port=5499", "archive_mode=off", "listen_addresses=127.0.0.1", "max_logical_replication_workers=0", "hot_standby=off"] {
      #expect(options.contains("-c \(setting)"), "what ALTER SYSTEM set in production comes back with its data")
    }
  }
}

@Suite("§4.3: eight checks, for restores and for drills") struct VerificationTests {
  /// The criterion of each check by the end of its id.
  static func checks(_ plan: Plan, under group: String) -> [String: String] {
    var found: [String: String] = [:]
    for step in plan.flattened where step.id.contains(group) {
      guard case .check(let probe) = step.kind else { continue }
      found[step.id.components(after: group)] = probe.criterion.words()
    }
    return found
  }

  static let shared = [
    "duration": "answers ≤ 14400 for seconds",
    "integrity": "answers ≥ 1 for keys and answers = 0 for dangling",
    "print-file": "answers = true for opens",
    "application/up": "answers = 200", "application/storefront": "answers = 200", "application/admin": "answers ≥ 200 and answers ≤ 499",
    "storage":
      "answers ≥ 1 for counts.ok and answers = 0 for counts.missing and answers = 0 for counts.restorable and answers = 0 for counts.zero-size",
    "manual-steps": "answers ≥ 0 for steps and answers = 0 for more",
  ]

  @Test("after a restore of production", arguments: ["full-restore", "region-outage"])
  func production(name: String) throws {
    var expected = Self.shared
    expected["recovered-point"] = "prints something"
    for table in ["tenants", "orders", "customers", "designer-documents", "invoices"] {
      expected["row-counts/rows-\(table)"] = "answers ≥ 1"
    }
    #expect(Self.checks(try plan(name), under: "verification/") == expected)
  }

  @Test("in a drill, against what production holds", arguments: ["drill", "game-day"])
  func drill(name: String) throws {
    var expected = Self.shared
    expected["recovered-point"] = "prints something for recovered and answers ≤ 300 for gap"
    for table in ["tenants", "orders", "customers", "designer-documents", "invoices"] {
      expected["row-counts/rows-\(table)"] = "answers ≥ 1 for rows and answers = 0 for beyond"
    }
    let plan = try plan(name)
    #expect(Self.checks(plan, under: "verification/") == expected)
    let queries = plan.flattened.filter { $0.id.hasPrefix("verification/") }.flatMap(\.pipelines).flatMap(\.commands)
    #expect(!queries.contains { $0.argv().contains("--port=5432") || $0.argv().contains("--bucket=printflow360") })
  }
}

extension String {
  /// What stands behind the first occurrence of a text.
  fileprivate func components(after text: String) -> String {
    guard let range = self.range(of: text) else { return self }
    return String(self[range.upperBound...])
  }

  private func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
