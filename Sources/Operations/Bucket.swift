public import RunbookBase
public import Runbooks

/// A bucket in a region, in a realm.
public struct Bucket<R: Realm>: Sendable {
  /// The bucket's name.
  public let name: String
  /// How commands name it.
  let reference: Text
  /// The region that it lives in.
  public let region: String
  /// The buckets beside it of tenants that keep their print files in one of their own; in the same region.
  public let tenants: TenantBuckets?

  /// A bucket by name and region.
  public init(_ name: String, region: String, tenants: TenantBuckets? = nil) {
    self.name = name
    self.region = region
    self.tenants = tenants
    reference = Text(name)
  }

  /// The bucket beside it that an earlier step or a parameter names.
  public init(_ reference: Text, beside other: Bucket) {
    name = other.name
    region = other.region
    tenants = nil
    self.reference = reference
  }

  /// The longest name that S3 gives a bucket, in bytes.
  static var longestName: Int { 63 }

  /// Refuses a tenant's own bucket that cannot be beside this one.
  ///
  /// - Throws: `parameterRejected` where tenants have none of their own, or where the name grows too long.
  public func check(_ choice: BucketChoice) throws(Problem) {
    guard case .own(let end) = choice else { return }
    guard let tenants else {
      throw Problem(
        .parameterRejected, "“\(end)” is no bucket: beside \(name) no tenant has one of its own",
        hint: "leave it out, or name the tenants' buckets in the estate")
    }
    let whole = tenants.prefix + end
    guard whole.utf8.count <= Self.longestName else {
      throw Problem(
        .parameterRejected, "\(whole) has \(whole.utf8.count) characters, and no bucket's name has more than \(Self.longestName)",
        hint: "give what stands in \(tenants.place), without the prefix")
    }
  }

  /// The bucket itself, or a tenant's own beside it, as the operator says; `check(_:)` comes before it.
  public func chosen(_ choice: Parameter<BucketChoice>) -> Bucket {
    let (shared, prefix) = (name, tenants?.prefix)
    return Bucket(
      choice.made("bucket") {
        // Never the shared one in place of one that is not there: S3 refuses a name with a slash.
        if case .own(let end) = $0 { (prefix ?? "/") + end } else { shared }
      }, beside: self)
  }

  /// The bucket as the target of a command.
  public var target: Target { Target("s3:\(name)", realm: R.kind) }
}

/// The S3 API by way of the `aws` program.
public struct ObjectStore: Sendable {
  /// Variables for every call, such as `AWS_ENDPOINT_URL`.
  public let environment: [String: String]

  /// An object store.
  public init(environment: [String: String] = [:]) {
    self.environment = environment
  }

  /// Looks whether deletes leave a delete marker behind (seed §2.3).
  public func keepsVersions<R: Realm>(_ bucket: Bucket<R>) -> Probe {
    Probe(
      aws(
        ["s3api", "get-bucket-versioning", "--bucket=\(bucket)", "--query=Status", "--output=text"], bucket, effect: .reads),
      .equals("Enabled"))
  }

  /// Prints the mode of a bucket's Object Lock: `COMPLIANCE` binds everybody, `GOVERNANCE` can be lifted with a permission (hazard 15).
  public func lockMode<R: Realm>(_ bucket: Bucket<R>) -> Command {
    aws(
      [
        "s3api", "get-object-lock-configuration", "--bucket=\(bucket)", "--query=ObjectLockConfiguration.Rule.DefaultRetention.Mode",
        "--output=text",
      ], bucket, effect: .reads)
  }

  /// Removes the delete markers that the incident left below the tenant's prefix and below its ids of shared prefixes.
  ///
  /// Every page is listed, each removal is verified, and older deletions stay deleted (seed §3.3).
  /// - Parameter shared: prefixes that tenants share and the column of the ids below them, such as `designs.id=designs/`.
  public func undelete(
    _ bucket: Bucket<Production>, of tenant: Parameter<TenantID>, in database: Database<Production>, shared: [String], since: Text
  ) -> Command {
    let server = database.server
    var arguments: [Text] = [
      "files", "undelete", "--bucket=\(bucket)", "--region=\(bucket.region)", "--prefix=\(tenant)/", "--since=" + since,
    ]
    if !shared.isEmpty || bucket.tenants != nil {
      arguments += shared.map { "--owned=\($0)" }
      if let tenants = bucket.tenants { arguments.append("--tenant-buckets=\(tenants.argument)") }
      arguments += [
        "--tenant=\(tenant)", "--host=\(server.host)", "--port=\(String(server.port))", "--user=\(server.user)", "--database=\(database)",
      ]
    }
    return Command("runbook", arguments, effect: .writes, on: bucket.target)
      .environment(environment.merging(server.environment) { a, _ in a }).using("aws", "psql")
  }

