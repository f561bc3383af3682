import RunbookBase
import RunbookTenant
import Testing

@Suite("Kinds of tables", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct TableKindTests {
  @Test("partitioned tables come back through their parent; triggers of single partitions stay off")
  func partitioned() throws {
    let lab = try Lab(
      """
      CREATE TABLE p (id int, day date, tenant_id int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2024-02-01') TO ('2024-03-01') PARTITION BY HASH (id);
      CREATE TABLE p2a PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE p2b PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE c (id int PRIMARY KEY, p int, day date, FOREIGN KEY (p, day) REFERENCES p ON DELETE CASCADE);
      CREATE TABLE seen (x text); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES (TG_NAME); RETURN NEW; END $$;
      INSERT INTO p SELECT g, '2024-01-15'::date + g % 40, g % 2 FROM generate_series(1, 200) g; INSERT INTO c SELECT id, id, day FROM p;
      CREATE TRIGGER all_of_p AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION note(); CREATE TRIGGER one AFTER INSERT ON p2a FOR EACH ROW EXECUTE FUNCTION note();
      """)
    let before = try lab.fingerprint()
    let modes = try lab.production("SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
    try lab.production("DELETE FROM p WHERE tenant_id = 1")
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.tables.map { "\($0.name) \($0.toInsert)" } == ["p 100", "c 100"])
    #expect(try lab.restore("1").inserted == 200)
    #expect(try lab.fingerprint() == before)
    #expect(try lab.production("SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2") == modes)
  }

  @Test("tables that inherit keep their own rows; views, partitions and foreign schemas are no tables of the tenant")
  func inheritance() throws {
    let lab = try Lab(
      """
      CREATE TABLE base (id int PRIMARY KEY, tenant_id int); CREATE TABLE child (extra text, PRIMARY KEY (id)) INHERITS (base);
      CREATE VIEW w AS SELECT * FROM base; CREATE MATERIALIZED VIEW mv AS SELECT * FROM base; CREATE UNLOGGED TABLE ul (id int PRIMARY KEY, tenant_id int);
      INSERT INTO base VALUES (1, 1), (2, 2); INSERT INTO child VALUES (1, 1, 'x'), (3, 1, 'y'), (4, 2, 'z'); INSERT INTO ul VALUES (1, 1);
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM base WHERE tenant_id = 1; DELETE FROM ul")
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.tables.map { "\($0.name) \($0.toInsert)" } == ["base 1", "child 2", "ul 1"])
    try lab.restore("1")
    #expect(try lab.fingerprint() == before)
  }

  @Test("rows reached through a parent, through either of two parents, and through composite keys")
  func parents() throws {
    let lab = try Lab(
      """
      CREATE TABLE account (tenant_id int, no int, PRIMARY KEY (tenant_id, no));
      CREATE TABLE transfer (id int PRIMARY KEY, ft int NOT NULL, fno int NOT NULL, tt int, tno int,
        FOREIGN KEY (ft, fno) REFERENCES account ON DELETE CASCADE, FOREIGN KEY (tt, tno) REFERENCES account ON DELETE CASCADE);
      CREATE TABLE line (id int PRIMARY KEY, transfer int NOT NULL REFERENCES transfer ON DELETE CASCADE);
      INSERT INTO account SELECT t, n FROM generate_series(1, 3) t, generate_series(1, 3) n;
      INSERT INTO transfer VALUES (1, 1, 1, 2, 1), (2, 2, 1, 1, 2), (3, 2, 2, 3, 3), (4, 1, 1, NULL, NULL); INSERT INTO line SELECT id * 10, id FROM transfer;
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM account WHERE tenant_id = 1")
    #expect(try lab.restore("1").inserted == 3 + 3 + 3)
    #expect(try lab.fingerprint() == before)
  }

  @Test("row-level security, forced, hides nothing: the owner of all rows restores, anyone else is told")
  func rowSecurity() throws {
    let lab = try Lab(
      """
      CREATE TABLE t (id int PRIMARY KEY, tenant_id int); INSERT INTO t SELECT g, g % 2 FROM generate_series(1, 10) g;
      ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY none ON t USING (false);
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM t WHERE tenant_id = 1; CREATE ROLE app_\(lab.name) LOGIN; GRANT ALL ON t TO app_\(lab.name)")
    let problem = try problem { _ = try TenantRows.diff(lab.configuration("1", user: "app_\(lab.name)")) }
    #expect(problem.code == .preconditionNotMet)
    #expect(problem.summary.contains("row-level security"))
    try lab.restore("1")
    #expect(try lab.fingerprint() == before)
  }

  @Test("the tenants' own table is found by the keys to it, or named when no key leads there")
  func root() throws {
    let lab = try Lab(
      """
      CREATE TABLE shop (key text PRIMARY KEY, name text); CREATE TABLE t (id int PRIMARY KEY, tenant_id text);
      INSERT INTO shop VALUES ('a', 'A'), ('b', 'B'); INSERT INTO t VALUES (1, 'a'), (2, 'b');
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM shop WHERE key = 'a'; DELETE FROM t WHERE id = 1")
    let diff = try TenantRows.diff(lab.configuration("a"))
    #expect(diff.tables.map(\.name) == ["t"])
    #expect(
      diff.notes == [
        "shop: the row whose key is the tenant's value is in the dump alone, and no foreign key says that it is the tenant's; if it is, name the table: --root shop"
      ])
    #expect(try lab.restore("a") { $0.root = "public.shop" }.inserted == 2)
    #expect(try lab.fingerprint() == before)
  }
}
