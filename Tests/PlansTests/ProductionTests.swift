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

  @Test("after a failover no database client asks localhost, and the DR host is reached by a key that is known")
  func failover() throws {
    let plan = try plan("region-outage")
    #expect(!plan.flattened.flatMap(\.allCommands).contains { $0.argv().contains { $0.hasSuffix("host=localhost") } })
    #expect(plan.reachedHosts.map { "\($0.name) \($0.reach?.text ?? "")" } == ["dr-database runbook@dr-database"])
    #expect(plan.reachedHosts.first?.reach?.knownHosts.text == "/etc/runbook/known_hosts")
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
