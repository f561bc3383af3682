import Operations
public import Runbooks

/// §3.2 Point-in-time recovery to just before a bad event.
public struct PointInTime: Runbook {
  /// The name on the command line.
  public static let name = "point-in-time"
  /// The title.
  public static let title = "Point-in-time recovery to just before a bad event"
  /// The section of the seed.
  public static let section = "§3.2"
  /// RTO 1–4 h, RPO ≤ 5 min.
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "a backup set that ended before the target is named: without one pgBackRest silently restores the latest state (hazard 4)",
    "the set is read before anything is touched: it must be whole and have ended before the target",
    "where the recovery ended is asked of the server: an exit code of 0 does not say it",
    "the server counts as started when it was promoted, not when systemctl answers",
  ]

  let estate: PrintFlow
  let target = Parameter<RecoveryTarget>(
    "recover-to", "Where to stop: the moment, transaction (xid:…) or log position (lsn:…) just before the bad event, or immediate")
  let set = Parameter<BackupLabel>("backup-set", "The backup set to start from; it must have ended before that point")
  /// For the report: how much was lost.
  let recovered = Output<Timestamp>("recovered-to")
  let timeline = Parameter<Timeline>.ofRecovery
  let repository = Parameter<RepositoryChoice>.ofRestore
  let ended = Output<Count>("backup-set-ended")

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

  private var recovering: Text { isClosed ? "Recover" : "Stop the application and recover" }
  private var pgBackRest: PgBackRest { estate.pgBackRest.using(repository) }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    ClusterRestore.repositories(estate, pgBackRest)
    Precondition(
      "to recover to \(target), the backup set \(set) is whole and ended before it",
      pgBackRest.covers(target, from: set, estate.cluster),
      remedy: "choose an older set: pgbackrest info; before the first one there is nothing to recover")
  }

  /// The steps of §3.2.
  public var body: [Step] {
    Step("Note when the backup set ended", id: "set") { pgBackRest.info(estate.cluster, set: set) }
      .capture(ended, .json("0.backup.0.timestamp.stop"))
      .rehearsed(#"[{"backup":[{"timestamp":{"stop":1781488803}}]}]"#)
      .estimate(.minutes(1))
    Gate(
      "\(recovering) \(estate.live) to \(target); everything written since then is lost", id: "approve-recovery")
    restore.begin
    Check(
      "The recovery ended at its target", id: "recovered-point",
      estate.postgres.query(RecoveredPoint.ofTarget, in: estate.live, variables: ["target": "\(target)", "ended": "\(ended)"]),
      .contains("reached"))
    Step("Write down the point that was recovered", id: "recovered-to") {
      estate.postgres.recoveredPoint(in: estate.live, newest: "orders", "created_at", target: "\(target)")
    }
    .capture(recovered)
    // Where a recovery ended says nothing about what was bad: only a person knows what that was.
    Manual(
      "Look in \(estate.live) that the bad change is gone and that the good data from before it is there; write down what was looked at",
      id: "bad-change-gone"
    )
    .estimate(.minutes(5))
    restore.end
  }

  private var restore: ClusterRestore {
    ClusterRestore(
      estate, pgBackRest, "Restore the base backup and set the recovery target",
      pgBackRest.restore(estate.cluster, to: target, from: set, following: timeline),
      room: pgBackRest.hasRoom(estate.cluster, for: set), isClosed: isClosed)
  }
}
