import Operations
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
    "the sync is rehearsed first, and the Incident Commander approves the number of objects that it would write (hazard 14)"
  ]

  let estate: PrintFlow
  let writes = Output<Count>("objects-to-copy")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition(
      "\(estate.files) keeps versions", estate.s3.keepsVersions(estate.files), remedy: "what the sync overwrites must stay below: seed §2.3"
    )
    Precondition(
      "\(estate.replica) keeps versions", estate.s3.keepsVersions(estate.replica), remedy: "look whether this is the replica: seed §2.3")
  }

  /// The steps of §3.4's first block.
  public var body: [Step] {
    Step("Count what the sync would write", id: "preview") {
      estate.s3.previewCopyBack(estate.replica, to: estate.files).piped(
        to: Command("grep", ["--count", "^(dryrun) copy:"], effect: .reads))
    }
    .capture(writes)
    .estimate(.minutes(10))
    Gate("Copy \(writes) objects from \(estate.replica) to \(estate.files)", id: "approve")
    Step("Copy what the primary lacks from the replica", id: "sync") { estate.s3.copyBack(estate.replica, to: estate.files) }
      .idempotent
      .estimate(.hours(1))
    Reconcile(estate)
  }
}
