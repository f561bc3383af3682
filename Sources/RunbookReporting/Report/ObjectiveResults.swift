package import RunbookBase
import RunbookJournal

/// A target and what became of it.
package struct Objective: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable {
    case met
    case missed
    /// The run is not over and the target still can be met.
    case open
    case unknown
  }

  /// In seconds.
  package let target: Int64?
  /// In nanoseconds.
  package let actual: Int64?
  package let verdict: Verdict
  /// From what to what it was measured, or why it could not be.
  package let basis: String
}

/// Actual against target, as the seed asks it of every report (§4.4, §6).
package struct ObjectiveResults: Hashable, Sendable {
  package let rto: Objective
  package let rpo: Objective
  /// When the impact began: declared, or the first record.
  package let impact: WallTime
  package let isImpactDeclared: Bool
  /// When everything was seen to be well again.
  package let healthy: WallTime?
  /// When the last step that proves health ended, also of a run that goes on.
  package let proven: WallTime?

  init(_ input: ReportInput, _ story: RunStory, _ time: SteadyTime) {
    let declared = input.state.impact ?? input.state.parameters["since"].flatMap(WallTime.init)
    let impact = declared ?? time.start
    self.impact = impact
    isImpactDeclared = declared != nil
    let isDone = input.state.outcome == .completed || input.state.outcome == .completedWithExceptions
    let last = Self.healthyStep(input, story)
    proven = last.map { time.wall($0.at) }
    // Who waits for a message waits no longer for the systems.
    let worked = last ?? Self.lastWork(input, story)
    let healthyAt = isDone ? worked?.at ?? time.total : nil
    let healthy = healthyAt.map(time.wall)
    self.healthy = healthy
    let from = declared == nil ? "from the first record" : "from the declared impact (--since)"
    let target = input.plan?.rto
    if let healthy {
      let actual = healthy.nanoseconds(since: impact)
      let what = last == nil ? "the last that worked" : "which proved it"
      let to = worked.map { "to the end of step \($0.number), \(what)" } ?? "to the end of the run"
      rto = Objective(target: target, actual: actual, verdict: Self.verdict(actual, target), basis: "\(from) \(to)")
    } else if input.state.outcome != nil {
      let passed = RunReport.duration(time.wall(time.total).nanoseconds(since: impact))
      rto = Objective(
        target: target, actual: nil, verdict: .unknown,
        basis: "the run ended without a recovery, \(passed) after the \(declared == nil ? "first record" : "declared impact")")
    } else {
      let actual = max(0, input.now.nanoseconds(since: impact))
      let verdict = Self.verdict(actual, target)
      rto = Objective(
        target: target, actual: actual, verdict: verdict == .met ? .open : verdict, basis: "\(from) until now: the run is not over")
    }
    rpo = Self.loss(input, story, time, declared)
  }

  static func verdict(_ actual: Int64, _ target: Int64?) -> Objective.Verdict {
    guard let target else { return .unknown }
    return actual / 1_000_000_000 <= target ? .met : .missed
  }

  /// The last step that did something, where nothing proves health: no question and no message.
  private static func lastWork(_ input: ReportInput, _ story: RunStory) -> (number: String, at: Int64)? {
    (input.plan?.steps ?? []).compactMap { step in
      let isWork = !step.isContainer && step.kind != "gate" && step.kind != "decision" && step.mark != "notify"
      guard isWork, let at = story.endings[step.id] else { return nil }
      return (step.number, at)
    }.max { $0.at < $1.at }
  }

  /// The last of the steps that prove health: verification, reconciliation, every check behind a restore of the whole, and what
  /// lets the customers back in.
  private static func healthyStep(_ input: ReportInput, _ story: RunStory) -> (number: String, at: Int64)? {
    guard let plan = input.plan else { return nil }
    let proving = Set(plan.steps.filter { $0.mark == "verification" || $0.mark == "reconcile" }.map(\.id))
    let held = Set(plan.steps.filter { $0.mark == "stops-writes" }.flatMap(\.owes))
    var isRestored = false
    return plan.steps.compactMap { step in
      if step.mark == "restores-production", story.endings[step.id] != nil { isRestored = true }
      let isProof = proving.contains(step.id) || step.ancestors.contains(where: proving.contains) || (isRestored && step.kind == "check")
      guard isProof || step.settles.contains(where: held.contains), !step.isContainer, let at = story.endings[step.id] else { return nil }
      return (step.number, at)
    }.max { $0.at < $1.at }
  }
}