  /// Prints the versions of an object, newest first: id, size and time; of other keys that begin alike nothing (hazard 9).
  public func listVersions<R: Realm>(of key: Text, in bucket: Bucket<R>) -> Command {
    aws(
      [
        "s3api", "list-object-versions", "--bucket=\(bucket)", "--prefix=" + key,
        "--query=Versions[?Key=='" + key + "'].[VersionId,Size,LastModified]", "--output=text",
      ], bucket, effect: .reads)
  }

  /// Prints the size of an object, or of one version of it; fails when there is none.
  public func size<R: Realm>(of key: Text, version: Text? = nil, in bucket: Bucket<R>) -> Command {
    let which: [Text] = version.map { ["--version-id=" + $0] } ?? []
    return aws(
      ["s3api", "head-object", "--bucket=\(bucket)", "--key=\(key)"] + which + ["--query=ContentLength", "--output=text"], bucket,
      effect: .reads)
  }

  /// Prints how many of the lines that a PDF begins and ends with an object has, or one version of it: at least 2 when it is whole.
  ///
  /// The object is read to its end; a type that somebody once declared says nothing about bytes.
  public func ends<R: Realm>(of key: Text, version: Text? = nil, in bucket: Bucket<R>) -> Pipeline {
    count("^(%PDF-|%%EOF)", in: key, version: version, bucket)
  }

  /// Prints how many lines of an object, or of one version of it, match; the line about its length, which ends every object, counts, too.
  public func count<R: Realm>(_ lines: Text, in key: Text, version: Text? = nil, _ bucket: Bucket<R>) -> Pipeline {
    bytes(of: key, version: version, in: bucket)
      .piped(to: Command("grep", ["--text", "--count", "--extended-regexp", "--regexp=" + lines], effect: .reads))
  }

  /// Prints a digest of an object's bytes and its length, or of those of one version of it.
  public func digest<R: Realm>(of key: Text, version: Text? = nil, in bucket: Bucket<R>) -> Pipeline {
    bytes(of: key, version: version, in: bucket)
      .piped(to: Command("sha256sum", [], effect: .reads)).piped(to: Command("cut", ["--delimiter= ", "--fields=1"], effect: .reads))
  }

  private func bytes<R: Realm>(of key: Text, version: Text?, in bucket: Bucket<R>) -> Command {
    let which: [Text] = version.map { ["--version-id=" + $0] } ?? []
    // The answer about the object follows its bytes on the same output.
    return aws(
      ["s3api", "get-object", "--bucket=\(bucket)", "--key=\(key)"] + which + ["--query=ContentLength", "/dev/stdout"], bucket,
      effect: .reads)
  }

  /// Copies a prior version of an object over the current one, which stays below it.
  public func copy<R: Realm>(_ key: Text, version: Text, in bucket: Bucket<R>) -> Command {
    aws(
      [
        "s3api", "copy-object", "--bucket=\(bucket)", "--key=\(key)", "--copy-source=\(bucket)/\(key)?versionId=\(version)",
        "--query=VersionId", "--output=text",
      ], bucket, effect: .writes)
  }

  /// Prints how many objects a copy from one bucket to the other would write: those that the other lacks, or has with another size.
  public func countDifferences<A: Realm, B: Realm>(from source: Bucket<A>, to target: Bucket<B>) -> Pipeline {
    aws(
      [
        "s3", "sync", "s3://\(source)/", "s3://\(target)/", "--source-region=\(source.region)", "--region=\(target.region)",
        "--size-only", "--dryrun",
      ], nil as Bucket<B>?, effect: .reads, on: target.target
    ).piped(to: Command("sed", ["--quiet", "/^(dryrun) copy: /p"], effect: .reads)).piped(to: Command("wc", ["--lines"], effect: .reads))
  }

  /// Copies what the replica holds and the primary lacks (seed §3.4).
  public func copyBack<A: Realm, B: Realm>(_ replica: Bucket<A>, to primary: Bucket<B>) -> Command {
    aws(
      [
        "s3", "sync", "s3://\(replica)/", "s3://\(primary)/", "--source-region=\(replica.region)", "--region=\(primary.region)",
        "--size-only", "--no-progress", "--only-show-errors",
      ], nil as Bucket<B>?, effect: .destroys("objects of another size in \(primary); they stay below as versions"), on: primary.target
    ).differing("--size-only: the date of a copy is later than its original's, so that without it the next sync writes all of them again")
  }

  func aws<R: Realm>(
    _ arguments: [Text], _ bucket: Bucket<R>?, program: String = "aws", effect: Effect, on target: Target? = nil
  ) -> Command {
    let region: [Text] = bucket.map { ["--region=\($0.region)"] } ?? []
    return Command(program, arguments + region, effect: effect, on: target ?? bucket?.target).environment(environment)
  }
}
