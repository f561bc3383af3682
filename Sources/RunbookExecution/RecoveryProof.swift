package import RunbookJournal
package import RunbookPlanning
import Runbooks

/// What must have passed before anybody says “recovered”: §4.3 verification and §3.5 reconciliation (seed §6.3, point 5).
///
/// A pure look at plan and log. It asks of every step on the path that was taken, behind the first change of production:
/// the steps marked `.verification` and `.reconcile`, and every check where production was restored as a whole.
package struct RecoveryProof {
  /// A step that has to pass and has not, and why it counts as open.
  package struct Open {
    package let step: PlannedStep
    package let why: String

    /// One line for people.
    package func words(_ outputs: [String: String]) -> String { "\(step.number) \(step.title.shown(outputs)): \(why)" }
  }

  /// The steps that have to pass in this run, in the order of the plan; none when nothing of production was changed.
  package let required: [PlannedStep]
  /// Those that have not.
  package let open: [Open]

  package init(_ plan: Plan, _ state: RunState) {
    guard !plan.isDrill else {
      (required, open) = ([], [])
      return
    }
    var isChanged = false
    var isRestored = false
    var required: [PlannedStep] = []
    for step in ResumePoint.walk(plan.steps, state) {
      if isChanged, Self.isMarked(step) || (isRestored && step.isCheck) { required.append(step) }
      guard state.step(step.id).wasTried else { continue }
      if step.policy.mark == .restoresProduction { isRestored = true }
      if isRestored || step.changesProduction { isChanged = true }
    }
    self.required = required
    open = required.compactMap { step in Self.obstacle(state.step(step.id)).map { Open(step: step, why: $0) } }
  }

  /// Whether a person's “done” for this step says that production is well, which is for the Incident Commander alone.
  package func covers(_ step: PlannedStep) -> Bool { required.contains { $0.id == step.id } }

  private static func isMarked(_ step: PlannedStep) -> Bool {
    step.policy.mark == .verification || step.policy.mark == .reconcile
  }

  /// Why the step proves nothing; nil when it passed, or when the Incident Commander has vouched for it.
  private static func obstacle(_ state: StepState) -> String? {
    switch state.status {
    case .succeeded, .markedDone: nil
    case .skipped: "it was left out"
    case .failed(let reason, _): "it failed: \(reason.words)"
    case .undone: "it was taken back"
    case .intended, .running, .inDoubt: "nobody knows how it ended"
    case .notStarted, .waiting: "it was not done"
    }
  }
}

extension PlannedStep {
  fileprivate var isCheck: Bool { if case .check = kind { true } else { false } }

  /// Whether one of its commands changes something of production.
  fileprivate var changesProduction: Bool {
    policy.mark != .notify && pipelines.flatMap(\.commands).contains { $0.effect.changesSomething && $0.target?.realm == .production }
  }
}

extension StepState {
  /// Whether anything may have been done for it, however it ended.
  fileprivate var wasTried: Bool { attempts > 0 || status == .succeeded || status == .markedDone }
}
