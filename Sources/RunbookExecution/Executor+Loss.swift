import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

/// What a gate can say about the data that will be missing after what it releases.
package enum ExpectedLoss: Hashable, Sendable {
  /// So many nanoseconds.
  case about(Int64)
  /// Only the recovery itself shows how far it comes.
  case unknown
  /// What comes back is from a later time than what was lost: something does not fit together.
  case younger(than: String)

  /// The words behind “data loss allowed: 5 min (RPO)”.
  package var words: String {
    switch self {
    case .about(let loss): "by what comes back it will be about \(WallTime.durationText(nanoseconds: loss))"
    case .unknown: "how much it will be is not known before the recovery"
    case .younger(let end): "how much it will be is not known: what comes back is younger than \(end)"
    }
  }
}

extension Executor {
  /// How much will be missing after what a gate releases; nil where it brings no data back.
  ///
  /// From the point that comes back (the target of a recovery, else the begin of a dump) to the last moment at which something
  /// was written that does not come back: a deletion ends it for the deleted rows, a restore of the whole takes everything up to
  /// the end of writes. The declared impact is that end only where nobody could write after it.
  func expectedLoss(at gate: PlannedStep) -> ExpectedLoss? {
    let restores = (coverage.released[gate.id] ?? []).contains { $0.policy.mark == .restoresProduction }
    let written = restores ? state.parameters["recover-to"] : state.outputs["dump-begun"]?.value
    guard let point = written.flatMap({ WallTime($0) }) else { return restores ? .unknown : nil }
    let (end, words) = restores ? endOfWrites : deletion ?? endOfWrites
    let loss = end.nanoseconds(since: point)
    return loss < 0 ? .younger(than: words) : .about(loss)
  }

  private var deletion: (WallTime, String)? {
    state.parameters["deleted-at"].flatMap { WallTime($0) }.map { ($0, "the deletion") }
  }

  /// When writes ended; now, as long as they go on.
  private var endOfWrites: (WallTime, String) {
    if plan.impactEndsWrites, let impact = state.impact { return (impact, "the declared impact") }
    let stopped = plan.flattened.filter { $0.policy.mark == .stopsWrites }.map { state.step($0.id) }.filter { $0.status == .succeeded }
    let ends = stopped.compactMap { step in step.intendedAt?.wall.adding(nanoseconds: step.ending?.duration ?? 0) }
    return (ends.max() ?? WallTime(nanoseconds: now()), "the end of writes")
  }
}
