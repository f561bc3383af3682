import RunbookBase
import RunbookTenant
import Testing

@Suite("Rows of others that went with the tenant's", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct CascadeTests {
  static let notes = """
    CREATE TABLE tenants (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants ON DELETE CASCADE);
    CREATE TABLE notes (id int PRIMARY KEY, tenant_id int REFERENCES tenants, order_id int REFERENCES orders ON DELETE CASCADE);
    INSERT INTO tenants VALUES (1), (2); INSERT INTO orders VALUES (10, 1), (11, 1), (20, 2);
    INSERT INTO notes VALUES (1, 1, 10), (2, NULL, 10), (3, 2, 10), (4, 2, 20), (5, 2, 11);
    """

  @Test("rows of nobody and of another tenant that a deletion took with the tenant's are refused with table, key and number")
  func refused() throws {
    let lab = try Lab(Self.notes)
    try lab.production("DELETE FROM orders WHERE tenant_id = 1; DELETE FROM tenants WHERE id = 1; INSERT INTO notes VALUES (5, 2, 20)")
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(
      diff.refusals == ["notes: 2 rows that are not the tenant's went with its rows by notes_order_id_fkey → orders: 2; 3"])
    #expect(diff.others.map(\.rows.count) == [2])
    #expect(try problem { _ = try TenantRows.apply(lab.configuration("1"), approved: diff.digest) }.details == diff.refusals)
    try lab.production("INSERT INTO tenants VALUES (1); INSERT INTO orders VALUES (10, 1)")
    #expect(try TenantRows.diff(lab.configuration("1")).refusals == [])
  }

  @Test("left out by decision they are told, the approval covers their number, and the tenant's rows come back")
  func left() throws {
    let lab = try Lab(Self.notes)
    try lab.production("DELETE FROM orders WHERE tenant_id = 1; DELETE FROM tenants WHERE id = 1")
    let leaving = lab.configuration("1") { $0.others = .leave }
    let diff = try TenantRows.diff(leaving)
    #expect(diff.refusals == [])
    #expect(
      diff.notes == [
        "notes: 3 rows that are not the tenant's went with its rows by notes_order_id_fkey → orders: 2; 3; 5;"
          + " as decided they are left out, with all that hangs on them"
      ])
    try lab.production("INSERT INTO notes VALUES (5, 2, 20)")
    #expect(try problem { _ = try TenantRows.apply(leaving, approved: diff.digest) }.code == .preconditionNotMet)
    #expect(try lab.restore("1") { $0.others = .leave }.inserted == 4)
    #expect(try lab.production("SELECT id FROM notes ORDER BY 1") == [["1"], ["4"], ["5"]])
  }

  @Test("rows that production can no longer hold, or tell apart, count as gone")
  func unknown() throws {
    let lab = try Lab(Self.notes)
    try lab.production(
      "DELETE FROM orders WHERE tenant_id = 1; DELETE FROM tenants WHERE id = 1; ALTER TABLE notes DROP CONSTRAINT notes_pkey")
    #expect(try TenantRows.diff(lab.configuration("1")).others.map(\.rows.count) == [3])
    #expect(try lab.restore("1") { $0.without = ["notes"] }.inserted == 3)
  }

  @Test("a tenant below the tenant goes with it, and is refused")
  func subtenants() throws {
    let lab = try Lab(
      """
      CREATE TABLE tenants (id int PRIMARY KEY, parent int REFERENCES tenants ON DELETE CASCADE);
      CREATE TABLE docs (id int PRIMARY KEY, tenant_id int REFERENCES tenants ON DELETE CASCADE);
      INSERT INTO tenants VALUES (1, NULL), (2, 1), (3, NULL); INSERT INTO docs VALUES (1, 1), (2, 2), (3, 3);
      """)
    try lab.production("DELETE FROM tenants WHERE id = 1")
    #expect(
      try TenantRows.diff(lab.configuration("1")).refusals == [
        "tenants: 1 rows that are not the tenant's went with its rows by tenants_parent_fkey → tenants: 2"
      ])
    let before = try lab.fingerprint(on: "_s")
    try lab.restore("1") { $0.others = .leave }
    try lab.restore("2")
    #expect(try lab.fingerprint() == before)
  }

  @Test("a key that leads along with the tenant column can take nobody else's row")
  func composite() throws {
    let lab = try Lab(
      """
      CREATE TABLE a (tenant_id int, id int, PRIMARY KEY (tenant_id, id));
      CREATE TABLE b (id int PRIMARY KEY, tenant_id int, a int, FOREIGN KEY (tenant_id, a) REFERENCES a ON DELETE CASCADE);
      INSERT INTO a VALUES (1, 1), (2, 1); INSERT INTO b VALUES (1, 1, 1), (2, 2, 1);
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM a WHERE tenant_id = 1")
    try lab.restore("1")
    #expect(try lab.fingerprint() == before)
  }
}
