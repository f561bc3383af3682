import RunbookBase
import RunbookTenant
import Testing

@Suite("Rows that collide or dangle", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct CollisionTests {
  static let collisions: [(schema: String, change: String, finding: String, count: Int)] = [
    (
      "", "INSERT INTO t VALUES (1, 2, 'z', 'z')",
      "t_pkey (the key belongs to a row that is not the tenant's, or that writes it otherwise)", 1
    ),
    ("CREATE UNIQUE INDEX u ON t (lower(mail))", "INSERT INTO t VALUES (90, 2, 'M1', 'z'), (91, 2, 'M2', 'z')", "u", 2),
    ("CREATE UNIQUE INDEX u ON t (code) WHERE mail <> 'm1'", "INSERT INTO t VALUES (90, 2, 'x', 'c1'), (91, 2, 'x', 'c2')", "u", 1),
    ("CREATE UNIQUE INDEX u ON t (nullif(mail, 'm3')) NULLS NOT DISTINCT", "INSERT INTO t VALUES (90, 2, NULL, 'z')", "u", 1),
    ("ALTER TABLE t ADD UNIQUE (mail, code) DEFERRABLE", "INSERT INTO t VALUES (90, 2, 'm1', 'c1')", "t_mail_code_key", 1),
    ("CREATE UNIQUE INDEX u ON t (mail COLLATE \"C\") INCLUDE (code)", "INSERT INTO t VALUES (90, 3, 'm5', 'c1')", "u", 1),
    (
      "ALTER TABLE t ADD g text GENERATED ALWAYS AS (upper(code)) STORED; CREATE UNIQUE INDEX u ON t (g)",
      "INSERT INTO t VALUES (90, 2, 'x', 'C4')", "u", 1
    ),
  ]

  @Test("another tenant's row that took a unique value is found before anything is written", arguments: collisions.indices)
  func collision(_ index: Int) throws {
    let (schema, change, finding, count) = Self.collisions[index]
    let lab = try Lab(
      """
      CREATE TABLE t (id numeric PRIMARY KEY, tenant_id int NOT NULL, mail text, code text); \(schema);
      INSERT INTO t SELECT g, 1, 'm' || g, 'c' || g FROM generate_series(1, 5) g;
      """)
    try lab.production("DELETE FROM t; \(change)")
    let before = try lab.fingerprint()
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.tables[0].collisions.map(\.rule) == [finding])
    #expect(diff.tables[0].collisions.map(\.count) == [count])
    #expect(diff.refusals.count == 1)
    // Even an approval does not help: the server's own index refuses, and everything is rolled back.
    let problem = try problem { _ = try TenantRows.apply(lab.configuration("1"), approved: diff.digest) }
    #expect(problem.code == .stepFailed)
    #expect(try lab.fingerprint() == before)
  }

  @Test("partial indexes, NULLs and the tenant's own rows are no collision")
  func noCollision() throws {
    let lab = try Lab(
      """
      CREATE TABLE t (id int PRIMARY KEY, tenant_id int NOT NULL, mail text); CREATE UNIQUE INDEX u ON t (mail);
      CREATE UNIQUE INDEX p ON t (tenant_id) WHERE id > 1000; INSERT INTO t SELECT g, 1, nullif('m' || g, 'm2') FROM generate_series(1, 5) g;
      """)
    try lab.production("DELETE FROM t WHERE id > 1; INSERT INTO t VALUES (90, 2, NULL), (91, 2, NULL), (1001, 2, 'x')")
    #expect(try lab.restore("1").inserted == 4)
  }

  @Test("a key that is equal only to the type, such as 1.0 and 1.00, is a collision and no second row")
  func equalKeys() throws {
    let lab = try Lab("CREATE TABLE t (id numeric PRIMARY KEY, tenant_id int NOT NULL); INSERT INTO t VALUES (1.0, 1), (2, 1)")
    try lab.production("UPDATE t SET id = 1.00 WHERE id = 1.0")
    let collisions = try TenantRows.diff(lab.configuration("1")).tables[0].collisions
    #expect(collisions.map(\.count) == [1])
    #expect(collisions.map(\.rule) == ["t_pkey (the key belongs to a row that is not the tenant's, or that writes it otherwise)"])
  }

  @Test("a row that points at another tenant's row that is gone is refused with key and sample")
  func dangling() throws {
    let lab = try Lab(
      """
      CREATE TABLE country (code char(2) PRIMARY KEY); INSERT INTO country VALUES ('de'), ('fr');
      CREATE TABLE shared (a int, b text, tenant_id int, PRIMARY KEY (a, b)); INSERT INTO shared VALUES (1, 'x', 2), (2, 'y', 2), (3, 'z', 1);
      CREATE TABLE t (id int PRIMARY KEY, tenant_id int NOT NULL, c char(2) REFERENCES country, a int, b text, FOREIGN KEY (a, b) REFERENCES shared);
      INSERT INTO t VALUES (1, 1, 'de', 1, 'x'), (2, 1, 'de', 2, 'y'), (3, 1, 'fr', 3, 'z'), (4, 1, NULL, NULL, 'q');
      """)
    try lab.production("DELETE FROM t; DELETE FROM shared WHERE a IN (2, 3); DELETE FROM country WHERE code = 'de'")
    let before = try lab.fingerprint()
    let diff = try TenantRows.diff(lab.configuration("1"))
    let table = try #require(diff.tables.first { $0.name == "t" })
    #expect(table.dangling.map(\.rule) == ["t_a_b_fkey → shared", "t_c_fkey → country"])
    #expect(table.dangling.map(\.count) == [1, 2])
    #expect(table.dangling.map(\.samples) == [["2 / y"], ["de"]])
    #expect(throws: Problem.self) { try TenantRows.apply(lab.configuration("1"), approved: diff.digest) }
    #expect(try lab.fingerprint() == before)
    try lab.production("INSERT INTO country VALUES ('de'); INSERT INTO shared VALUES (2, 'y', 7)")
    #expect(try lab.restore("1").inserted == 5)
  }

  @Test("leaving out a parent makes its children dangle, told by name")
  func danglingByExclusion() throws {
    let lab = try Lab(
      """
      CREATE TABLE p (id int PRIMARY KEY, tenant_id int); CREATE TABLE c (id int PRIMARY KEY, p int NOT NULL REFERENCES p ON DELETE CASCADE);
      INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 1);
      """)
    try lab.production("DELETE FROM p")
    let diff = try TenantRows.diff(lab.configuration("1") { $0.without = ["p"] })
    #expect(diff.refusals == ["c: 1 rows point at nothing by c_p_fkey → p: 1"])
  }
}
