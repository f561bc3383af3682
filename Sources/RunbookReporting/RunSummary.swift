package import RunbookBase
package import RunbookJournal

/// A run in one line: where it stands and what it waits for.
package struct RunSummary: Sendable {
  package let id: RunID
  package let estate: String
  package let began: WallTime?
  /// Such as `running`, `paused (sign-off)` or `completed`.
  package let status: String
  /// What is needed for it to go on; empty when it is over.
  package let waitsFor: String
  package let records: Int
  package let fingerprint: String

  /// A summary of a state; `isBusy` says whether a living process holds the run.
  package init(_ id: RunID, _ state: RunState, isBusy: Bool) {
    self.id = id
    estate = state.genesis?.estate ?? "?"
    began = state.began?.wall
    records = state.recordCount
    fingerprint = state.fingerprint
    let doubt = state.openSteps.sorted().joined(separator: ", ")
    switch state.status {
    case .running where isBusy: (status, waitsFor) = ("running", "")
    case .running where !doubt.isEmpty: (status, waitsFor) = ("interrupted", "in doubt: \(doubt)")
    case .running: (status, waitsFor) = ("interrupted", "--resume")
    case .paused(let reason, let step): (status, waitsFor) = ("paused (\(reason.rawValue))", step ?? "--resume")
    case .completed: (status, waitsFor) = ("completed", "")
    case .completedWithExceptions: (status, waitsFor) = ("completed with \(state.exceptions) exceptions", "")
    case .declined: (status, waitsFor) = ("declined", "")
    case .aborted: (status, waitsFor) = ("aborted", state.openObligations.map(\.text).joined(separator: "; "))
    }
  }

  /// The summary for programs.
  package var json: JSON {
    [
      "run": .string(id.text), "runbook": .string(id.runbook), "estate": .string(estate), "began": JSON(began?.text(.seconds)),
      "status": .string(status), "waitsFor": .string(waitsFor), "records": JSON(records), "head": .string(fingerprint),
    ]
  }
}
