import RunbookBase
import RunbookTenant
import Testing

@Suite("The tables' plain owner", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct OwnerTests {
  /// A lab whose tables, here and in the dump, belong to a role of its own that is no superuser.
  static func lab(_ schema: String) throws -> (lab: Lab, owner: String) {
    let lab = try Lab(schema)
    let owner = "owner_\(lab.name)"
    try lab.production(
      """
      CREATE ROLE \(owner) LOGIN;
      SELECT format('ALTER TABLE %s OWNER TO \(owner)', oid::regclass) FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace \\gexec
      """)
    try lab.dump()
    return (lab, owner)
  }

  @Test("restores to the end: triggers, sequences, identities, a circle, row-level security that is not forced, rows that differ")
  func wholeTenant() throws {
    let (lab, owner) = try Self.lab(
      SampleRestoreTests.schema + "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY hidden ON orders USING (false);")
    let before = try lab.fingerprint()
    let asOwner = { (configuration: inout TenantRows.Configuration) in
      configuration.source.user = owner
      configuration.target.user = owner
      configuration.conflicts = .restore
    }
    try lab.production("DELETE FROM tenants WHERE id = '\(SampleRestoreTests.one)'; SELECT setval('order_items_id_seq', 1)")
    #expect(try lab.restore(SampleRestoreTests.one, asOwner).inserted == 46)
    #expect(try lab.fingerprint() == before)
    #expect(try lab.production("SELECT nextval('order_items_id_seq') > 20") == [["t"]])
    #expect(try lab.production("SELECT tgenabled FROM pg_trigger WHERE tgname = 'orders_audit'") == [["O"]])
    try lab.production("UPDATE orders SET total = 0 WHERE tenant_id = '\(SampleRestoreTests.one)'; TRUNCATE audit_log")
    #expect(try lab.restore(SampleRestoreTests.one, asOwner).updated == 10)
    #expect(try lab.production("SELECT count(*) FROM audit_log") == [["0"]])
  }

  @Test("foreign keys and triggers work although the database's setting switches them off, or nobody is asked at all")
  func replicationRole() throws {
    let (lab, owner) = try Self.lab(PolicyTests.schema)
    try lab.production("DELETE FROM t WHERE id > 1; ALTER DATABASE \(lab.name)_p SET session_replication_role = replica")
    let problem = try problem { _ = try TenantRows.diff(lab.configuration("1", user: owner)) }
    #expect(problem.code == .preconditionNotMet)
    #expect(problem.summary == "session_replication_role switches foreign keys off, and \(owner) may not set it")
    try lab.restore("1") { $0.triggers = .fire }
    #expect(try lab.production("SELECT count(*) FROM seen WHERE what = 't_on'") == [["4"]])
  }

  @Test("what the role may not do is told by table before anybody is asked")
  func rights() throws {
    let lab = try Lab(SequenceTests.schema + "CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION suppress_redundant_updates_trigger()")
    let role = "writer_\(lab.name)"
    try lab.production(
      """
      CREATE ROLE \(role) LOGIN; GRANT SELECT, UPDATE ON t, d, i TO \(role); GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO \(role);
      GRANT INSERT ON t TO \(role); REVOKE UPDATE ON i FROM \(role); REVOKE TEMP ON DATABASE \(lab.name)_p FROM PUBLIC;
      DELETE FROM t; DELETE FROM d; UPDATE i SET tenant_id = 1; SELECT setval('t_id_seq', 1);
      """)
    let refusals = try TenantRows.diff(lab.configuration("1", user: role) { $0.conflicts = .restore }).refusals
    #expect(refusals.contains("t: \(role) may not switch off its triggers, which takes the table's owner"))
    #expect(refusals.contains("d: \(role) may not insert into it"))
    #expect(refusals.contains("i: \(role) may not lock it, which takes UPDATE or DELETE"))
    #expect(refusals.contains("t_id_seq: \(role) may not move the sequence, which takes its owner"))
  }

  @Test("a circle is filled by way of a temporary table: refused where the role may make none")
  func temporary() throws {
    let (lab, owner) = try Self.lab(
      """
      CREATE TABLE a (id int PRIMARY KEY, tenant_id int, b int); CREATE TABLE b (id int PRIMARY KEY, tenant_id int, a int REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1, 1); UPDATE a SET b = 1;
      """)
    try lab.production("TRUNCATE a, b; REVOKE TEMP ON DATABASE \(lab.name)_p FROM PUBLIC")
    #expect(
      try TenantRows.diff(lab.configuration("1", user: owner)).refusals == [
        "\(owner) may not make temporary tables in \(lab.name)_p, and tables in a circle or rows to overwrite need one"
      ])
  }

  @Test("forced row-level security hides rows from the owner too: refused with the reason")
  func forced() throws {
    let (lab, owner) = try Self.lab("CREATE TABLE t (id int PRIMARY KEY, tenant_id int); INSERT INTO t VALUES (1, 1)")
    try lab.production("DELETE FROM t; ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY")
    let problem = try problem { _ = try TenantRows.diff(lab.configuration("1", user: owner)) }
    #expect(problem.code == .preconditionNotMet)
    #expect(problem.summary == "row-level security hides rows of t from \(owner) in production")
  }
}
