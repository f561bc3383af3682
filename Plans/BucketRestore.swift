import Operations
import RunbookBase
public import Runbooks

/// §3.4 The whole bucket back from the cross-region replica.
public struct BucketRestore: Runbook {
  /// The name on the command line.
  public static let name = "bucket-restore"
  /// The title.
  public static let title = "Restore the bucket from the cross-region replica"
  /// The section of the seed.
  public static let section = "§3.4"
  /// RTO 1–4 h, RPO near zero.
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "the sync is rehearsed first, and the Incident Commander approves the number of objects that it would write (hazard 14)",
    "the replica must have everything that the primary has, asked again right before the copy: else an older object would lie over a newer one",
    "the sync cannot be told to write nothing but what is missing: what is uploaded under a lost key while it copies stays below as a version",
    "a second rehearsal must find nothing left to write; aws s3 sync ends with 0 as well when it had nothing to compare",
  ]

  let estate: PrintFlow
  let choice: Parameter<BucketChoice>
  let writes = Output<Count>("objects-to-copy")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
    let (files, replica) = (estate.files, estate.replica)
    choice = Parameter(
      "tenant-bucket", "Which bucket: shared, or a tenant's own by the end of its name", default: .shared
    ) { choice throws(Problem) in
      try files.check(choice)
      try replica.check(choice)
    }
  }

  private var files: Bucket<Production> { estate.files.chosen(choice) }
  private var replica: Bucket<Production> { estate.replica.chosen(choice) }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition(
      "the primary \(files) keeps versions", estate.s3.keepsVersions(files), remedy: "what the sync overwrites must stay below: seed §2.3"
    )
    Precondition(
      "the replica \(replica) keeps versions", estate.s3.keepsVersions(replica), remedy: "look whether this is the replica: seed §2.3")
  }

  /// The steps of §3.4's first block.
  public var body: [Step] {
    Step("Count what the sync would write", id: "preview") { estate.s3.countDifferences(from: replica, to: files) }
      .capture(writes)
      .estimate(.minutes(10))
    Gate("Copy \(writes) objects from \(replica) to \(files)", id: "approve")
    Step("Copy what the primary lacks from the replica", id: "sync") { estate.s3.copyBack(replica, to: files) }
      .precondition(
        "the replica \(replica) has everything that \(files) has",
        Probe(estate.s3.countDifferences(from: files, to: replica), .equals("0"), within: .minutes(5)),
        remedy:
          "wait until replication has caught up; if it never does, hold uploads or mend it: an older object would lie over a newer one"
      )
      .idempotent
      .estimate(.hours(1))
    Check(
      "Nothing is left to copy", id: "copied", estate.s3.countDifferences(from: replica, to: files), .equals("0")
    )
    .marked(.verification)
    .estimate(.minutes(10))
    Reconcile(estate)
  }
}
