import RunbookBase
import RunbookTenant
import Testing

@Suite("Rows that follow an overwritten value", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct OnUpdateTests {
  static let subs = """
    CREATE TABLE users (id int PRIMARY KEY, tenant_id int NOT NULL, email text UNIQUE);
    CREATE TABLE subs (id int PRIMARY KEY, tenant_id int NOT NULL, email text REFERENCES users (email) ON UPDATE CASCADE);
    INSERT INTO users VALUES (1, 1, 'old'), (2, 2, 'b');
    """

  @Test("a value that another tenant's row follows by ON UPDATE is not overwritten")
  func onUpdate() throws {
    let lab = try Lab(Self.subs + "INSERT INTO subs VALUES (1, 1, 'old'), (2, 2, 'old'), (3, 2, 'b')")
    try lab.production("UPDATE users SET email = 'new' WHERE id = 1")
    let before = try lab.fingerprint()
    let refusal = "users: 1 rows of subs would change with what is overwritten, by subs_email_fkey: new"
    let restoring = lab.configuration("1") { $0.conflicts = .restore }
    let diff = try TenantRows.diff(restoring)
    #expect(diff.refusals == [refusal])
    #expect(try problem { _ = try TenantRows.apply(restoring, approved: diff.digest) }.details == [refusal])
    #expect(try lab.fingerprint() == before)
    try lab.restore("1") { $0.conflicts = .keep }
  }

  @Test("the tenant's own rows may follow, but not one that was written since")
  func ownRows() throws {
    let lab = try Lab(Self.subs + "INSERT INTO subs VALUES (1, 1, 'old')")
    let before = try lab.fingerprint()
    try lab.production("UPDATE users SET email = 'new' WHERE id = 1")
    try lab.restore("1") { $0.conflicts = .restore }
    #expect(try lab.fingerprint() == before)
    try lab.production("UPDATE users SET email = 'new' WHERE id = 1; INSERT INTO subs VALUES (7, 1, 'new')")
    #expect(try TenantRows.diff(lab.configuration("1") { $0.conflicts = .restore }).refusals.count == 1)
  }
}
