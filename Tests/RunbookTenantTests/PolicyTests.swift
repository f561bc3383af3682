import RunbookBase
import Testing

@testable import RunbookTenant

@Suite("Policies", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct PolicyTests {
  static let schema = """
    CREATE TABLE t (id int PRIMARY KEY, tenant_id int NOT NULL, v text, n numeric); CREATE TABLE seen (what text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES (TG_NAME); RETURN NEW; END $$;
    CREATE TRIGGER t_on AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
    CREATE TRIGGER t_always AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t ENABLE ALWAYS TRIGGER t_always;
    CREATE TRIGGER t_off AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t DISABLE TRIGGER t_off;
    CREATE TRIGGER t_replica AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t ENABLE REPLICA TRIGGER t_replica;
    CREATE TRIGGER "t;""statement" BEFORE INSERT ON t EXECUTE FUNCTION note();
    INSERT INTO t SELECT g, 1, 'v' || g, g FROM generate_series(1, 5) g; DELETE FROM seen;
    """

  @Test("triggers do not fire, and afterwards each is what it was: on, off, always, replica")
  func triggersOff() throws {
    let lab = try Lab(Self.schema)
    let modes = try lab.production("SELECT tgname, tgenabled FROM pg_trigger ORDER BY 1")
    try lab.production("DELETE FROM t WHERE id > 1; DELETE FROM seen; UPDATE t SET v = 'changed'; DELETE FROM seen")
    #expect(try lab.restore("1") { $0.conflicts = .restore }.inserted == 4)
    #expect(try lab.production("SELECT * FROM seen") == [])
    #expect(try lab.production("SELECT tgname, tgenabled FROM pg_trigger ORDER BY 1") == modes)
  }

  @Test("triggers fire when that is asked for, and one that swallows a row stops the restore")
  func triggersFire() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE id > 1")
    try lab.restore("1") { $0.triggers = .fire }
    #expect(
      try lab.production("SELECT what, count(*) FROM seen GROUP BY 1 ORDER BY 1") == [
        ["t;\"statement", "1"], ["t_always", "4"], ["t_on", "4"],
      ])
    try lab.production(
      """
      CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = 3 THEN RETURN NULL; END IF; RETURN NEW; END $$;
      CREATE TRIGGER t_swallow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION swallow(); DELETE FROM t; DELETE FROM seen;
      """)
    let before = try lab.fingerprint()
    let problem = try problem { try lab.restore("1") { $0.triggers = .fire } }
    #expect(problem.code == .stepFailed)
    #expect(try lab.fingerprint() == before)
  }

  @Test("rows with other content: refused, kept or restored, as decided, and shown with their columns")
  func conflicts() throws {
    let lab = try Lab(Self.schema)
    let original = try lab.production("SELECT * FROM t ORDER BY id")
    try lab.production("DELETE FROM t WHERE id > 3; UPDATE t SET v = NULL, n = 2.0 WHERE id = 2; UPDATE t SET v = '' WHERE id = 3")
    let refused = try TenantRows.diff(lab.configuration("1"))
    #expect(refused.refusals == ["t: 2 rows are in production with other content; decide whether to keep or to restore them"])
    #expect(
      refused.tables[0].samples == [
        ConflictSample(
          key: "2",
          columns: [.init(name: "v", dump: "v2", production: "NULL"), .init(name: "n", dump: "2", production: "2.0")]),
        ConflictSample(key: "3", columns: [.init(name: "v", dump: "v3", production: "")]),
      ])
    #expect(try problem { _ = try TenantRows.apply(lab.configuration("1"), approved: refused.digest) }.code == .preconditionNotMet)
    let kept = try lab.restore("1") { $0.conflicts = .keep }
    #expect([kept.inserted, kept.updated] == [2, 0])
    #expect(try lab.production("SELECT * FROM t ORDER BY id") != original)
    let restored = try lab.restore("1") { $0.conflicts = .restore }
    #expect([restored.inserted, restored.updated] == [0, 2])
    #expect(try lab.production("SELECT * FROM t ORDER BY id") == original)
  }

  @Test("restoring a value that another row took meanwhile is found beforehand")
  func conflictCollision() throws {
    let lab = try Lab(
      "CREATE TABLE t (id int PRIMARY KEY, tenant_id int, v text UNIQUE, w int UNIQUE); INSERT INTO t SELECT g, 1, g, g FROM generate_series(1, 4) g"
    )
    try lab.production("UPDATE t SET v = 'x' WHERE id = 1; INSERT INTO t VALUES (9, 2, '1', 9)")
    let diff = try TenantRows.diff(lab.configuration("1") { $0.conflicts = .restore })
    #expect(diff.tables[0].collisions == [.init(rule: "t_v_key", count: 1, samples: ["1 (key 1)"])])
  }

  @Test("children that a deletion only unlinked: members conflict, strangers are told and not touched")
  func setNull() throws {
    let lab = try Lab(
      """
      CREATE TABLE p (id int PRIMARY KEY, tenant_id int); CREATE TABLE shared (id int PRIMARY KEY, p int REFERENCES p ON DELETE SET NULL);
      CREATE TABLE mine (id int PRIMARY KEY, tenant_id int, p int REFERENCES p ON DELETE SET NULL);
      INSERT INTO p VALUES (1, 1), (2, 2); INSERT INTO shared VALUES (1, 1), (2, 2); INSERT INTO mine VALUES (1, 1, 1), (2, 1, NULL);
      """)
    try lab.production("DELETE FROM p WHERE id = 1")
    let diff = try TenantRows.diff(lab.configuration("1"))
    #expect(diff.tables.map(\.name) == ["p", "mine"])
    #expect(diff.tables.map(\.conflicting) == [0, 1])
    #expect(diff.notes.contains { $0.hasPrefix("shared: 1 rows of the dump point at the tenant's rows by shared_p_fkey") })
    try lab.restore("1") { $0.conflicts = .restore }
    #expect(try lab.production("SELECT * FROM mine ORDER BY 1") == [["1", "1", "1"], ["2", "1", ""]])
    #expect(try lab.production("SELECT * FROM shared ORDER BY 1") == [["1", ""], ["2", "2"]])
  }

  @Test("an approval fits nothing but what was shown: more loss, other content or another policy is refused")
  func approval() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE id > 3; UPDATE t SET v = 'x' WHERE id = 1")
    let configuration = lab.configuration("1") { $0.conflicts = .restore }
    let digest = try TenantRows.diff(configuration).digest
    #expect(try TenantRows.diff(configuration).digest == digest)
    #expect(try TenantRows.diff(lab.configuration("1") { $0.conflicts = .keep }).digest != digest)
    for change in ["UPDATE t SET v = 'y' WHERE id = 1", "DELETE FROM t WHERE id = 2; UPDATE t SET v = 'x' WHERE id = 1"] {
      try lab.production(change)
      let problem = try problem { _ = try TenantRows.apply(configuration, approved: digest) }
      #expect(problem.summary == "what would be restored is not what was approved")
    }
    try lab.production("INSERT INTO t VALUES (2, 1, 'v2', 2), (77, 1, 'written since', 1)")
    #expect(try TenantRows.apply(configuration, approved: digest).inserted == 2)
    #expect(try lab.production("SELECT v FROM t WHERE id = 77") == [["written since"]])
  }
}
