import Operations
public import Runbooks

/// §3.4 One object back to a prior version.
public struct ObjectRestore: Runbook {
  /// The name on the command line.
  public static let name = "object-restore"
  /// The title.
  public static let title = "Restore one object to a prior version"
  /// The section of the seed.
  public static let section = "§3.4"
  /// RTO < 1 h, RPO near zero.
  public static let objectives = Objectives(rto: .hours(1), rpo: .minutes(1))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "the prior version is copied over the bad one, which stays below it; nothing is deleted",
    "the version must be a whole PDF before it is put back, and the object after it; both are read to their end",
  ]

  let estate: PrintFlow
  let key: Text
  let version: Text
  let bucket: Bucket<Production>
  let good = Output<Count>("good-bytes")
  let size = Output<Count>("bytes")

  /// The runbook for an estate, asking for its parameters.
  public init(_ estate: PrintFlow) {
    let bucket = Parameter<BucketName>(
      "bucket", "The bucket, where the object lies in a tenant's own", default: try? BucketName(parsing: estate.files.name))
    self.init(
      estate, key: Parameter<ObjectKey>("key", "The key of the object").text,
      version: Parameter<VersionID>("version", "The id of the good version: aws s3api list-object-versions").text,
      in: Bucket("\(bucket)", beside: estate.files))
  }

  /// The runbook inside another one, for a key and a version that this one knows.
  init(_ estate: PrintFlow, key: Text, version: Text, in bucket: Bucket<Production>) {
    self.estate = estate
    self.bucket = bucket
    self.key = key
    self.version = version
  }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition(
      "the version is there and not empty",
      Probe(estate.s3.size(of: key, version: version, in: bucket), .atLeast("1")),
      remedy: "list the versions: aws s3api list-object-versions --bucket \(bucket) --prefix \(key)")
    Precondition(
      "the version is a whole PDF", Probe(estate.s3.ends(of: key, version: version, in: bucket), .atLeast("2")),
      remedy: "choose an older version; without one print-file-loss makes the file again")
  }

  /// The steps of §3.4's last block.
  public var body: [Step] {
    Step("Measure the good version", id: "measure") { estate.s3.size(of: key, version: version, in: bucket) }
      .capture(good)
      .estimate(.minutes(1))
    Gate("Put version \(version) of \(key) in \(bucket) back as the current one", id: "approve")
    Step("Copy the prior version over the current one", id: "copy") { estate.s3.copy(key, version: version, in: bucket) }
      .idempotent
      .estimate(.minutes(1))
    Check("The object is as long as the good version", id: "size", estate.s3.size(of: key, in: bucket), .equals("\(good)"))
      .capture(size)
      .marked(.verification)
    Check("The object is a whole PDF", id: "pdf", estate.s3.ends(of: key, in: bucket), .atLeast("2"))
      .marked(.verification)
  }
}
