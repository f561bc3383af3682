import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension Executor {
  /// Makes up for what a session that died left unsaid between two records that belong together; nil to go on.
  func mend() throws(Problem) -> ExitCode? {
    guard state.resumePoint != nil else { return nil }
    try closeSettledObligations()
    return try completeBeginning()
  }

  /// A step that settles something was recorded as done, and its obligation was not yet recorded as closed.
  private func closeSettledObligations() throws(Problem) {
    guard !state.openObligations.isEmpty else { return }
    let steps = plan.flattened
    var places: [String: Int] = [:]
    for (place, step) in steps.enumerated() { places[step.id] = place }
    for (place, step) in steps.enumerated() where [.succeeded, .markedDone].contains(state.step(step.id).status) {
      for id in step.policy.settles {
        // What a later step left owing again is not settled by an earlier one.
        guard let open = state.obligations[id], open.status == .open, place > places[open.step] ?? .max else { continue }
        try log.append(.obligationClosed(id: id, step: step.id))
      }
    }
  }

  /// The preconditions and the targets' identities, if the run died before it could write them down.
  private func completeBeginning() throws(Problem) -> ExitCode? {
    let missing = plan.preconditions.filter { precondition in
      guard precondition.isUnconditional || precondition.isWhole else { return false }
      guard let known = state.preconditions[precondition.id] else { return true }
      return precondition.isUnconditional && known.step == nil && known.verdict != .met
    }
    var obstacles: [String] = []
    for finding in missing.isEmpty ? [] : rehearsal?.probe(missing) ?? ProbeRunner.probe(missing, resolution) {
      try log.append(
        .preconditionObserved(
          RunbookJournal.Precondition(id: finding.precondition.id, verdict: finding.verdict, observed: finding.observed, remedy: nil)))
      guard finding.verdict != .met, finding.precondition.isUnconditional else { continue }
      obstacles.append("\(finding.verdict.words): \(finding.precondition.title.shown()); observed: \(finding.observed)")
      obstacles.append("→ \(finding.precondition.remedy.shown())")
    }
    for target in plan.changedTargets where state.preconditions[TargetIdentity.id(target.name)] == nil {
      guard let identity = target.identity.first else { continue }
      let answer = rehearsal.map { .said($0.identity(of: target)) } ?? IdentityProbe.observe(identity, resolution, outputs)
      guard case .said(let observed) = answer else {
        if identity.away != nil { continue }
        obstacles.append("\(target.name) does not say who it is")
        obstacles += answer.complaint.map { "| \($0)" }
        continue
      }
      try log.append(
        .preconditionObserved(RunbookJournal.Precondition(id: TargetIdentity.id(target.name), verdict: .met, observed: observed)))
    }
    guard !obstacles.isEmpty else { return nil }
    for obstacle in obstacles { console.tell(.warning(obstacle)) }
    return try pause(.failedStep, at: nil, .preconditionNotMet, "a precondition does not hold")
  }
}

extension PlannedPrecondition {
  /// Whether every value that it needs was given.
  fileprivate var isWhole: Bool {
    guard case .probe(let probe) = look else { return true }
    return !probe.texts.contains { $0.segments.contains { if case .missing = $0 { true } else { false } } }
  }
}
