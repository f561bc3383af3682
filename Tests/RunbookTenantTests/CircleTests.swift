import RunbookBase
import RunbookTenant
import Testing

@Suite("Foreign keys that form a circle", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct CircleTests {
  static let circles: [(name: String, schema: String)] = [
    (
      "deferrable",
      """
      CREATE TABLE a (id int PRIMARY KEY, tenant_id int NOT NULL, b int NOT NULL);
      CREATE TABLE b (id int PRIMARY KEY, tenant_id int NOT NULL, a int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
      """
    ),
    (
      "nullable",
      """
      CREATE TABLE a (id int PRIMARY KEY, tenant_id int NOT NULL, b int);
      CREATE TABLE b (id int PRIMARY KEY, tenant_id int NOT NULL, a int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
      """
    ),
    (
      "neither nullable nor deferrable",
      """
      CREATE TABLE a (id int PRIMARY KEY, tenant_id int NOT NULL, b int NOT NULL);
      CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id int NOT NULL, a int NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
      """
    ),
  ]

  @Test("two tables that need each other are filled together", arguments: circles.indices)
  func twoTables(_ index: Int) throws {
    let lab = try Lab(
      Self.circles[index].schema + """
        BEGIN; SET session_replication_role = replica;
        INSERT INTO a (id, tenant_id, b) SELECT g, g % 2, g FROM generate_series(1, 100) g;
        INSERT INTO b (id, tenant_id, a) OVERRIDING SYSTEM VALUE SELECT g, g % 2, g FROM generate_series(1, 100) g;
        COMMIT;
        """)
    let before = try lab.fingerprint()
    try lab.production("SET session_replication_role = replica; DELETE FROM a WHERE tenant_id = 1; DELETE FROM b WHERE tenant_id = 1")
    #expect(try lab.restore("1").inserted == 100)
    #expect(try lab.fingerprint() == before)
  }

  @Test("a half of a circle that is still there is left alone")
  func halfCircle() throws {
    let lab = try Lab(
      Self.circles[2].schema + """
        SET session_replication_role = replica;
        INSERT INTO a (id, tenant_id, b) SELECT g, 1, g FROM generate_series(1, 10) g;
        INSERT INTO b (id, tenant_id, a) OVERRIDING SYSTEM VALUE SELECT g, 1, g FROM generate_series(1, 10) g;
        """)
    let before = try lab.fingerprint()
    try lab.production("SET session_replication_role = replica; DELETE FROM a WHERE id > 4; DELETE FROM b WHERE id > 7")
    #expect(try lab.restore("1").inserted == 9)
    #expect(try lab.fingerprint() == before)
  }

  @Test("a tree that refers to itself comes back in one statement, children before parents or not")
  func tree() throws {
    let lab = try Lab(
      """
      CREATE TABLE node (id int PRIMARY KEY, tenant_id int NOT NULL, parent int NOT NULL REFERENCES node);
      INSERT INTO node SELECT g, 1, 101 - g FROM generate_series(1, 100) g;
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM node")
    #expect(try lab.restore("1").inserted == 100)
    #expect(try lab.fingerprint() == before)
  }

  @Test("three tables in a circle, one of them without a tenant column")
  func three() throws {
    let lab = try Lab(
      """
      CREATE TABLE x (id int PRIMARY KEY, tenant_id int NOT NULL, z int);
      CREATE TABLE y (id int PRIMARY KEY, x int NOT NULL REFERENCES x ON DELETE CASCADE);
      CREATE TABLE z (id int PRIMARY KEY, y int NOT NULL REFERENCES y ON DELETE CASCADE);
      ALTER TABLE x ADD FOREIGN KEY (z) REFERENCES z;
      INSERT INTO x SELECT g, g % 2 FROM generate_series(1, 20) g; INSERT INTO y SELECT g + 100, g FROM generate_series(1, 20) g;
      INSERT INTO z SELECT g + 200, g + 100 FROM generate_series(1, 20) g; UPDATE x SET z = id + 200;
      """)
    let before = try lab.fingerprint()
    try lab.production(
      "SET session_replication_role = replica; DELETE FROM z WHERE y IN (SELECT y.id FROM y JOIN x ON x.id = y.x WHERE tenant_id = 1); DELETE FROM y WHERE x IN (SELECT id FROM x WHERE tenant_id = 1); DELETE FROM x WHERE tenant_id = 1"
    )
    #expect(try lab.restore("1").inserted == 30)
    #expect(try lab.fingerprint() == before)
  }

  @Test("rows that hang on the tenant by a circle alone are refused, never guessed")
  func unreachable() throws {
    let lab = try Lab(
      """
      CREATE TABLE post (id int PRIMARY KEY, tenant_id int NOT NULL);
      CREATE TABLE comment (id int PRIMARY KEY, post int REFERENCES post ON DELETE CASCADE, parent int REFERENCES comment ON DELETE CASCADE);
      INSERT INTO post VALUES (1, 1); INSERT INTO comment VALUES (1, 1, NULL), (2, NULL, 1);
      """)
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.refusals.contains { $0.hasPrefix("comment: 1 rows belong to the tenant by comment_parent_fkey alone") })
    try lab.production("DELETE FROM post")
    let before = try lab.fingerprint()
    let refused = try TenantRows.diff(lab.configuration("1"))
    #expect(!refused.text.utf8.split(separator: 0x0A).contains { String(Substring($0)).hasPrefix("digest") })
    #expect(refused.json["digest"] == .null)
    #expect(try problem { _ = try TenantRows.apply(lab.configuration("1"), approved: refused.digest) }.details == refused.refusals)
    #expect(try lab.fingerprint() == before)
  }
}
