import Operations
public import Runbooks

/// §3.1 Full database restore from the latest good backup.
public struct FullRestore: Runbook {
  /// The name on the command line.
  public static let name = "full-restore"
  /// The title.
  public static let title = "Full database restore from the latest good backup"
  /// The section of the seed.
  public static let section = "§3.1"
  /// RTO 1–4 h, RPO ≤ 5 min.
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// The database is gone or does not start: nobody could write after that.
  public static let impactEndsWrites = true
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "PostgreSQL counts as stopped when its lock file is gone, and as started when it was promoted",
    "the end of the recovery is compared with the end of the archive: a missing segment ends it early and says nothing",
    "counting rows has a pass criterion; count(*) alone cannot fail (hazard 7)",
    "after a stanza-upgrade only backups and log of the cluster as it is now count; an old cluster's backup restores the old cluster",
    "a fresh full backup follows, because the restore ends on a new timeline",
  ]

  let estate: PrintFlow
  /// For the report: how much was lost.
  let recovered = Output<Timestamp>("recovered-to")
  let choice = Parameter<BackupChoice>(
    "start-from", "The backup set to start from: latest, or a named one when the latest is damaged", default: .latest)
  let timeline = Parameter<Timeline>.ofRecovery
  let repository = Parameter<RepositoryChoice>.ofRestore
  let newest = Output<LogSegment>("newest-segment")

  /// Whether the runbook that includes it has stopped the application.
  let isClosed: Bool

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.init(estate, isClosed: false)
  }

  /// The runbook inside another one, which may have stopped the application.
  init(_ estate: PrintFlow, isClosed: Bool) {
    (self.estate, self.isClosed) = (estate, isClosed)
  }

  private var restoring: Text { isClosed ? "Restore" : "Stop the application and restore" }
  private var pgBackRest: PgBackRest { estate.pgBackRest.using(repository) }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    ClusterRestore.repositories(estate, pgBackRest)
  }

  /// The steps of §3.1.
  public var body: [Step] {
    Step("Note how far the archive reaches", id: "archive") { pgBackRest.archiveEnd(of: estate.cluster) }
      .capture(newest)
      .rehearsed("00000001000000000000002A")
      .estimate(.minutes(1))
    Gate(
      "\(restoring) \(estate.live) and \(estate.admin) from the backup set “\(choice)”, up to log segment \(newest)",
      id: "approve-restore")
    restore.begin
    Check(
      "The recovery reached the end of the archive", id: "recovered-point",
      estate.postgres.query(RecoveredPoint.ofArchive, in: estate.live, variables: ["newest": "\(newest)"]), .contains("reached"))
    Step("Write down the point that was recovered", id: "recovered-to") {
      estate.postgres.recoveredPoint(in: estate.live, newest: "orders", "created_at")
    }
    .capture(recovered)
    restore.end
  }

  private var restore: ClusterRestore {
    ClusterRestore(
      estate, pgBackRest, "Restore the backup into the data directory",
      pgBackRest.restore(estate.cluster, from: choice, following: timeline), room: pgBackRest.hasRoom(estate.cluster, for: choice),
      isClosed: isClosed)
  }
}
