import RunbookBase
import RunbookTenant
import Testing

@Suite("Rows that others share", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct SharedRowTests {
  static let currencies = """
    CREATE TABLE users (id int PRIMARY KEY, tenant_id int NOT NULL, name text);
    CREATE TABLE currencies (code text PRIMARY KEY, updated_by int REFERENCES users);
    CREATE TABLE rates (currency text PRIMARY KEY REFERENCES currencies, rate numeric);
    INSERT INTO users VALUES (1, 1, 'Ann'), (2, 2, 'Bob'); INSERT INTO currencies VALUES ('EUR', 1), ('USD', 2);
    INSERT INTO rates VALUES ('EUR', 1.1), ('USD', 1);
    """

  @Test("a row that only names a user of the tenant is not the tenant's, and production's newer value stays")
  func updatedBy() throws {
    let lab = try Lab(Self.currencies)
    try lab.production("UPDATE rates SET rate = 9; UPDATE users SET name = 'Eve' WHERE id = 1")
    let diff = try TenantRows.diff(lab.configuration("1") { $0.conflicts = .restore })
    #expect(diff.tables.map(\.name) == ["users"])
    #expect(diff.notes.contains { $0.hasPrefix("currencies: 1 rows of the dump point at the tenant's rows by currencies_updated_by_fkey") })
    #expect(try lab.restore("1") { $0.conflicts = .restore }.updated == 1)
    #expect(try lab.production("SELECT rate FROM rates") == [["9"], ["9"]])
  }

  @Test("a shared row that had to go before the tenant's is refused, and comes back by decision")
  func deletedBefore() throws {
    let lab = try Lab(Self.currencies)
    let before = try lab.fingerprint()
    try lab.production(
      "DELETE FROM rates WHERE currency = 'EUR'; DELETE FROM currencies WHERE code = 'EUR'; DELETE FROM users WHERE id = 1")
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(
      diff.refusals == ["currencies: 1 rows that are not the tenant's went with its rows by currencies_updated_by_fkey → users: EUR"])
    #expect(diff.notes.contains("currencies: --with currencies brings these rows back too, --others leave goes on without them"))
    #expect(try TenantRows.diff(lab.configuration("1") { $0.without = ["currencies"] }).refusals == [])
    #expect(try lab.restore("1") { $0.with = ["currencies"] }.inserted == 3)
    #expect(try lab.fingerprint() == before)
    for table in ["users", "nothing"] {
      #expect(try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.with = [table] }) }.code == .parameterRejected)
    }
  }

  @Test(
    "which key makes a row the tenant's",
    arguments: [
      ("int NOT NULL REFERENCES p", true), ("int REFERENCES p", false), ("int REFERENCES p ON DELETE CASCADE", true),
      ("int REFERENCES p ON DELETE RESTRICT", false), ("int NOT NULL DEFAULT 2 REFERENCES p ON DELETE SET DEFAULT", false),
      ("int REFERENCES p ON DELETE SET NULL", false),
    ])
  func owning(_ key: String, _ isMember: Bool) throws {
    let lab = try Lab(
      "CREATE TABLE p (id int PRIMARY KEY, tenant_id int); INSERT INTO p VALUES (1, 1); CREATE TABLE c (id int PRIMARY KEY, p \(key))")
    #expect(try TenantRows.diff(lab.configuration("1")).tables.map(\.name) == (isMember ? ["p", "c"] : ["p"]))
  }
}
