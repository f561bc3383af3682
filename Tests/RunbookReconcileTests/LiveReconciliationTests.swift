import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// Against a real PostgreSQL and an S3 API on loopback.
@Suite(.serialized)
struct LiveReconciliationTests {
  static let toolsAreThere = Machine.python != nil && Machine.postgres != nil

  @Test(
    "database and bucket are compared, what can be restored is, and the report says the rest",
    .enabled(if: toolsAreThere, "needs initdb, psql, aws and a python with moto"))
  func everything() throws {
    let scratch = try Scratch()
    let database = try DatabaseServer(try #require(Machine.postgres), scratch)
    try database.run(LiveReconciliationTests.tables)
    let store = try ObjectStoreServer(try #require(Machine.python), scratch)
    try store.run(
      """
      for i in range(1, 6): put(f"designs/d{i}/files/print-ready-{i}.pdf")
      rm("designs/d2/files/print-ready-2.pdf"); rm("designs/d2/files/print-ready-2.pdf")
      put("designs/d3/files/print-ready-3.pdf", b"")
      rm("designs/d4/files/print-ready-4.pdf")
      put("designs/d4/files/print-ready-4.pdf", b""); rm("designs/d4/files/print-ready-4.pdf")
      put("odd/tab\\there é %20+ \\"q\\".pdf"); rm("odd/tab\\there é %20+ \\"q\\".pdf")
      put("orphan/a b.pdf"); put("orphan/", b""); put("s/a.png"); put("gone.pdf"); rm("gone.pdf")
      """)
    var configuration = Reconciliation.Configuration(
      database: database.access, objects: store.access, sources: try LiveReconciliationTests.sources(),
      workDirectory: try scratch.folder("report"))
    // The objects above are as new as the rows: only a later moment may judge them.
    configuration.asOf = WallTime(nanoseconds: Clock.wall() + 60_000_000_000)
    configuration.hosts = ["cdn.print.example"]

    let before = try store.liveKeys()
    let report = try Reconciliation.run(configuration) { _ in }
    #expect(try store.liveKeys() == before)
    #expect(report.counts.restorable == 3)
    #expect(report.counts.zeroSize == 1)
    #expect(report.counts.orphaned == 1)
    #expect(report.counts.folderMarkers == 1)
    #expect(report.counts.foreign == 1)
    #expect(report.counts.missing == 1)
    #expect(report.counts.unextractable == 7)
    #expect(report.counts.leadingSlashes == 1)
    #expect(report.counts.mappedAddresses == 2)
    #expect(report.counts.null == 2)
    #expect(report.exitCode == .stepFailed)
    #expect(report.missing.map(\.path) == ["s/b.png"])
    #expect(report.missing.map(\.action) == ["Upload the logo of shop 1 again."])
    #expect(try scratch.read("report/orphans.list") == "orphan/a b.pdf\n")

    configuration.restores = true
    configuration.workDirectory = try scratch.folder("restore")
    let restored = try Reconciliation.run(configuration) { _ in }
    #expect(restored.counts.restored == 4)
    #expect(restored.counts.restorable == 0)
    #expect(restored.counts.zeroSize == 0)
    #expect(restored.counts.missing == 1)
    let after = try store.liveKeys()
    #expect(
      after.subtracting(before) == [
        "designs/d2/files/print-ready-2.pdf", "designs/d4/files/print-ready-4.pdf", "odd/tab\there é %20+ \"q\".pdf",
      ])
    #expect(after.contains("orphan/a b.pdf"))
    #expect(!after.contains("gone.pdf"))
    #expect(try store.run("print(s3.head_object(Bucket='files', Key='designs/d3/files/print-ready-3.pdf')['ContentLength'])") == "1\n")

    // The same once more changes nothing; acknowledged concerns no longer fail it.
    configuration.acknowledged = [.missing, .unextractable]
    configuration.workDirectory = try scratch.folder("again")
    let again = try Reconciliation.run(configuration) { _ in }
    #expect(again.counts.restored == 0)
    #expect(again.passes)
    #expect(try store.liveKeys() == after)

    // One tenant: the value is data, whatever is in it.
    configuration.restores = false
    configuration.tenant = "22222222-2222-2222-2222-222222222222"
    configuration.sources = Array(try LiveReconciliationTests.sources().prefix(2))
    configuration.workDirectory = try scratch.folder("tenant")
    let tenant = try Reconciliation.run(configuration) { _ in }
    #expect(tenant.counts.paths == 1)
    #expect(tenant.counts.ok == 1)
    configuration.tenant = "' OR '1'='1"
    #expect(try Reconciliation.run(configuration) { _ in }.counts.rows == 0)
  }

  @Test(
    "a psql that fails is a problem with its own words, and nothing is judged",
    .enabled(if: toolsAreThere, "needs initdb, psql, aws and a python with moto"))
  func failingDatabase() throws {
    let scratch = try Scratch()
    let database = try DatabaseServer(try #require(Machine.postgres), scratch)
    let store = ObjectStoreAccess(aws: "/bin/false", bucket: "files", environment: [:])
    let configuration = Reconciliation.Configuration(
      database: database.access, objects: store, sources: [try PathSource(table: "nowhere", column: "path")],
      workDirectory: try scratch.folder("work"))
    let found = try #require(problem { () throws(Problem) in _ = try Reconciliation.run(configuration) { _ in } })
    #expect(found.details.contains { $0.contains("relation \"nowhere\" does not exist") })
  }

  @Test(
    "documents give their paths, say that there is none, or are counted as unextractable; nothing vanishes",
    .enabled(if: Machine.postgres != nil, "needs initdb and psql"))
  func documents() throws {
    let scratch = try Scratch()
    let database = try DatabaseServer(try #require(Machine.postgres), scratch)
    try database.run(
      """
      create table "Docs"(id int primary key, owner text, body jsonb, raw text);
      insert into "Docs" values (1, 'o''1', '{"files":[{"path":"a"},{"path":"/b"},{"path":""}]}', '{"k":{"p":"x\\\\y"}}'),
        (2, 'o', '{"files":[]}', '{"k":null}'), (3, 'o', '{"files":null}', '{}'), (4, 'o', '{"files":[{"path":null},{"name":"a"},7]}', '{"k":{"q":1}}'),
        (5, 'o', '{"files":{"path":"c"}}', null), (6, 'o', '{"other":1}', '"s"'), (7, 'o', '{"files":["d"]}', '{"k":{"p":["e"]}}');
      """)
    let store = ObjectStoreAccess(aws: try scratch.script("aws", "echo P"), bucket: "b", environment: ["PATH": "/usr/bin:/bin"])
    var configuration = Reconciliation.Configuration(
      database: database.access, objects: store,
      sources: [
        try PathSource(
          table: "Docs", column: "body", kind: .json([.member("files"), .elements, .member("path")]), tenant: "owner", base: .tenant),
        try PathSource(table: "Docs", column: "raw", kind: .json([.member("k"), .member("p")]), tenant: nil, base: .prefix("pre/")),
      ], workDirectory: try scratch.folder("work"))
    let report = try Reconciliation.run(configuration) { _ in }
    #expect(report.missing.map(\.path) == ["o'1/a", "o'1/b", "o/c", "pre/x\\y"])
    #expect(report.missing.map(\.tenant) == ["o'1", "o'1", "o", ""])
    // Empty: body of rows 1 (one element), 2, 3 and 4 (one element); raw of rows 2 and 3.
    #expect(report.counts.empty == 6)
    // Unextractable: body of rows 4 (two elements), 6 and 7; raw of rows 4, 6 and 7.
    #expect(report.counts.unextractable == 7)
    #expect(report.counts.null == 1)
    #expect(report.unextractable == ["4 rows of Docs.body", "3 rows of Docs.raw"])
    // A policy that hides rows from this role must not make the list shorter.
    try database.run(
      """
      create role reader login; grant select on "Docs" to reader; alter table "Docs" enable row level security;
      create policy mine on "Docs" using (owner = 'o')
      """)
    var restricted = configuration
    restricted.database.arguments += ["-U", "reader"]
    restricted.workDirectory = try scratch.folder("restricted")
    let refusal = problem { () throws(Problem) in _ = try Reconciliation.run(restricted) { _ in } }
    #expect(refusal?.details.contains { $0.contains("row-level security") } == true)

    configuration.tenant = "o'1"
    configuration.sources = Array(configuration.sources.prefix(1))
    configuration.workDirectory = try scratch.folder("tenant")
    #expect(try Reconciliation.run(configuration) { _ in }.missing.map(\.path) == ["o'1/a", "o'1/b"])
  }

  static func sources() throws -> [PathSource] {
    [
      try PathSource(table: "designer_documents", column: "print_ready_file", kind: .json([.member("image")])),
      try PathSource(table: "public.orders", column: "design_print_ready_file"),
      try PathSource(table: "shops", column: "files", kind: .textArray, tenant: nil, recovery: "Upload the logo of shop {id} again."),
    ]
  }

  static let tables = """
    create table designer_documents(id bigint primary key, tenant_id uuid, print_ready_file jsonb);
    create table orders(id bigint primary key, tenant_id uuid, design_print_ready_file text);
    create table shops(id bigint primary key, files text[]);
    insert into designer_documents select i, '11111111-1111-1111-1111-111111111111',
      jsonb_build_object('image', 'designs/d' || i || '/files/print-ready-' || i || '.pdf') from generate_series(1, 5) i;
    insert into designer_documents values (10, null, '"designs/x.pdf"'), (11, null, '{}'), (12, null, '[]'), (13, null, '{"image":null}'),
      (14, null, '[{"image":"a"}]'), (15, null, '{"image":["a.pdf","b.pdf"]}'), (16, null, '{"image":{"path":"x"}}'),
      (17, null, '{"image":""}'), (18, null, null), (19, null, '{"img":"a"}'), (20, null, '"{\\"image\\":1}"'), (21, null, '{"image":7}');
    insert into orders values (1, '11111111-1111-1111-1111-111111111111', 'designs/d1/files/print-ready-1.pdf'),
      (2, null, '/designs/d2/files/print-ready-2.pdf'), (3, null, E'odd/tab\\there é %20+ "q".pdf'), (4, null, 'https://elsewhere.example/x.pdf'),
      (5, null, ''), (6, null, null), (8, null, 'https://cdn.print.example/designs/d5/files/print-ready-5.pdf'),
      (7, '22222222-2222-2222-2222-222222222222', 'https://files.s3.us-east-1.amazonaws.com/designs/d1/files/print-ready-1.pdf?X=1');
    insert into shops values (1, array['s/a.png', null, 's/b.png', '']);
    """
}
