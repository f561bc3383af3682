import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// Looks again before a gate is asked in a later session: nobody approves by what was seen before the pause.
  ///
  /// Once a step has run, what had to hold at the start need not hold any more (“there is no scratch database yet”): then only
  /// programs and what the released steps themselves need are looked at.
  func lookAgain(before gate: PlannedStep) throws(Problem) {
    guard !isDry, rehearsal == nil, state.epoch > 1, freshSince == nil else { return }
    let hasActed = state.steps.values.contains { $0.attempts > 0 }
    let needed = Set((coverage.released[gate.id] ?? []).flatMap(\.policy.preconditions).map(\.id))
    let looks = plan.preconditions.filter { precondition in
      guard state.preconditions[precondition.id] != nil else { return false }
      if case .executable = precondition.look { return true }
      return hasActed ? needed.contains(precondition.id) : true
    }
    for finding in ProbeRunner.probe(looks, resolution) {
      let (id, verdict) = (finding.precondition.id, finding.verdict)
      try log.append(.preconditionObserved(RunbookJournal.Precondition(id: id, verdict: verdict, observed: finding.observed)))
      guard verdict != .met, finding.precondition.isUnconditional else { continue }
      console.tell(.warning("\(verdict.words) now: \(finding.precondition.title.shown()); observed: \(finding.observed)"))
      console.tell(.warning("→ \(finding.precondition.remedy.shown())"))
    }
    // The gate tells the age of the oldest look.
    if !hasActed { freshSince = Clock.boottime() }
  }

  /// How old the oldest look is, nanoseconds.
  var lookAge: Int64 { freshSince.map { max(0, Clock.boottime() - $0) } ?? sinceBeginning }
}
