import RunbookBase
import Runbooks

@testable import PrintFlowPlans
@testable import RunbookPlanning

/// A runbook of the registry, planned.
func plan(_ name: String, on estate: any Estate = PrintFlow.production, values: [String: String] = [:]) throws -> Plan {
  guard let entry = PrintFlowPlans.registry.runbooks.first(where: { $0.name == name }), let runbook = entry.describe(estate) else {
    throw Missing(name: name)
  }
  // 2026-06-20T00:00:00Z, later than every moment in these tests.
  return try Planner.plan(runbook, on: estate, values: values, now: 1_781_913_600_000_000_000)
}

struct Missing: Error { let name: String }

/// Values for every parameter of every runbook.
let values = [
  "tenant": "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d", "dump": "/backups/live_db-20260615T020000Z.dump", "deleted-at": "2026-06-15T14:05:00Z",
  "recover-to": "2026-06-15T14:04:59Z", "backup-set": "20260615-020003F", "since": "2026-06-15T14:05:00Z",
  "order": "0b9c2d7e-0000-4000-8000-000000000001", "key": "designs/1/files/print-ready-1.pdf", "version": "a1B2_c3",
  "database": "tenant_north_print",
]

let names = PrintFlowPlans.registry.runbooks.map(\.name)

extension Plan {
  /// Every command that the plan may start, as one line each.
  var commandLines: [String] { flattened.flatMap(\.pipelines).flatMap(\.commands).map { $0.argv().joined(separator: " ") } }
}
