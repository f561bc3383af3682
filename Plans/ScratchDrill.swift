import Operations
import Runbooks

/// What every drill goes through (§4.2): a server, a bucket and an application of its own, taken down again, and the report.
struct ScratchDrill {
  let estate: PrintFlow
  let pgBackRest: PgBackRest
  /// The moment to recover to; nil for the end of the archive.
  var target: Parameter<Timestamp>?
  /// What of the bucket is copied; empty for all of it.
  var prefix = ""
  let set = Output<BackupLabel>("backup-set")
  let mark = Output<DrillMark>("drill-mark")
  let result = Output<DrillResult>("drill-result")
  let heartbeat = Output<HeartbeatAnswer>("heartbeat")

  private var ground: DrillGround { estate.drills.ground }
  private var s3: ObjectStore { estate.s3 }
  var database: Database<Scratch> { ground.database(estate.live.name) }

  /// What must hold before anything is made.
  @PreconditionsBuilder var preconditions: [Precondition] {
    estate.drillIsIsolated
    Precondition(
      "production's PostgreSQL answers, to compare with", estate.postgres.answers, remedy: "if it is down this is no time for a drill: §5.1"
    )
    estate.ownBucketsAreNamed
    Precondition("the repository holds a backup", pgBackRest.holdsBackup(ground.cluster), remedy: ClusterRestore.noBackup)
    ground.isFree(s3)
    estate.drills.log.isKept
  }

  /// The database: choose the set, make the folder, restore, start.
  @StepsBuilder var restoreDatabase: [Step] {
    Step("Choose the newest backup set", id: "backup-set") { pgBackRest.newestSet(of: ground.cluster, before: target.map { "\($0)" }) }
      .capture(set, .json("label"))
      .idempotent
      .estimate(.minutes(1))
    Step("Note the mark of this drill", id: "mark") { ground.mark() }
      .capture(mark)
      .idempotent
    Step("Make the scratch folder, which nothing else may hold", id: "folder") {
      ground.make()
      ground.furnish()
      ground.sign()
    }
    .precondition(estate.drillIsIsolated)
    .owes("remove the scratch folder \(ground.folder)")
    .estimate(.minutes(1))
    Step("Restore into the scratch data directory", id: "restore") { pgBackRest.restore(into: ground, to: target, set: "\(set)") }
      .precondition(estate.drillIsIsolated)
      .precondition(pgBackRest.hasRoom(for: ground))
      .estimate(.minutes(60))
    Step("Start the scratch server and wait until it is promoted", id: "start") { ground.cluster.start() }
      .precondition(estate.drillIsIsolated)
      .verify(ground.cluster.isPromoted)
      .verify(ground.isItself)
      .owes("stop the scratch server")
      .estimate(.minutes(20))
  }

  /// The bucket and what it holds.
  @StepsBuilder var restoreFiles: [Step] {
    Step("Make the scratch bucket \(ground.bucket)", id: "bucket") {
      s3.create(ground.bucket)
      s3.sign(ground.bucket)
    }
    .precondition(estate.drillIsIsolated)
    .owes("remove the scratch bucket \(ground.bucket)")
    .estimate(.minutes(1))
    Step("Copy \(prefix.isEmpty ? "everything" : prefix) from \(estate.replica) into it", id: "files") {
      s3.copy(estate.replica, under: prefix, to: ground.bucket)
    }
    .idempotent
    .estimate(.minutes(30))
  }

  /// The application, against both.
  @StepsBuilder var startApplication: [Step] {
    Step("Start the application against the scratch database and bucket", id: "application") { ground.app.start() }
      .owes("stop the scratch application")
      .idempotent
      .estimate(.minutes(2))
  }

  /// §4.5 Teardown of exactly what this drill made.
  @StepsBuilder var teardown: [Step] {
    Group("Take down what this drill made", id: "teardown") {
      Check("Folder and bucket bear the mark of this drill", id: "mine", ground.leftovers(s3), ground.isAll(of: mark))
      Step("Stop the scratch application", id: "application") { ground.app.stop() }
        .settles("stop the scratch application")
        .idempotent
        .estimate(.minutes(1))
      Step("Stop the scratch server", id: "server") { ground.cluster.stop() }
        .verify(ground.cluster.isStopped)
        .settles("stop the scratch server")
        .idempotent
        .estimate(.minutes(1))
      Step("Remove the scratch folder", id: "folder") { ground.remove() }
        .precondition(estate.drillIsIsolated)
        .verify(ground.isGone)
        .settles("remove the scratch folder \(ground.folder)")
        .idempotent
        .estimate(.minutes(5))
      Step("Remove the scratch bucket", id: "bucket") { s3.remove(ground.bucket) }
        .precondition(estate.drillIsIsolated)
        .verify(s3.isGone(ground.bucket))
        .settles("remove the scratch bucket \(ground.bucket)")
        .inDoubt(s3.isGone(ground.bucket))
        .estimate(.minutes(10))
    }
  }

  /// §4.4 The report, into git and to the heartbeat monitor; until it is made the drill counts as failed.
  @StepsBuilder func report(to monitor: String) -> [Step] {
    Step("Enter the drill into its log and commit it", id: "record") { estate.drills.log.add() }
      .capture(result, .json("result"))
      .idempotent
      .estimate(.minutes(1))
    Step("Tell the heartbeat monitor", id: "heartbeat") { estate.drills.log.tell(monitor, result: result) }
      .precondition(estate.drills.log.isHeard(at: monitor))
      .capture(heartbeat, .json("heartbeat"))
      .idempotent
      .estimate(.minutes(1))
  }
}
