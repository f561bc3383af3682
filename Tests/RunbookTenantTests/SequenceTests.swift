import RunbookBase
import RunbookTenant
import Testing

@Suite("Sequences", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct SequenceTests {
  static let schema = """
    CREATE TABLE t (id bigserial PRIMARY KEY, tenant_id int NOT NULL); INSERT INTO t (tenant_id) SELECT g % 2 FROM generate_series(1, 100) g;
    CREATE SEQUENCE "Down; seq" INCREMENT -5; CREATE TABLE d (id int DEFAULT nextval('"Down; seq"') PRIMARY KEY, tenant_id int NOT NULL);
    INSERT INTO d (tenant_id) SELECT g % 2 FROM generate_series(1, 20) g;
    CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY (INCREMENT 10) PRIMARY KEY, tenant_id int NOT NULL); INSERT INTO i (tenant_id) VALUES (1), (0), (1);
    """

  @Test("sequences behind the restored keys move forward, up or down; others stay where they are")
  func forward() throws {
    let lab = try Lab(Self.schema)
    try lab.production(
      """
      DELETE FROM t; DELETE FROM d; DELETE FROM i WHERE id > 1; SELECT setval('t_id_seq', 7), setval('"Down; seq"', -1, false);
      ALTER TABLE i ALTER id RESTART WITH 500;
      """)
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.sequences.map { "\($0.name) \($0.from) \($0.to)" } == ["Down; seq -1 -96", "t_id_seq 8 100"])
    #expect(try lab.sequences() == ["public.Down; seq=-", "public.i_id_seq=-", "public.t_id_seq=7"])
    let applied = try lab.restore("1")
    #expect(applied.sequences == diff.sequences)
    #expect(try lab.production("SELECT nextval('t_id_seq'), nextval('\"Down; seq\"'), nextval('i_id_seq')") == [["100", "-96", "500"]])
  }

  @Test("a sequence that is far enough never moves back")
  func never() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1; SELECT setval('t_id_seq', 1000)")
    let before = try lab.sequences()
    #expect(try lab.restore("1").sequences == [])
    #expect(try lab.sequences() == before)
  }

  @Test("a restore that fails leaves the sequences where they were")
  func rolledBack() throws {
    let lab = try Lab(Self.schema + "ALTER TABLE t ADD CONSTRAINT small CHECK (id < 99) NOT VALID")
    try lab.production("DELETE FROM t; DELETE FROM d; SELECT setval('t_id_seq', 1), setval('\"Down; seq\"', -1)")
    let before = try lab.sequences()
    #expect(throws: Problem.self) { try lab.restore("1") }
    #expect(try lab.sequences() == before)
    #expect(try lab.production("SELECT count(*) FROM d") == [["0"]])
  }

  @Test("sequences behind columns of a domain and of numeric move too; what no sequence reaches does not count")
  func otherTypes() throws {
    let lab = try Lab(
      """
      CREATE DOMAIN oid_t AS bigint; CREATE DOMAIN deeper AS oid_t; CREATE SEQUENCE s; CREATE SEQUENCE n;
      CREATE TABLE t (id deeper DEFAULT nextval('s') PRIMARY KEY, tenant_id int NOT NULL, n numeric DEFAULT nextval('n'));
      INSERT INTO t (tenant_id) SELECT 1 FROM generate_series(1, 9); UPDATE t SET n = 9.5 WHERE id = 9;
      INSERT INTO t (tenant_id, n) VALUES (1, 'NaN'), (1, 1e30), (1, 'Infinity');
      """)
    try lab.production("DELETE FROM t; SELECT setval('s', 1), setval('n', 1)")
    #expect(try lab.restore("1").sequences.map { "\($0.name) \($0.to)" } == ["n 11", "s 13"])
    #expect(try lab.production("SELECT nextval('n'), nextval('s')") == [["11", "13"]])
  }
}
