import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// Tenants that keep their print files in a bucket of their own, against a real PostgreSQL and an S3 API on loopback.
@Suite("Tenants that keep their print files in a bucket of their own", .serialized)
struct LiveTenantBucketTests {
  static let toolsAreThere = Machine.python != nil && Machine.postgres != nil
  static let tables = """
    create table tenants(id uuid primary key, own_bucket text);
    create table orders(id bigint primary key, tenant_id uuid, file text);
    create table customers(id bigint primary key, tenant_id uuid, image text);
    insert into tenants values ('11111111-1111-1111-1111-111111111111', 'one'), ('22222222-2222-2222-2222-222222222222', 'two'),
      ('33333333-3333-3333-3333-333333333333', null), ('44444444-4444-4444-4444-444444444444', '');
    insert into orders select n, (repeat(n::text, 8) || '-' || repeat(n::text, 4) || '-' || repeat(n::text, 4) || '-' || repeat(n::text, 4)
      || '-' || repeat(n::text, 12))::uuid, 'designs/d' || n || '.pdf' from generate_series(1, 4) n;
    insert into orders values (5, '22222222-2222-2222-2222-222222222222', 'designs/nowhere.pdf');
    insert into customers values (1, '11111111-1111-1111-1111-111111111111', 'customers/1.png');
    """
  static let objects = """
    def own(b):
      s3.create_bucket(Bucket=b); s3.put_bucket_versioning(Bucket=b, VersioningConfiguration={"Status": "Enabled"})
    own("files-own-one"); own("files-own-two"); own("files-own-nobody")
    for bucket, key in (("files-own-one", "designs/d1.pdf"), ("files-own-two", "designs/d2.pdf"), ("files", "designs/d3.pdf"),
        ("files", "designs/d4.pdf"), ("files", "customers/1.png"), ("files-own-two", "orphan.pdf"), ("files", "designs/d1.pdf")):
      s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    """

  private func live(_ store: ObjectStoreServer, _ bucket: String) throws -> Set<String> {
    let text = try store.run("for o in s3.list_objects_v2(Bucket=\"\(bucket)\").get('Contents', []): print(o['Key'])")
    return Set(text.split(separator: "\n").map(String.init))
  }

  @Test(
    "each row is looked for in its tenant's bucket and nowhere else, and brought back there",
    .enabled(if: toolsAreThere, "needs initdb, psql, aws and a python with moto"))
  func reconciliation() throws {
    let scratch = try Scratch()
    let database = try DatabaseServer(try #require(Machine.postgres), scratch)
    try database.run(LiveTenantBucketTests.tables)
    let store = try ObjectStoreServer(try #require(Machine.python), scratch)
    try store.run(LiveTenantBucketTests.objects + "\ns3.delete_object(Bucket='files-own-one', Key='designs/d1.pdf')")
    var configuration = Reconciliation.Configuration(
      database: database.access, objects: store.access,
      sources: [
        try PathSource(table: "orders", column: "file", isInTenantBucket: true), try PathSource(table: "customers", column: "image"),
      ], workDirectory: try scratch.folder("report"))
    configuration.tenantBuckets = try TenantBuckets(parsing: "tenants.own_bucket=files-own-")
    configuration.asOf = WallTime(nanoseconds: Clock.wall() + 60_000_000_000)
    configuration.restores = true
    configuration.acknowledged = [.missing]

    let report = try Reconciliation.run(configuration) { _ in }
    #expect(report.counts.rows == 6)
    #expect(report.counts.ok == 4)
    #expect(report.counts.restored == 1)
    #expect(report.missing.map { "\($0.path) of \($0.tenant)" } == ["designs/nowhere.pdf of 22222222-2222-2222-2222-222222222222"])
    // In the shared bucket the first tenant's file is nobody's: its row points into its own.
    #expect(report.counts.orphaned == 2)
    #expect(report.tenantBuckets.mapValues(\.restored) == ["files-own-one": 1, "files-own-two": 0])
    #expect(report.json["tenantBuckets"]?["files-own-two"]?["missing"]?.intValue == 1)
    #expect(try live(store, "files-own-one") == ["designs/d1.pdf"])
    #expect(report.json["missing"]?.arrayValue?.first?["bucket"]?.stringValue == "files-own-two")
    #expect(report.lines.contains { $0.hasPrefix("  MISSING \"designs/nowhere.pdf\" in files-own-two (orders.file 5)") })
    #expect(report.lines.contains("  of these in files-own-two: ok 1, missing 1, restored 0"))

    configuration.tenant = "33333333-3333-3333-3333-333333333333"
    configuration.workDirectory = try scratch.folder("third")
    let third = try Reconciliation.run(configuration) { _ in }
    #expect(third.tenantBuckets.isEmpty)
    #expect(third.counts.ok == 1)

    try database.run("update tenants set own_bucket = '../files' where own_bucket = 'two'")
    configuration.tenant = nil
    configuration.workDirectory = try scratch.folder("climbing")
    let refusal = problem { () throws(Problem) in _ = try Reconciliation.run(configuration) { _ in } }
    #expect(refusal?.summary == "tenants.own_bucket holds \"../files\", which cannot end the name of a bucket")
  }

  @Test(
    "an undelete of a tenant goes on in the tenant's own bucket, as far back as the incident",
    .enabled(if: toolsAreThere, "needs initdb, psql, aws and a python with moto"))
  func undelete() throws {
    let scratch = try Scratch()
    let database = try DatabaseServer(try #require(Machine.postgres), scratch)
    try database.run(LiveTenantBucketTests.tables)
    let store = try ObjectStoreServer(try #require(Machine.python), scratch)
    try store.run(
      LiveTenantBucketTests.objects
        + "\ns3.put_object(Bucket='files-own-two', Key='old.pdf', Body=b'x'); s3.delete_object(Bucket='files-own-two', Key='old.pdf')")
    Clock.sleep(milliseconds: 1_100)
    let since = WallTime(nanoseconds: Clock.wall())
    Clock.sleep(milliseconds: 1_100)
    try store.run(
      """
      for bucket, key in (("files-own-one", "designs/d1.pdf"), ("files-own-two", "designs/d2.pdf"), ("files-own-two", "orphan.pdf"), ("files", "designs/d3.pdf")):
        s3.delete_object(Bucket=bucket, Key=key)
      """)
    let configuration = Undelete.Configuration(
      objects: store.access, prefixes: ["22222222/"], since: since, workDirectory: try scratch.folder("undelete"))
    let report = try Undelete.run(
      configuration, of: "22222222-2222-2222-2222-222222222222", in: try TenantBuckets(parsing: "tenants.own_bucket=files-own-"),
      database: database.access
    ) { _ in }
    #expect(report.removed == 2)
    #expect(report.tooOld == 1)
    #expect(report.passes)
    #expect(try live(store, "files-own-two") == ["designs/d2.pdf", "orphan.pdf"])
    #expect(try live(store, "files-own-one") == [])
    #expect(try live(store, "files").contains("designs/d3.pdf") == false)
  }

  @Test(
    "what names no column and prefix is refused",
    arguments: [
      "", "tenants.own_bucket", "own_bucket=files-", "tenants.own_bucket=", "tenants.own_bucket=Files-", "ten ants.b=files-", "t.b=-x",
    ])
  func refused(text: String) {
    #expect(problem { () throws(Problem) in _ = try TenantBuckets(parsing: text) }?.code == .parameterRejected)
  }
}
