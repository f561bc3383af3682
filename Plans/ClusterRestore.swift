import Operations
import Runbooks

/// What every restore of production's cluster goes through, whatever it restores to (§3.1, §3.2).
///
/// Stop the writers, stop the server, restore, start, look at the point that was reached, back up, reconcile, verify, let people in.
struct ClusterRestore {
  let estate: PrintFlow
  /// What the step says that replaces the data directory.
  let title: Text
  /// The command that replaces the data directory.
  let restore: Command
  /// What it needs of the disk.
  let room: Precondition
  /// Whether the application was stopped before; then it is only looked at, for its end is owed already.
  let isClosed: Bool

  /// Where the backup is read from, and the fresh one written to.
  let pgBackRest: PgBackRest

  init(_ estate: PrintFlow, _ pgBackRest: PgBackRest, _ title: Text, _ restore: Command, room: Precondition, isClosed: Bool) {
    self.estate = estate
    self.pgBackRest = pgBackRest
    self.title = title
    self.restore = restore
    self.room = room
    self.isClosed = isClosed
  }

  /// What to do where there is no backup, or none since an upgrade.
  static let noBackup: Text = "set up pgBackRest: seed §2.1; after a stanza-upgrade take a full backup at once"

  /// What every restore asks of the repositories, before anything is touched.
  @PreconditionsBuilder static func repositories(_ estate: PrintFlow, _ pgBackRest: PgBackRest) -> [Precondition] {
    Precondition("the repository holds a backup", pgBackRest.holdsBackup(estate.cluster), remedy: Self.noBackup)
    // The log goes into all of them: while one is away nothing is archived, and the fresh backup would wait with the customers.
    Precondition(
      "every configured repository answers, and holds a backup", estate.pgBackRest.holdsBackup(estate.cluster),
      remedy: "restore from the other one: take the repoN- lines of the one that does not answer out of pgBackRest's configuration "
        + "until it is back, then put them back and take a full backup into it")
  }

  /// The steps up to the server that takes writes again.
  @StepsBuilder var begin: [Step] {
    if isClosed { estate.stillClosed } else { estate.closed }
    Step("Stop PostgreSQL", id: "stop") { estate.cluster.stop() }
      .verify(estate.cluster.isStopped)
      .idempotent
      .estimate(.minutes(1))
    Step(title, id: "restore") { restore }
      .precondition(room)
      .marked(.restoresProduction)
      .estimate(.minutes(60))
    Step("Start PostgreSQL and wait until it is promoted", id: "start") { estate.cluster.start() }
      .verify(estate.cluster.isPromoted)
      .marked(.promotes)
      .idempotent
      .estimate(.minutes(20))
  }

  /// The steps that prove it and let the customers in again.
  ///
  /// Most applications answer 503 to everything while they are in maintenance mode, `/up` included, so that the checks of §4.3
  /// follow its end, as in §5.1; what the data alone can prove stands before it.
  @StepsBuilder var end: [Step] {
    Check(
      "Tenants and orders are there", id: "sanity",
      estate.postgres.query(
        "SELECT least((SELECT count(*) FROM tenants), (SELECT count(*) FROM orders))", in: estate.live), .atLeast("1")
    )
    .estimate(.minutes(1))
    Step("Take a fresh full backup of the new timeline", id: "full-backup") { pgBackRest.fullBackup(estate.cluster) }
      .marked(.fullBackup)
      .estimate(.minutes(45))
    Reconcile(estate, afterRestore: true)
    estate.opened
    Verification(estate, estate.live, files: estate.files, website: estate.website, promised: FullRestore.objectives)
  }
}
