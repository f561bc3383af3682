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
    "the server counts as started when it was promoted, not when systemctl answers",
  ]

  let estate: PrintFlow
  let target = Parameter<Timestamp>("recover-to", "The moment to recover to, just before the bad event")
  let set = Parameter<BackupLabel>("backup-set", "The backup set to start from; it must have ended before that moment")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition("the repository holds a backup", estate.pgBackRest.holdsBackup(estate.cluster), remedy: "set up pgBackRest: seed §2.1")
  }

  /// The steps of §3.2.
  public var body: [Step] {
    Gate(
      "Stop the application and recover \(estate.live) to \(target); everything written since then is lost", id: "approve-recovery")
    Step("Put the application into maintenance mode", id: "maintenance") { estate.app.down() }
      .verify(estate.app.isDown)
      .owes("lift maintenance mode")
      .marked(.stopsWrites)
      .undo { estate.app.up() }
      .idempotent
      .estimate(.minutes(1))
    Step("Stop PostgreSQL", id: "stop") { estate.cluster.stop() }
      .verify(estate.cluster.isStopped)
      .idempotent
      .estimate(.minutes(1))
    Step("Restore the base backup and set the recovery target", id: "restore") {
      estate.pgBackRest.restore(estate.cluster, to: "\(target)", set: "\(set)")
    }
    .marked(.restoresProduction)
    .estimate(.minutes(60))
    Step("Start PostgreSQL and wait until it is promoted", id: "start") { estate.cluster.start() }
      .verify(estate.cluster.isPromoted)
      .marked(.promotes)
      .idempotent
      .estimate(.minutes(20))
    Check(
      "No order is newer than the recovery target", id: "recovered-point",
      estate.postgres.query(
        "SELECT count(*) FROM orders WHERE created_at > :'target'", in: estate.live, variables: ["target": "\(target)"]),
      .equals("0"))
    Step("Take a fresh full backup of the new timeline", id: "full-backup") { estate.pgBackRest.fullBackup(estate.cluster) }
      .marked(.fullBackup)
      .estimate(.minutes(45))
    Reconcile(estate)
    Verification(estate.live, on: estate.postgres, website: estate.website)
    Step("Lift maintenance mode", id: "up") { estate.app.up() }
      .verify(estate.app.isUp)
      .settles("lift maintenance mode")
      .idempotent
      .estimate(.minutes(1))
  }
}
