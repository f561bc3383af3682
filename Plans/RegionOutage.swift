import Operations
public import Runbooks

/// §5.5 Region outage: restore in the DR region and move the customers there.
public struct RegionOutage: Runbook {
  /// The name on the command line.
  public static let name = "region-outage"
  /// The title.
  public static let title = "Region outage"
  /// The section of the seed.
  public static let section = "§5.5"
  /// RTO 1–4 h, RPO ≤ 5 min (DB WAL).
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// In a region that is out nobody could write.
  public static let impactEndsWrites = true
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    PrintFlow.declared,
    "the DR host's pgBackRest knows the cross-region repository alone; with both named, every call waits for the dead region",
    "the old primary is fenced before the new one takes writes, or both archive into one stanza",
    "the end of the recovery is compared with the end of the archive: a missing segment ends it early and says nothing",
    "verification and reconciliation come before the customers: DNS is repointed to what was proven",
    "the queue starts empty there, before the customers: paying needs it, and paid orders without a print file are queued again",
  ]

  let estate: PrintFlow
  let impact = Parameter<Timestamp>("since", "When the impact began, as declared")
  let newest = Output<LogSegment>("newest-segment-away")
  let queued = Output<Count>("jobs-queued-again")
  /// The number of the cluster that archives now.
  let current = Output<Count>("current-cluster")
  let incident = Output<IncidentID>("status-page-incident")
  /// For the report: the newest order that came back.
  let recovered = Output<Timestamp>("recovered-to")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  var dr: PrintFlow.StandIn { estate.standIn }
  var database: Database<Production> { Database("live_db", on: dr.cluster.server) }

  /// The steps of §5.5.
  public var body: [Step] {
    Group("Declare", id: "declare") {
      Gate("Declare a disaster: the region has been out since \(impact), customers move to the DR region", id: "activate-failover")
      Step("Post the outage and the ETA on the status page", id: "first-status") {
        estate.statusPage.open(
          "Region outage", .identified,
          "A whole region of our provider is down since \(impact). We are moving to another region: shops are expected back within 4 hours. The next message comes in 30 minutes."
        )
      }
      .capture(incident, .json("id"))
      .rehearsed(#"{"id":"4kq2m1v0x7zb"}"#)
      .marked(.notify)
      .estimate(.minutes(5))
      Manual("Fence the old primary: switch it off or cut its network, so that it cannot archive or take writes", id: "fence")
        .marked(.stopsWrites)
        .estimate(.minutes(10))
    }
    Group("Restore the database in the DR region", id: "database") {
      Manual("Provision the database host \(dr.cluster.host.name) from infrastructure code", id: "provision")
        .estimate(.minutes(20))
      Step("Note how far the archive reaches", id: "archive") { dr.pgBackRest.info(dr.cluster) }
        .on(dr.cluster.host)
        // Of its one repository the cluster that archives now is listed last, after those from before an upgrade.
        .capture(newest, .json("0.archive.last.max"))
        .capture(current, .json("0.db.last.id"))
        .rehearsed(#"[{"archive":[{"max":"00000001000000000000002A"}],"db":[{"id":1}]}]"#)
        .estimate(.minutes(1))
      Check(
        "The newest backup set is of the cluster that archives now, not of one before an upgrade", id: "backup-set",
        dr.pgBackRest.info(dr.cluster), .json("0.backup.last.database.id", .equals("\(current)"))
      )
      .on(dr.cluster.host)
      .estimate(.minutes(1))
      Step("Restore from the cross-region repository", id: "restore") { dr.pgBackRest.restore(dr.cluster) }
        .precondition(
          "the cross-region repository holds a backup", dr.pgBackRest.answers(dr.cluster),
          remedy: "look at the repository in the DR region by hand: seed §2.1"
        )
        .on(dr.cluster.host)
        .marked(.restoresProduction)
        .estimate(.minutes(60))
      Step("Start PostgreSQL and wait until it is promoted", id: "start") { dr.cluster.start() }
        .verify(dr.cluster.isPromoted)
        .on(dr.cluster.host)
        .marked(.promotes)
        .idempotent
        .estimate(.minutes(20))
      Check(
        "The recovery reached the end of the archive", id: "recovered-point",
        dr.cluster.server.query(RecoveredPoint.ofArchive, in: database, variables: ["newest": "\(newest)"]), .contains("reached")
      )
      .on(dr.cluster.host)
      Step("Take a fresh full backup of the new timeline", id: "full-backup") { dr.pgBackRest.fullBackup(dr.cluster) }
        .on(dr.cluster.host)
        .marked(.fullBackup)
        .estimate(.minutes(45))
    }
    Group("Set the application up in the DR region", id: "application") {
      if let deploy = dr.deploy {
        Step("Deploy the application with its secrets and AWS_BUCKET=\(estate.replica.name)", id: "redeploy") { deploy }
          .idempotent
          .estimate(.minutes(25))
      } else {
        Manual("Restore secrets and environment from the secrets manager and set AWS_BUCKET=\(estate.replica.name)", id: "secrets")
          .estimate(.minutes(10))
        Manual("Redeploy the application and the worker of its print files in the DR region from git", id: "redeploy")
          .estimate(.minutes(15))
      }
      Step("Start the queue's Redis in the DR region and wait until it answers", id: "queue") { dr.printQueue.redis.start() }
        .precondition(
          "the DR region's Redis writes an append-only file every second and evicts nothing", dr.printQueue.redis.isDurable,
          remedy: dr.printQueue.redis.durableRemedy
        )
        .verify(dr.printQueue.redis.answers)
        .on(dr.queueHost)
        .idempotent
        .estimate(.minutes(2))
    }
    Reconcile(estate.away, afterRestore: false)
    Verification(
      estate.away, database, files: estate.replica, website: dr.website, promised: Self.objectives,
      recovered: recovered)
    printJobs
    Group("Let the customers in", id: "customers") {
      Gate("Repoint DNS and health checks to the DR region", id: "approve-dns")
      if let names = estate.names {
        Step("Point \(names.name) at the DR region", id: "dns") { names.point(to: names.away) }
          .verify(names.points(to: names.away))
          .undo { names.point(to: names.home) }
          .idempotent
          .estimate(.minutes(2))
      } else {
        Manual("Repoint DNS and health checks to the DR region", id: "dns")
          .estimate(.minutes(10))
      }
      Step("Tell on the status page that the shops are back, and what may be lost", id: "eta") {
        estate.statusPage.update(
          incident, .monitoring,
          "All shops are back, from another region. What was saved in the last minutes before \(impact) may be missing; please look at your latest orders."
        )
      }
      .idempotent
      .marked(.notify)
      .estimate(.minutes(5))
    }
  }

  /// What was in the lost region's queue: jobs whose orders came back paid and without a file.
  private var printJobs: Step {
    Group("Make the print files that were on their way", id: "print-jobs") {
      Step("Queue the print files of paid orders that have none, each at most once", id: "queue-again") { dr.app.requeuePrintFiles() }
        .on(dr.app.host)
        .capture(queued, .json("added"))
        .rehearsed(#"{"added":16}"#)
        .idempotent
        .estimate(.minutes(2))
      Check(
        "Every paid order has its print file", id: "files-made", dr.cluster.server.query(RedisLoss.ordersWithoutFile, in: database),
        .equals("0"), within: .minutes(10)
      )
      .estimate(.minutes(5))
      Check(
        "No job has failed for good in the DR region", id: "failed", dr.printQueue.failures(), .equals("0")
      )
      .on(dr.queueHost)
    }
    .step
  }
}
