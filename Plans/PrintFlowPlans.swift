public import Runbooks

/// Everything that Print-Flow-360's `runbook` offers.
public enum PrintFlowPlans {
  /// The runbooks and the estates; production is the default.
  public static let registry = Registry(
    [
      RunbookEntry(TenantDelete.init),
      RunbookEntry { TenantRestore($0) },
      RunbookEntry(PointInTime.init),
      RunbookEntry { Reconcile($0) },
      RunbookEntry(RegionOutage.init),
    ],
    estates: [
      EstateEntry(PrintFlow.production),
      EstateEntry(
        name: "lab", summary: "the lab on loopback (Examples/Lab)",
        file: EstateFile(variable: "RUNBOOK_LAB", fallback: ".lab", name: "estate.json"), make: PrintFlow.lab),
    ])
}
