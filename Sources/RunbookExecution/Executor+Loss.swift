import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension Executor {
  /// How much will be missing after what a gate releases, in nanoseconds; nil when nothing says so yet.
  ///
  /// From the point that comes back (the target of a recovery, else the begin of a dump) to the declared impact, the deletion, or now.
  func estimatedLoss(at gate: PlannedStep) -> Int64? {
    let restores = (coverage.released[gate.id] ?? []).contains { $0.policy.mark == .restoresProduction }
    let written = restores ? state.parameters["recover-to"] : state.outputs["dump-begun"]?.value
    guard let point = written.flatMap({ WallTime($0) }) else { return nil }
    let deleted = state.parameters["deleted-at"].flatMap { WallTime($0) }
    let end = state.impact ?? deleted ?? WallTime(nanoseconds: now())
    return max(0, end.nanoseconds(since: point))
  }
}
