import Operations
import RunbookBase
import RunbookPlanning
import Runbooks
import Testing

@testable import PrintFlowPlans

@Suite("A tenant's own database comes back beside the damaged one") struct TenantDatabaseTests {
  @Test("a name of one tenant's database is taken", arguments: ["tenant_north_print", "t6f1d9b0e", String(repeating: "a", count: 54)])
  func taken(name: String) throws { #expect(try TenantDatabaseName(parsing: name).text == name) }

  @Test(
    "a name of a shared database, of the server's own, of a copy, or without room for a copy's name is refused",
    arguments: [
      "live_db", "live_db_scratch", "live_db_restored", "admin_db", "postgres", "template0", "template1", "template_x",
      "tenant_1_restored", "tenant_1_damaged", String(repeating: "a", count: 55), "Tenant", "a-b", "a\"b", "",
    ])
  func refused(name: String) {
    #expect { try TenantDatabaseName(parsing: name) } throws: { ($0 as? Problem)?.code == .parameterRejected }
  }

  @Test("the names of databases are values in every statement that renames one")
  func renames() throws {
    let swap = try #require(try plan("tenant-database-restore", values: given).step(withID: "swap")?.pipelines[0].commands[0])
    let arguments = swap.argv()
    for (variable, name) in [("name", ""), ("restored", "_restored"), ("damaged", "_damaged")] {
      #expect(arguments.contains("--set=\(variable)=tenant_north_print\(name)"))
    }
    let sql = try #require(swap.input?.shown())
    #expect(!sql.utf8.split(separator: 0x0A).contains { $0.starts(with: "ALTER".utf8) })
    #expect(sql.hasPrefix("BEGIN;\n") && sql.hasSuffix("COMMIT;\n"))
  }

  @Test("nothing but a person's word drops what was replaced, and behind a gate of its own")
  func kept() throws {
    let plan = try plan("tenant-database-restore", values: given)
    let drops = plan.flattened.filter { step in
      step.pipelines.flatMap(\.commands).contains { $0.executable == "dropdb" && $0.argv().last == "tenant_north_print_damaged" }
    }
    #expect(drops.map(\.id) == ["damaged-copy/drop/drop"])
    #expect(plan.flattened.contains { $0.id == "damaged-copy/drop/approve-drop" })
  }

  private var given: [String: String] { values.filter { ["database", "tenant", "dump", "deleted-at"].contains($0.key) } }
}
