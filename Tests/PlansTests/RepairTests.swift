import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("What a repair must not get wrong while business goes on") struct RepairTests {
  /// The only step with this id.
  private func step(_ name: String, _ id: String, values: [String: String] = [:]) throws -> PlannedStep {
    try #require(try plan(name, values: values).step(withID: id), "\(name) has no step \(id)")
  }

  /// The SQL of a step or check.
  private func query(_ step: PlannedStep) throws -> String {
    try #require(step.allCommands.first { $0.executable == "psql" }?.input?.shown())
  }

  @Test(
    "right before the bucket is copied back the replica must have all that the primary has, of a tenant's own bucket as well",
    arguments: [
      ("shared", "s3://printflow360/ s3://printflow360-replica/"),
      ("north", "s3://printflow360-tenant-north/ s3://printflow360-replica-tenant-north/"),
    ])
  func replicaIsAhead(choice: String, way: String) throws {
    let sync = try step("bucket-restore", "sync", values: ["tenant-bucket": choice])
    let look = try #require(sync.policy.preconditions.first)
    guard case .probe(let probe) = look.look else { throw Problem(.usage, "no probe") }
    let line = try #require(probe.pipeline.commands.first).argv().joined(separator: " ")
    #expect(line.hasPrefix("aws s3 sync \(way) ") && line.hasSuffix(" --size-only --dryrun"))
    #expect(probe.criterion.words() == "answers = 0")
    #expect(probe.patience == .minutes(5), "replication lags for seconds all the time")
  }

  @Test(
    "what waits for print files asks for the status of those that have a path, too: who has a design can be helped",
    arguments: ["redis-loss", "region-outage"])
  func lostFiles(name: String) throws {
    let check = try #require(try plan(name).flattened.first { $0.id.hasSuffix("files-made") })
    let sql = try query(check)
    #expect(sql.contains("AND (o.design_print_ready_file IS NULL OR o.file_status <> 'ready' AND EXISTS ("))
    #expect(check.policy.verifications.isEmpty && check.kindWord == "check" && sql.contains("JOIN designer_documents"))
  }

  @Test(
    "after a recovery to a point a person looks that what was bad is gone, before customers come back",
    arguments: ["point-in-time", "db-corruption", "tenant-delete"])
  func badChange(name: String) throws {
    let steps = try plan(name).flattened
    let look = try #require(steps.firstIndex { $0.id.hasSuffix("bad-change-gone") })
    let started = try #require(steps[..<look].lastIndex { $0.id.hasSuffix("/start") || $0.id == "start" })
    let opened = try #require(steps[look...].firstIndex { $0.id.hasSuffix("/up") || $0.id == "up" })
    #expect(steps[look].kindWord == "manual" && started < look && look < opened)
  }
}
