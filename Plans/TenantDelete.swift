public import Runbooks

/// §5.2 Accidental tenant data deletion (one tenant).
public struct TenantDelete: Runbook {
  /// The name on the command line.
  public static let name = "tenant-delete"
  /// The title.
  public static let title = "Accidental tenant data deletion (one tenant)"
  /// The section of the seed.
  public static let section = "§5.2"
  /// RTO 1–2 h, RPO ≤ 24 h (last dump).
  public static let objectives = Objectives(rto: .hours(2), rpo: .hours(24))
  /// Where it is safer than the seed's own commands.
  public static let differences = [PrintFlow.declared] + TenantRestore.differences

  let estate: PrintFlow
  let tenant = Parameter<TenantID>("tenant", "The tenant whose data was deleted")
  let dump = Parameter<DumpFile>("dump", "The dump to restore from, made before the deletion")
  let deletedAt = Parameter<Timestamp>("deleted-at", "When the deletion began; only files deleted since then come back")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  var restore: TenantRestore { TenantRestore(estate, tenant: tenant, dump: dump, deletedAt: deletedAt) }

  /// As the restore that it includes.
  public var preconditions: [Precondition] { restore.preconditions }

  /// The steps of §5.2.
  public var body: [Step] {
    restore.comparison

    Decision("How far did the deletion of tenant \(tenant) reach?", id: "scope", by: .incidentCommander) {
      When("one tenant")
      When("shared data too") { PointInTime(estate) }.endsTheRun
    }

    restore.bringBack

    Manual("Confirm with tenant \(tenant) that rows and files are back", id: "confirm-with-tenant", by: .commsLead)
      .estimate(.minutes(10))
  }
}
