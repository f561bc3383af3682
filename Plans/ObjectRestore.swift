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
    "the version is read to its end before it is put back; of a key that ends in .pdf it must be a whole PDF",
    "the object is compared with the version byte by byte afterwards: an ETag is no digest of a copy that S3 encrypts by KMS",
  ]

  let estate: PrintFlow
  let key: Text
  let version: Text
  let bucket: Bucket<Production>
  /// What a whole object is, as its name tells.
  let kind: Kind
  let good = Output<Count>("good-bytes")
  let digest = Output<Digest>("good-digest")
  let size = Output<Count>("bytes")

  /// The runbook for an estate, asking for its parameters.
  public init(_ estate: PrintFlow) {
    let bucket = Parameter<BucketName>(
      "bucket", "The bucket, where the object lies in a tenant's own", default: try? BucketName(parsing: estate.files.name))
    let key = Parameter<ObjectKey>("key", "The key of the object")
    self.init(
      estate, key: key.text, version: Parameter<VersionID>("version", "The id of the good version: aws s3api list-object-versions").text,
      in: Bucket("\(bucket)", beside: estate.files), kind: Kind(of: key))
  }

  /// The runbook inside another one, for the key of a print file and a version that this one knows.
  init(_ estate: PrintFlow, key: Text, version: Text, in bucket: Bucket<Production>) {
    self.init(estate, key: key, version: version, in: bucket, kind: .pdf)
  }

  private init(_ estate: PrintFlow, key: Text, version: Text, in bucket: Bucket<Production>, kind: Kind) {
    self.estate = estate
    self.kind = kind
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
      "the version can be read to its end, and is a whole PDF if it is one by its name",
      Probe(estate.s3.count(kind.lines, in: key, version: version, bucket), .atLeast(kind.least)),
      remedy: "choose an older version; without one print-file-loss makes a print file again")
  }

  /// The steps of §3.4's last block.
  public var body: [Step] {
    Step("Measure the good version", id: "measure") { estate.s3.size(of: key, version: version, in: bucket) }
      .capture(good)
      .estimate(.minutes(1))
    Step("Write down the good version's digest", id: "digest") { estate.s3.digest(of: key, version: version, in: bucket) }
      .capture(digest)
      .estimate(.minutes(1))
    Gate("Put version \(version) of \(key) in \(bucket) back as the current one", id: "approve")
    Step("Copy the prior version over the current one", id: "copy") { estate.s3.copy(key, version: version, in: bucket) }
      .idempotent
      .estimate(.minutes(1))
    Check("The object is as long as the good version", id: "size", estate.s3.size(of: key, in: bucket), .equals("\(good)"))
      .capture(size)
      .marked(.verification)
    Check("The object has the good version's bytes", id: "bytes", estate.s3.digest(of: key, in: bucket), .equals("\(digest)"))
      .marked(.verification)
  }

  /// What a whole object is.
  struct Kind: Sendable {
    /// The lines that are counted in it, and how many there are at least.
    let lines: Text
    let least: Text

    private static let endings = "^(%PDF-|%%EOF)"

    static let pdf = Kind(lines: Text(endings), least: "2")

    private init(lines: Text, least: Text) {
      (self.lines, self.least) = (lines, least)
    }

    /// A PDF by its name; of everything else it is known alone that it can be read.
    init(of key: Parameter<ObjectKey>) {
      let told = { (name: String, pdf: String, other: String) in
        key.made(name) { $0.text.lowercased().utf8.suffix(4).elementsEqual(".pdf".utf8) ? pdf : other }
      }
      self.init(lines: told("lines", Self.endings, ""), least: told("least", "2", "1"))
    }
  }
}
