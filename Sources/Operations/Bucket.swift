public import Runbooks

/// A bucket in a region, in a realm.
public struct Bucket<R: Realm>: Sendable {
  /// The bucket's name.
  public let name: String
  /// The region that it lives in.
  public let region: String

  /// A bucket by name and region.
  public init(_ name: String, region: String) {
    self.name = name
    self.region = region
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

  /// Removes the delete markers under a prefix that the incident left, page by page; each removal is verified.
  public func undelete<R: Realm>(_ bucket: Bucket<R>, prefix: Text, since: Text) -> Command {
    Command(
      "runbook", ["files", "undelete", "--bucket=\(bucket)", "--region=\(bucket.region)", "--prefix=" + prefix, "--since=" + since],
      effect: .writes, on: bucket.target
    ).environment(environment)
  }

  /// Copies what the replica holds and the primary lacks (seed §3.4).
  public func copyBack<A: Realm, B: Realm>(_ replica: Bucket<A>, to primary: Bucket<B>) -> Command {
    aws(
      [
        "s3", "sync", "s3://\(replica)/", "s3://\(primary)/", "--source-region=\(replica.region)", "--region=\(primary.region)",
        "--no-progress",
      ], nil as Bucket<B>?, effect: .destroys("newer objects of the same name in \(primary)"), on: primary.target)
  }

  func aws<R: Realm>(_ arguments: [Text], _ bucket: Bucket<R>?, effect: Effect, on target: Target? = nil) -> Command {
    let region: [Text] = bucket.map { ["--region=\($0.region)"] } ?? []
    return Command("aws", arguments + region, effect: effect, on: target ?? bucket?.target).environment(environment)
  }
}
