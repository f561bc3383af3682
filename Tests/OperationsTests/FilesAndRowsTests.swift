import Operations
import RunbookBase
import Runbooks
import Testing

@Suite("A tenant's rows and files, and the comparison of both") struct FilesAndRowsTests {
  typealias W = Workshop
  let places = "--host=db1 --port=5433 --user=printflow --source=live_db_scratch --database=live_db --tenant=‹tenant›"

  @Test("comparing rows only reads; inserting them is bound to the approved comparison")
  func rows() {
    let rows = TenantRows(of: W.tenant, from: W.scratch, to: W.live)
    let digest = Output<Digest>("comparison")
    let policy = Output<ConflictPolicy>("policy")
    #expect(rows.diff().line == "runbook rows diff \(places) --conflicts=keep --json [reads]")
    #expect(rows.diff(conflicts: policy).line == "runbook rows diff \(places) --conflicts=‹policy› --brief --json [reads]")
    #expect(rows.briefDiff().line == "runbook rows diff \(places) --conflicts=keep --brief --json [reads]")
    let apply = rows.apply(approved: digest, conflicts: policy)
    #expect(apply.line == "runbook rows apply \(places) --approved=‹comparison› --conflicts=‹policy› [destroys]")
    #expect(apply.target?.name == "postgres:db1:5433/live_db")
    #expect(apply.environment == ["PGPASSFILE": .text("/p")])
  }

  @Test("a policy is one of two words", arguments: ["keep", "restore"])
  func policies(word: String) throws {
    #expect(try ConflictPolicy(parsing: word).text == word)
  }

  @Test("any other word is no policy", arguments: ["", "Keep", "keep\n", "overwrite", "-keep", "\u{212A}eep"])
  func noPolicies(word: String) {
    #expect(
      throws: Problem(.parameterRejected, "“\(TerminalText.escapedLine(word))” is no policy", hint: "it must be keep or restore")
    ) { try ConflictPolicy(parsing: word) }
  }

  @Test("a bucket's versions are looked at, its files undeleted since a moment, and a copy back destroys what is newer")
  func files() {
    let store = ObjectStore(environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"])
    let replica = Bucket<Production>("copy", region: "eu-west-1")
    #expect(
      store.keepsVersions(W.bucket).line
        == "aws s3api get-bucket-versioning --bucket=printflow360 --query=Status --output=text --region=us-east-1 [reads] = Enabled")
    #expect(
      store.lockMode(replica).line == "aws s3api get-object-lock-configuration --bucket=copy "
        + "--query=ObjectLockConfiguration.Rule.DefaultRetention.Mode --output=text --region=eu-west-1 [reads]")
    let undelete = store.undelete(W.bucket, of: W.tenant, in: W.live, shared: ["designs.id=designs/"], since: "2026-06-15T14:05:00Z")
    #expect(
      undelete.line
        == "runbook files undelete --bucket=printflow360 --region=us-east-1 --prefix=‹tenant›/ --since=2026-06-15T14:05:00Z "
        + "--owned=designs.id=designs/ --tenant=‹tenant› --host=db1 --port=5433 --user=printflow --database=live_db [writes]")
    #expect(undelete.environment == ["AWS_ENDPOINT_URL": .text("http://127.0.0.1:1"), "PGPASSFILE": .text("/p")])
    #expect(undelete.uses == ["aws", "psql"])
    #expect(undelete.target == Target("s3:printflow360", realm: .production))
    #expect(
      store.copyBack(replica, to: W.bucket).line
        == "aws s3 sync s3://copy/ s3://printflow360/ --source-region=eu-west-1 --region=us-east-1 --size-only --no-progress --only-show-errors [destroys]"
    )
    let sync = "aws s3 sync s3://copy/ s3://printflow360/ --source-region=eu-west-1 --region=us-east-1 --size-only --dryrun"
    #expect(
      store.countDifferences(from: replica, to: W.bucket).commands.map(\.line) == [
        "\(sync) [reads]", "sed --quiet /^(dryrun) copy: /p [reads]", "wc --lines [reads]",
      ])
  }

  @Test(
    "a column that holds paths is told in one argument",
    arguments: [
      (PathColumn("customers", "image"), "customers.image"),
      (PathColumn("orders", "file", .member("image")), "orders.file->image"),
      (
        PathColumn("orders", "files", .elements("image"), id: "number", tenant: "shop", recovery: .regenerate),
        "orders.files[]->image,id=number,tenant=shop,recovery=regenerate"
      ),
    ])
  func columns(column: PathColumn, argument: String) {
    #expect(column.argument == argument)
  }

  @Test("a tenant's own bucket is refused where tenants have none, and where its name grows too long")
  func choices() throws {
    let plain = Bucket<Production>("files", region: "us-east-1")
    let long = Bucket<Production>(
      "files", region: "us-east-1", tenants: TenantBuckets("tenants", "own_bucket", prefix: "printflow360-replica-tenant-"))
    #expect(throws: Never.self) { try plain.check(.shared) }
    #expect(throws: Never.self) { try long.check(.own(String(repeating: "a", count: 35))) }
    for (bucket, end) in [(plain, "north"), (long, String(repeating: "a", count: 36))] {
      do throws(Problem) {
        try bucket.check(.own(end))
        Issue.record("\(end) was taken")
      } catch { #expect(error.code == .parameterRejected) }
    }
  }

  @Test("the bucket of a tenant's files is asked of the table and column that the estate names, or of none")
  func bucketNames() {
    let own = Bucket<Production>("files", region: "us-east-1", tenants: TenantBuckets("firms", "bucket_end", prefix: "own-"))
    #expect(
      own.sqlName(ofTenant: "o.tenant_id")
        == #"coalesce((SELECT :'prefix' || nullif(b."bucket_end"::text, '') FROM "firms" AS b WHERE b.id = o.tenant_id), :'bucket')"#)
    #expect(own.bucketVariables == ["bucket": "files", "prefix": "own-"])
    let plain = Bucket<Production>("files", region: "us-east-1")
    #expect(plain.sqlName(ofTenant: "o.tenant_id") == ":'bucket'")
    #expect(plain.bucketVariables == ["bucket": "files"])
  }

  @Test("restoring missing files writes, a report reads; one tenant or all")
  func reconciliation() {
    let reconciler = Reconciler(W.live, W.bucket, columns: [PathColumn("customers", "image")], environment: ["A": "1"])
    let words = "runbook reconcile --host=db1 --port=5433 --user=printflow --database=live_db --bucket=printflow360 --region=us-east-1"
    let paths = "--paths=customers.image"
    #expect(reconciler.report().line == "\(words) \(paths) --json [reads]")
    #expect(
      reconciler.restoreMissing(of: W.tenant).line == "\(words) --tenant=‹tenant› \(paths) --restore --acknowledge=missing --json [writes]")
    let own = Bucket<Production>("files", region: "us-east-1", tenants: TenantBuckets("tenants", "own_bucket", prefix: "files-own-"))
    let both = Reconciler(W.live, own, columns: [PathColumn("orders", "file", isInTenantBucket: true)], environment: [:])
    #expect(
      both.report().line.hasSuffix(" --paths=orders.file,bucket=tenant --tenant-buckets=tenants.own_bucket=files-own- --json [reads]"))
    let undelete = ObjectStore().undelete(own, of: W.tenant, in: W.live, shared: [], since: "2026-06-15T14:05:00Z")
    #expect(undelete.line.contains(" --tenant-buckets=tenants.own_bucket=files-own- --tenant=‹tenant› "))
    #expect(reconciler.report().environment == ["A": .text("1"), "PGPASSFILE": .text("/p")])
  }
}
