import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("The runbooks of Print-Flow-360 on production") struct RunbookTests {
  @Test("no rule has an error to report, with every value or with none", arguments: names)
  func noErrors(name: String) throws {
    #expect(try plan(name).errors.map(\.summary) == [])
    let given = try plan(name, values: values.filter { key, _ in try plan(name).parameters.contains { $0.name == key } })
    #expect(given.errors.map(\.summary) == [])
    #expect(given.missing.isEmpty)
    #expect(given.required.isEmpty)
  }

  @Test("the only warning is that a point-in-time recovery inside of a tenant's incident takes longer than its RTO")
  func warnings() throws {
    let told = try names.flatMap { name in try plan(name).findings.map { "\(name): \($0.summary)" } }
    #expect(told == ["tenant-delete: the longest path is estimated at 181 min, the RTO is 120 min"])
  }

  @Test("number, id, kind, effect and trust of every step are those that were reviewed", arguments: names)
  func stepLists(name: String) throws { StepLists.expect(try plan(name)) }

  @Test(
    "each runbook names its section and promises what the paper promises",
    arguments: [
      ("tenant-delete", "§5.2", 120, 1440), ("tenant-restore", "§3.3", 120, 1440),
      ("tenant-database-restore", "§3.3", 120, 1440), ("point-in-time", "§3.2", 240, 5),
      ("reconcile", "§3.5", 60, 5),
      ("region-outage", "§5.5", 240, 5), ("drill", "§4.2", 240, 5), ("drill-teardown", "§4.5", 60, 5),
    ])
  func objectives(name: String, section: String, rto: Int, rpo: Int) throws {
    let plan = try plan(name)
    #expect(plan.section == section)
    #expect(plan.objectives == Objectives(rto: .minutes(rto), rpo: .minutes(rpo)))
    #expect(plan.isDrill == name.contains("drill"))
  }

  @Test("only where the whole system is down does the declared impact end the writes: elsewhere people write on until they are stopped")
  func impactEndsWrites() throws {
    #expect(try names.filter { try plan($0).impactEndsWrites }.sorted() == ["full-restore", "region-outage"])
  }

  @Test(
    "where a runbook is safer than the paper's own commands, it says so in one line each",
    arguments: [
      ("tenant-delete", 4), ("tenant-restore", 3), ("tenant-database-restore", 5),
      ("point-in-time", 4), ("reconcile", 4), ("region-outage", 6), ("redis-loss", 9),
      ("print-file-loss", 4), ("bucket-restore", 4), ("object-restore", 3), ("drill", 6),
      ("full-restore", 5), ("db-corruption", 11), ("dump-restore", 2),
    ])
  func differences(name: String, count: Int) throws {
    let differences = try plan(name).differences
    #expect(differences.count == count)
    #expect(differences.allSatisfy { !$0.utf8.contains(0x0A) && $0.utf8.count > 20 })
  }

  @Test(
    "a whole PDF is asked for where the key ends in .pdf; of everything else the bytes alone are read and compared",
    arguments: [
      ("designs/7/files/print-ready-1.pdf", "--regexp=^(%PDF-|%%EOF)", "≥ 2"), ("designs/7/A.PDF", "--regexp=^(%PDF-|%%EOF)", "≥ 2"),
      ("north/branding/brand.css", "--regexp=", "≥ 1"), ("pdf", "--regexp=", "≥ 1"),
    ])
  func objectKinds(key: String, pattern: String, least: String) throws {
    let plan = try plan("object-restore", values: ["key": key, "version": "v1"])
    let look = try #require(plan.preconditions.first { $0.title.shown().contains("whole PDF") })
    guard case .probe(let probe) = look.look else { throw Problem(.usage, "no probe") }
    #expect(probe.pipeline.commands.last?.argv().last == pattern)
    #expect(probe.criterion.words() == "answers \(least)")
    let digest = try #require(plan.step(withID: "digest")), bytes = try #require(plan.step(withID: "bytes"))
    #expect(digest.pipelines[0].commands.map { $0.argv()[0] } == ["aws", "sha256sum", "cut"])
    #expect(digest.pipelines[0].commands[0].argv().contains("--version-id=v1"))
    #expect(bytes.allCommands.first?.argv().contains("--version-id=v1") == false)
  }

  @Test("what a runbook says of itself, its steps do")
  func differencesHold() throws {
    let tenant = try plan("tenant-delete", values: values)
    #expect(tenant.commandLines.contains { $0.hasPrefix("runbook rows apply ") })
    #expect(tenant.commandLines.contains { $0.hasPrefix("runbook files undelete ") && $0.contains(" --since=2026-06-15T14:05:00Z") })
    #expect(tenant.step(withID: "settle/drop-live-db-scratch")?.pipelines[0].commands[0].argv().first == "dropdb")
    #expect(!tenant.commandLines.contains { $0.contains("pg_dump") || $0.hasPrefix("sh ") })
    let recovery = try plan("point-in-time", values: values)
    #expect(recovery.commandLines.contains { $0.contains("pgbackrest") && $0.hasSuffix("--set=20260615-020003F restore") })
    let start = try #require(recovery.step(withID: "start"))
    #expect(start.policy.verifications[0].pipeline.commands[0].input?.shown() == "SELECT pg_is_in_recovery();\n")
    #expect(!recovery.differences.contains { $0.contains("kept beside") }, "no step keeps the damaged data directory")
    let outage = try plan("region-outage", values: values)
    #expect(outage.commandLines.filter { $0.contains("pgbackrest") }.allSatisfy { $0.contains("--config=/etc/pgbackrest/dr.conf") })
    let fence = try #require(outage.flattened.firstIndex { $0.id == "declare/fence" })
    let restore = try #require(outage.flattened.firstIndex { $0.id == "database/restore" })
    #expect(fence < restore)
  }

  @Test("parameters come in the order of their use, and only what no arm can do without is required")
  func parameters() throws {
    #expect(
      try names.map { try plan($0).parameters.map(\.name) } == [
        ["repository", "backup-set", "recover-to", "timeline", "start-from"],
        ["dump", "tenant", "repository", "backup-set", "recover-to", "timeline", "deleted-at"],
        ["order", "version"],
        [],
        ["since"],
        ["repository", "start-from", "timeline"],
        ["dump"],
        ["repository", "recover-to", "backup-set", "timeline"],
        ["dump", "tenant", "deleted-at"],
        ["dump", "database", "tenant", "deleted-at"],
        ["tenant-bucket"],
        ["bucket", "key", "version"],
        [],
        [],
        ["since", "recover-to"],
        [],
      ])
    #expect(try plan("tenant-delete").required.map(\.name) == ["dump", "tenant", "deleted-at"])
    let scope = try #require(try plan("tenant-delete").step(withID: "scope"))
    #expect(try plan("tenant-delete").missingParameters(in: scope.children) == ["backup-set", "recover-to"])
  }

  @Test("values travel as psql variables, never inside the SQL; a title shows them")
  func noConcatenation() throws {
    for name in names {
      for command in try plan(name, values: values.filter { key, _ in try plan(name).parameters.contains { $0.name == key } }).flattened
        .flatMap(\.allCommands) where command.executable == "psql"
      {
        let sql = command.input?.shown() ?? ""
        #expect(!values.values.contains { sql.contains($0) }, "\(sql)")
        #expect(command.argv().contains("--set=ON_ERROR_STOP=1"))
      }
    }
  }

  @Test("no command is a shell line, and no argument holds a secret", arguments: names)
  func noShell(name: String) throws {
    let plan = try plan(name)
    for command in plan.flattened.flatMap(\.allCommands) {
      #expect(!["sh", "bash", "env"].contains(command.executable))
      #expect(!command.argv().contains { $0.lowercased().contains("password=") || $0 == "-c" })
    }
    #expect(plan.secrets.map(\.variable) == (["redis-loss", "region-outage"].contains(name) ? ["REDISCLI_AUTH"] : []))
  }
}
