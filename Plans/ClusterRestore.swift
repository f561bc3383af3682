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

  init(_ estate: PrintFlow, _ title: Text, _ restore: Command) {
    self.estate = estate
    self.title = title
    self.restore = restore
  }

  /// The steps up to the server that takes writes again.
  @StepsBuilder var begin: [Step] {
    estate.closed
    Step("Stop PostgreSQL", id: "stop") { estate.cluster.stop() }
      .verify(estate.cluster.isStopped)
      .idempotent
      .estimate(.minutes(1))
    Step(title, id: "restore") { restore }
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
    Step("Take a fresh full backup of the new timeline", id: "full-backup") { estate.pgBackRest.fullBackup(estate.cluster) }
      .marked(.fullBackup)
      .estimate(.minutes(45))
    Reconcile(estate)
    estate.opened
    Verification(estate, estate.live, files: estate.files, website: estate.website, promised: FullRestore.objectives)
  }
}
