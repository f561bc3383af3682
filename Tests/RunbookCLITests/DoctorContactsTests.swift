import PrintFlowPlans
import RunbookPlanning
import Runbooks
import Testing

@testable import RunbookCLI

@Suite("Whom to call, before the night") struct DoctorContactsTests {
  @Test(
    "each role that a plan asks must have somebody; what the paper left to be filled in is nobody",
    arguments: [
      ([.incidentCommander: "Ada, +1 555 0100", .restoreOperator: "Ben"], nil),
      ([.incidentCommander: "fill in (seed §6.2)", .restoreOperator: "Ben"], "nobody to call as Incident Commander"),
      ([.incidentCommander: "Ada", .restoreOperator: ""], "nobody to call as Restore Operator"),
      ([:], "nobody to call as Incident Commander, Restore Operator"),
    ] as [([Role: String], String?)])
  func contacts(known: [Role: String], problem: String?) throws {
    let production = PrintFlow.production
    let plan = try Planner.plan(RunbookDescription(FullRestore(production)), on: production, values: [:], now: 1_781_500_000_000_000_000)
    let point = DoctorScene.contacts(known, for: [plan])
    #expect((point.verdict == .ok) == (problem == nil))
    #expect(point.observed == problem ?? "Incident Commander: Ada, +1 555 0100; Restore Operator: Ben")
  }

  @Test(
    "a check's address that ends in the paper's placeholder is none",
    arguments: [
      ("https://hc-ping.com/DRILL_UUID", true), ("https://hc-ping.com/<DRILL_UUID>", true), ("https://hc-ping.com/", true), ("", true),
      ("https://hc-ping.com/5f3f8f4c-0000-4000-8000-000000000001", false), ("https://monitor.example/ping/weekly-drill", false),
    ])
  func placeholder(address: String, isOne: Bool) {
    #expect(DrillLogCommand.isPlaceholder(address) == isOne)
  }
}
