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
    "one sorted listing is merged with one sorted query; the seed's spot check with “aws s3 ls” matches by prefix and lies (hazard 9)"
  ]

  let estate: PrintFlow
  let tenant: Parameter<TenantID>?

  let ok = Output<Count>("files-ok")
  let missing = Output<Count>("files-missing")
  let restored = Output<Count>("files-restored")
  let orphaned = Output<Count>("files-orphaned")

  /// The runbook for an estate: all tenants.
  public init(_ estate: PrintFlow) {
    self.init(estate, tenant: nil)
  }

  /// The runbook inside another one: one tenant, or all.
  public init(_ estate: PrintFlow, tenant: Parameter<TenantID>?) {
    self.estate = estate
    self.tenant = tenant
  }

  /// The steps of §3.5; orphans are listed, never deleted.
  public var body: [Step] {
    Step("Restore missing files from prior versions and report the rest", id: "files") {
      Reconciler(estate.live, estate.files, columns: estate.paths, environment: estate.environment).restoreMissing(of: tenant)
    }
    .capture(ok, .json("counts.ok"))
    .capture(missing, .json("counts.missing"))
    .capture(restored, .json("counts.restored"))
    .capture(orphaned, .json("counts.orphaned"))
    .rehearsed(#"{"counts":{"ok":1204,"missing":1,"restored":2,"orphaned":0}}"#)
    .idempotent
    .marked(.reconcile)
    .estimate(.minutes(10))
  }
}
