public import Runbooks

extension ObjectStore {
  /// Makes a drill's bucket; where it exists already, the run stopped before.
  public func create(_ bucket: Bucket<Scratch>) -> Command {
    // us-east-1 is said by leaving the place out.
    let place: [Text] = bucket.region == "us-east-1" ? [] : ["--create-bucket-configuration=LocationConstraint=\(bucket.region)"]
    return aws(["s3api", "create-bucket", "--bucket=\(bucket)"] + place, bucket, effect: .writes)
  }

  /// Writes into the bucket's tags which run made it.
  public func sign(_ bucket: Bucket<Scratch>) -> Command {
    aws(["scratch", "tag", "--bucket=\(bucket)"], bucket, program: "runbook", effect: .writes).using("aws")
  }

  /// Removes a drill's bucket with all that is in it; no other kind of bucket compiles.
  public func remove(_ bucket: Bucket<Scratch>) -> [Command] {
    [
      aws(["s3", "rm", "s3://\(bucket)", "--recursive", "--only-show-errors"], bucket, effect: .writes)
        .differing("in two commands: the seed's rb --force prints a line for each object"),
      aws(["s3api", "delete-bucket", "--bucket=\(bucket)"], bucket, effect: .writes),
    ]
  }

  /// There is no such bucket.
  public func isGone(_ bucket: Bucket<Scratch>) -> Probe {
    Probe(
      aws(["s3api", "list-buckets", "--query=length(Buckets[?Name=='\(bucket.name)'])", "--output=text"], bucket, effect: .reads),
      .equals("0"))
  }

  /// Copies what lies under a prefix of the replica into a drill's bucket (seed §4.2); the replica is only read.
  public func copy(_ replica: Bucket<Production>, under prefix: String = "", to bucket: Bucket<Scratch>) -> Command {
    aws(
      [
        "s3", "sync", "s3://\(replica)/\(prefix)", "s3://\(bucket)/\(prefix)", "--source-region=\(replica.region)", "--only-show-errors",
      ], bucket, effect: .writes)
  }

  /// Downloads a print file and reads it as a PDF reader does: header, cross-references, catalogue, pages; prints what was found.
  public func opens<R: Realm>(_ key: Output<ObjectKey>, in bucket: Bucket<R>) -> Command {
    aws(["files", "open", "--bucket=\(bucket)", "--key=\(key)", "--json"], bucket, program: "runbook", effect: .reads).using("aws")
  }
}
