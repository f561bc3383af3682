import RunbookBase
import RunbookTenant
import Testing

@Suite("Names and values that bite", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct NameTests {
  @Test("quotes, semicolons, spaces, colons, unicode and mixed case in every name")
  func nastyNames() throws {
    let lab = try Lab(
      #"""
      CREATE SCHEMA "We""ird; Schéma";
      CREATE TABLE "We""ird; Schéma"."Tën'ants :tenant" ("the ""Id"" :x" text PRIMARY KEY);
      CREATE TABLE "We""ird; Schéma"."DROP TABLE x; --" (
        "a b" int, "select" int, "Tenant;Id" text NOT NULL REFERENCES "We""ird; Schéma"."Tën'ants :tenant" ON DELETE CASCADE, ":'c'" text,
        "naïve" text, "nai\#u{308}ve" text, PRIMARY KEY ("a b", "select"));
      CREATE UNIQUE INDEX "u; ""u""" ON "We""ird; Schéma"."DROP TABLE x; --" ((":'c'" || ':'), "naïve") WHERE "a b" > 0;
      CREATE TABLE "$1" ("\" int PRIMARY KEY, "x y" int, "z" int, FOREIGN KEY ("x y", "z") REFERENCES "We""ird; Schéma"."DROP TABLE x; --" ON DELETE CASCADE);
      INSERT INTO "We""ird; Schéma"."Tën'ants :tenant" VALUES ('o''brien'), ('other');
      INSERT INTO "We""ird; Schéma"."DROP TABLE x; --" SELECT g, -g, CASE WHEN g < 5 THEN 'o''brien' ELSE 'other' END, 'v' || g, E'\\\n\t', '\N'
        FROM generate_series(0, 9) g;
      INSERT INTO "$1" SELECT g, g, -g FROM generate_series(0, 9) g;
      """#)
    let before = try lab.fingerprint()
    try lab.production(#"DELETE FROM "We""ird; Schéma"."Tën'ants :tenant" WHERE "the ""Id"" :x" = 'o''brien'"#)
    #expect(try lab.restore("o'brien") { $0.tenantColumn = "Tenant;Id" }.inserted == 11)
    #expect(try lab.fingerprint() == before)
  }

  @Test(
    "a tenant's value is never read as SQL, as psql's, or as another tenant's",
    arguments: ["x' OR 'a'='a", "'; DROP TABLE t; --", "\\", ":x", "$$", "a\nb", "%L", "{1,2}", "é", "-v", "\\! touch /tmp/x", "NULL"])
  func nastyTenant(_ value: String) throws {
    let lab = try Lab("CREATE TABLE t (id int PRIMARY KEY, tenant_id text); INSERT INTO t VALUES (1, 'x'), (2, 'e\u{301}')")
    let quoted = value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    try lab.scratch("INSERT INTO t VALUES (3, '\(quoted)')")
    #expect(try lab.restore(value).inserted == 1)
    #expect(try lab.production("SELECT id, tenant_id = '\(quoted)' FROM t ORDER BY id") == [["1", "f"], ["2", "f"], ["3", "t"]])
  }

  @Test("a value too long for the tenant column does not become the tenant whose name it begins with")
  func longTenant() throws {
    let lab = try Lab("CREATE TABLE t (id int PRIMARY KEY, tenant_id varchar(3)); INSERT INTO t VALUES (1, 'abc')")
    let problem = try problem { _ = try TenantRows.diff(lab.configuration("abcd")) }
    #expect(problem.code == .parameterRejected)
    #expect(problem.summary == "the dump holds no row of tenant \"abcd\"")
  }

  @Test("a tenant column whose type has its own equality is compared by it, wherever the type lives")
  func citext() throws {
    let lab = try Lab(
      """
      CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE DOMAIN slug AS ext.citext;
      CREATE TABLE t (id int PRIMARY KEY, tenant_id ext.citext); CREATE TABLE u (id int PRIMARY KEY, tenant_id slug);
      INSERT INTO t VALUES (1, 'Acme'), (2, 'acme'), (3, 'b'); INSERT INTO u SELECT * FROM t;
      """)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM t WHERE id < 3; DELETE FROM u WHERE id = 1")
    #expect(try lab.restore("ACME").inserted == 3)
    #expect(try lab.fingerprint() == before)
  }

  @Test("a tenant that is no value of the column's type is rejected by name")
  func wrongType() throws {
    let lab = try Lab("CREATE TABLE t (id int PRIMARY KEY, tenant_id uuid)")
    let problem = try problem { _ = try TenantRows.diff(lab.configuration("seven")) }
    #expect(problem.code == .parameterRejected)
    #expect(problem.summary == "\"seven\" is no value of type uuid")
  }

  @Test("a column that no table has, an empty tenant, the same database twice: each has its own answer")
  func parameters() throws {
    let lab = try Lab("CREATE TABLE t (id int PRIMARY KEY, tenant_id int)")
    #expect(try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.tenantColumn = "owner" }) }.code == .parameterRejected)
    #expect(try problem { _ = try TenantRows.diff(lab.configuration("")) }.code == .parameterRejected)
    #expect(try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.without = ["nothing"] }) }.code == .parameterRejected)
    #expect(try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.source = $0.target }) }.code == .safetyRefusal)
    let gone = try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.source.database = "gone" }) }
    #expect(gone.summary.contains("database \"gone\" does not exist"))
    #expect(try problem { _ = try TenantRows.diff(lab.configuration("1") { $0.psql = "/nowhere/psql" }) }.code == .preconditionNotMet)
  }
}
