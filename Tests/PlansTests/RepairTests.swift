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
    "what waits for print files asks for the file's status too, and for nothing that nobody can make",
    arguments: ["redis-loss", "region-outage"])
  func lostFiles(name: String) throws {
    let check = try #require(try plan(name).flattened.first { $0.id.hasSuffix("files-made") })
    let sql = try query(check)
    #expect(sql.contains("design_print_ready_file IS NULL OR o.file_status <> 'ready'"))
    #expect(sql.contains("JOIN designer_documents"))
  }

  @Test("a live queue is judged by what was paid before its jobs were queued again, and by the age of what waits")
  func liveQueue() throws {
    let order = try plan("redis-loss").flattened.map(\.id)
    let moment = try #require(order.firstIndex(of: "paid-until")), again = try #require(order.firstIndex(of: "queue-again"))
    #expect(moment < again)
    let made = try step("redis-loss", "files-made")
    #expect(made.allCommands.first?.argv().contains("--set=until=‹paid-until›") == true)
    #expect(try query(made).contains("paid_at <= :'until'"))
    #expect(try step("redis-loss", "depth").kindWord == "run", "customers who pay keep it from being 0")
    guard case .check(let probe) = try step("redis-loss", "age").kind else { throw Problem(.usage, "no check") }
    #expect(probe.criterion.words() == "answers ≤ 300" && probe.patience == .minutes(5))
  }
}
