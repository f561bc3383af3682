import RunbookBase
import RunbookTenant
import Testing

@Suite("Rows that refer to a value that changed since", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct ParentValueTests {
  static let schemas = [
    """
    CREATE TABLE p (id int PRIMARY KEY, tenant_id int NOT NULL, code text UNIQUE);
    CREATE TABLE c (id int PRIMARY KEY, tenant_id int NOT NULL, code text REFERENCES p (code));
    INSERT INTO p VALUES (1, 1, 'old'), (2, 1, 'same'); INSERT INTO c VALUES (1, 1, 'old'), (2, 1, 'same');
    """,
    """
    CREATE TABLE c (id int PRIMARY KEY, tenant_id int NOT NULL, n int UNIQUE, code text);
    CREATE TABLE p (id int PRIMARY KEY, tenant_id int NOT NULL, code text UNIQUE, c int REFERENCES c ON DELETE SET NULL);
    ALTER TABLE c ADD CONSTRAINT c_code_fkey FOREIGN KEY (code) REFERENCES p (code);
    INSERT INTO p VALUES (1, 1, 'old'), (2, 1, 'same'); INSERT INTO c VALUES (1, 1, 1, 'old'), (2, 1, 2, 'same'); UPDATE p SET c = id;
    """,
    """
    CREATE TABLE p (id int PRIMARY KEY, tenant_id int NOT NULL, code text UNIQUE);
    CREATE TABLE c (id int PRIMARY KEY, tenant_id int NOT NULL, n int UNIQUE, code text REFERENCES p (code), up int REFERENCES c (n));
    INSERT INTO p VALUES (1, 1, 'old'), (2, 1, 'same'); INSERT INTO c VALUES (1, 1, 1, 'old', 3), (2, 1, 2, 'same', 1), (3, 1, 3, NULL, NULL);
    """,
  ]

  @Test("under restore the parent gets its value before the child comes, in a circle together with it", arguments: schemas.indices)
  func restored(_ index: Int) throws {
    let lab = try Lab(Self.schemas[index])
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM c WHERE id < 3; UPDATE p SET code = 'new' WHERE id = 1")
    if index == 2 { try lab.production("UPDATE c SET n = 33 WHERE id = 3") }
    try lab.restore("1") { $0.conflicts = .restore }
    #expect(try lab.fingerprint() == before)
  }

  @Test("under keep a child whose parent has another value now is refused before anybody is asked", arguments: schemas.indices)
  func kept(_ index: Int) throws {
    let lab = try Lab(Self.schemas[index])
    try lab.production("DELETE FROM c WHERE id < 3; UPDATE p SET code = 'new' WHERE id = 1")
    let diff = try TenantRows.diff(lab.configuration("1") { $0.conflicts = .keep })
    #expect(diff.refusals == ["c: 1 rows point at nothing by c_code_fkey → p: old"])
  }
}
