public import Runbooks

/// Everything that Print-Flow-360's `runbook` offers.
public enum PrintFlowPlans {
  /// The runbooks and the estates; production is the default.
  public static let registry = Registry(
    [
      RunbookEntry(DatabaseCorruption.init),
      RunbookEntry(TenantDelete.init),
      RunbookEntry(PrintFileLoss.init),
      RunbookEntry(RedisLoss.init),
      RunbookEntry(RegionOutage.init),
      RunbookEntry(FullRestore.init),
      RunbookEntry(DumpRestore.init),
      RunbookEntry(PointInTime.init),
      RunbookEntry { TenantRestore($0) },
      RunbookEntry(TenantDatabaseRestore.init),
      RunbookEntry(BucketRestore.init),
      RunbookEntry { ObjectRestore($0) },
      RunbookEntry { Reconcile($0) },
      RunbookEntry(Drill.init),
      RunbookEntry(GameDay.init),
      RunbookEntry(DrillTeardown.init),
    ],
    estates: [
      EstateEntry(PrintFlow.production),
      EstateEntry(
        name: "lab", summary: "the lab on loopback (Examples/Lab)",
        file: EstateFile(variable: "RUNBOOK_LAB", fallback: ".lab", name: "estate.json"), make: PrintFlow.lab),
    ])
}
