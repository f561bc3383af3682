import Operations
import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("The production estate bears the paper's own names") struct ProductionTests {
  let estate = PrintFlow.production

  @Test(
    "each name of sections 1.1 and 2.1 stands where a plan looks for it",
    arguments: [
      ("live", "live_db"), ("admin", "admin_db"), ("scratch", "live_db_scratch"), ("stanza", "printflow"), ("bucket", "printflow360"),
      ("replica", "printflow360-replica"), ("postgres", "localhost:5432"), ("dataDirectory", "/var/lib/postgresql/16/main"),
      ("application", "/var/www/printflow"),
    ])
  func facts(member: String, value: String) {
    #expect(estate.facts[member] == .string(value))
  }

  @Test("the paths of section 3.5 are all listed, with what a person does when no version is left")
  func paths() {
    #expect(
      estate.paths.map(\.argument) == [
        "designer_documents.print_ready_file->image,recovery=regenerate,bucket=tenant",
        "orders.design_print_ready_file->image,recovery=regenerate,bucket=tenant",
        "customers.image", "products.image", "uploads.image,id=number", "tenants.branding_css,tenant=id", "BrandingAssets.logoPath",
      ])
    #expect(estate.facts["paths"]?.arrayValue?.count == 7)
  }

  @Test("production is the default estate, takes no answer file, and names who is asked")
  func registry() throws {
    let registry = PrintFlowPlans.registry
    #expect(registry.estates.map(\.name) == ["production", "lab"])
    #expect(registry.estates[0].file == nil)
    #expect(registry.estates[1].file == EstateFile(variable: "RUNBOOK_LAB", fallback: ".lab", name: "estate.json"))
    #expect(try registry.estates[0].make(.null).name == "production")
    #expect(!estate.allowsAnswerFiles)
    #expect(estate.contacts.keys.map(\.rawValue).sorted() == ["comms-lead", "incident-commander", "restore-operator"])
    #expect(estate.operatorHost == .here)
  }

  @Test("the targets that a run locks are production's own")
  func targets() throws {
    #expect(
      try plan("tenant-delete").changedTargets.map { "\($0.name) \($0.realm.rawValue)" } == [
        "app:localhost:/var/www/printflow production", "cluster:localhost:/var/lib/postgresql/16/main production",
        "postgres:localhost:5432/live_db production", "postgres:localhost:5432/live_db_scratch scratch", "s3:printflow360 production",
      ])
  }

  @Test("after a failover nothing asks localhost, and the DR hosts are reached by keys that are known")
  func failover() throws {
    let plan = try plan("region-outage")
    let commands = plan.flattened.flatMap(\.allCommands)
    #expect(!commands.contains { $0.argv().contains { $0.contains("localhost") || $0.contains("127.0.0.1") } })
    #expect(!commands.contains { $0.target?.name.contains("localhost") == true })
    let sites = Set(commands.flatMap { $0.argv() }.filter { $0.hasPrefix("http://") })
    #expect(sites == ["http://dr-app:8000/up", "http://dr-app:8000/", "http://dr-app:8000/admin/login"])
    #expect(estate.standIn.website.address != estate.website.address)
    #expect(
      plan.reachedHosts.map { "\($0.name) \($0.reach?.text ?? "")" } == [
        "dr-app runbook@dr-app", "dr-database runbook@dr-database", "dr-redis runbook@dr-redis",
      ])
    #expect(plan.reachedHosts.allSatisfy { $0.reach?.knownHosts.text == "/etc/runbook/known_hosts" })
    let statuses = try #require(plan.flattened.first { $0.id == "reconcile/statuses" })
    #expect(statuses.away?.name == "dr-app")
    #expect(plan.flattened.first { $0.id == "reconcile/files" }?.away == nil)
  }

  @Test("before customers are let in, the DR region's Redis answers and paid orders without a print file were queued again there")
  func queueAway() throws {
    let steps = try plan("region-outage").flattened
    let gate = try #require(steps.firstIndex { $0.id == "customers/approve-dns" })
    let start = try #require(steps.firstIndex { $0.id == "application/queue" })
    let again = try #require(steps.firstIndex { $0.id == "print-jobs/queue-again" })
    let proven = try #require(steps.lastIndex { $0.id.hasPrefix("verification/") })
    #expect(start < proven && proven < again && again < gate)
    #expect(steps[start].away?.name == "dr-redis" && steps[again].away?.name == "dr-app")
    #expect(steps[start].policy.verifications[0].pipeline.commands[0].argv().contains("PING"))
    #expect(steps[start].policy.verifications[0].pipeline.commands[0].argv().contains("dr-redis"))
    #expect(estate.away.printQueue.redis.host == "dr-redis")
  }

  @Test("an application is asked and changed on its own host", arguments: names)
  func applicationHosts(name: String) throws {
    let here = estate.operatorHost.name
    // The application of a whole estate on another host, too.
    for place in [estate, estate.away] {
      for step in try plan(name, on: place).flattened {
        for target in step.pipelines.flatMap(\.commands).compactMap({ $0.target?.name })
        where target.hasPrefix("app:") && !target.hasPrefix("app:http") {
          #expect(target.hasPrefix("app:\(step.away?.name ?? here):"), "\(name) \(step.id) changes \(target) from \(step.host)")
        }
      }
    }
  }

  @Test(
    "a schema without the column of tenants' own buckets is found out before anything is changed, where the database is up",
    arguments: ["reconcile", "print-file-loss", "tenant-restore", "tenant-delete", "bucket-restore", "drill", "game-day"])
  func ownBuckets(name: String) throws {
    let look = try #require(
      plan(name).preconditions.first { $0.title.shown() == "the tenants' own buckets are named in tenants.own_bucket" })
    #expect(look.isUnconditional)
    #expect(look.remedy.shown().contains("TenantBuckets"))
  }

  @Test("what restores the database does not ask it beforehand", arguments: ["full-restore", "point-in-time", "region-outage"])
  func downDatabase(name: String) throws {
    #expect(try !plan(name).preconditions.contains { $0.title.shown().contains("own buckets") })
  }

  @Test("a tenant's own bucket with a name that is too long in the other region is refused: 4")
  func longBucket() throws {
    #expect(
      try plan("bucket-restore", values: ["tenant-bucket": "north"]).commandLines.contains { $0.contains("printflow360-tenant-north") })
    let problem = #expect(throws: Problem.self) {
      try plan("bucket-restore", values: ["tenant-bucket": String(repeating: "a", count: 36)])
    }
    #expect(problem?.code == .parameterRejected)
    #expect(problem?.summary.contains("--tenant-bucket: printflow360-replica-tenant-a") == true)
  }

  @Test("a runbook is not made for another team's estate")
  func otherEstate() throws {
    struct Other: Estate {
      let name = "other"
      let summary = "somebody else's"
      let operatorHost = Host.here
      let environment: [String: String] = [:]
      let contacts: [Role: String] = [:]
      let allowsAnswerFiles = false
      let facts: JSON = [:]
    }
    #expect(PrintFlowPlans.registry.runbooks.allSatisfy { $0.describe(Other()) == nil })
  }
}
