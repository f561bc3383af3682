import Operations
public import Runbooks

/// §3.5 Post-restore reconciliation: every path that the database stores against the bucket.
public struct Reconcile: Runbook {
  /// The name on the command line.
  public static let name = "reconcile"
  /// The title.
  public static let title = "Reconcile the database's paths with the bucket"
  /// The section of the seed.
  public static let section = "§3.5"
  /// It is part of every restore.
  public static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "one sorted listing is merged with one sorted query; the seed's spot check with “aws s3 ls” matches by prefix and lies (hazard 9)",
    "print files of tenants with a bucket of their own are looked for there, and nowhere else (seed §2.3)",
    "of the snapshots the order's is looked at: quotes and invoices that store a path of their own belong into the estate's list of paths",
    "customers of files that no version brings back are told so before anybody decides about going on",
  ]

  let estate: PrintFlow
  let tenant: Parameter<TenantID>?
  let place: Place

  let ok = Output<Count>("files-ok")
  let missing = Output<Count>("files-missing")
  let restored = Output<Count>("files-restored")
  let orphaned = Output<Count>("files-orphaned")
  let recovering = Output<Count>("customers-told-to-wait")
  let paid = Output<Count>("paid-orders-without-file")

  /// What is compared with what, and whose application tells the customers.
  struct Place: Sendable {
    let database: Database<Production>
    let bucket: Bucket<Production>
    let app: Artisan
    let environment: [String: String]
    /// Whether the application is there before the run.
    var isThere = true
    /// Whether the database is there before the run.
    var answers = true
  }

  /// The runbook for an estate: all tenants.
  public init(_ estate: PrintFlow) {
    self.init(estate, tenant: nil)
  }

  /// The runbook inside another one: one tenant, or all.
  public init(_ estate: PrintFlow, tenant: Parameter<TenantID>?) {
    self.init(
      estate, tenant: tenant,
      place: Place(database: estate.live, bucket: estate.files, app: estate.app, environment: estate.environment))
  }

  /// The runbook inside another one that restores the database, and perhaps sets the application up: they are not there before the run.
  init(_ estate: PrintFlow, afterRestore isThere: Bool) {
    let place = Place(
      database: estate.live, bucket: estate.files, app: estate.app, environment: estate.environment, isThere: isThere, answers: false)
    self.init(estate, tenant: nil, place: place)
  }

  /// The runbook inside another one: in another place than the estate's own.
  init(_ estate: PrintFlow, tenant: Parameter<TenantID>?, place: Place) {
    self.estate = estate
    self.tenant = tenant
    self.place = place
  }

  var reconciler: Reconciler<Production> {
    Reconciler(place.database, place.bucket, columns: estate.paths, environment: place.environment)
  }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    // An application or a database that this very run sets up cannot be asked beforehand.
    place.isThere
      ? [
        Precondition(
          "the application can set the status of orders by what the bucket holds", place.app.knows("storage:reconcile"),
          remedy: "build it as an artisan command: seed §3.5")
      ] : []
    place.answers ? estate.ownBucketsAreNamed : []
  }

  /// The steps of §3.5; orphans are listed, never deleted.
  public var body: [Step] {
    Step("Restore missing files from prior versions and report the rest", id: "files") { reconciler.restoreMissing(of: tenant) }
      .capture(ok, .json("counts.ok"))
      .capture(missing, .json("counts.missing"))
      .capture(restored, .json("counts.restored"))
      .capture(orphaned, .json("counts.orphaned"))
      .rehearsed(#"{"counts":{"ok":1204,"missing":0,"restored":2,"orphaned":0}}"#)
      .idempotent
      .marked(.reconcile)
      .estimate(.minutes(10))
    Step("Tell the customers of what stays missing, in place of a broken download", id: "statuses") {
      place.app.reconcileStorage(of: tenant)
    }
    .on(place.app.host)
    .capture(recovering, .json("recovering"))
    .capture(paid, .json("paidOrdersMissing"))
    .rehearsed(#"{"recovering":1,"paidOrdersMissing":1}"#)
    .idempotent
    .estimate(.minutes(5))
    Step("Report to the alert channel", id: "report") {
      estate.chat.say(
        "Reconciliation: \(ok) files ok, \(restored) restored, \(missing) missing, \(orphaned) without a row. \(paid) paid orders have no print file."
      )
    }
    .idempotent
    .marked(.notify)
    .estimate(.minutes(1))
    Check(
      "Every stored path has its object", id: "nothing-missing", reconciler.report(of: tenant), .json("counts.missing", .equals("0"))
    )
    .marked(.reconcile)
    .estimate(.minutes(5))
  }
}
