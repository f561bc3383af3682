package import RunbookJournal
package import RunbookPlanning
import Runbooks

/// What is to be done next, as a value; the executor does it and records it.
package enum NextAction {
  /// Run a step that acts or looks.
  case run(PlannedStep)
  /// Run these side by side.
  case runTogether(PlannedStep, [PlannedStep])
  /// Ask a person: a gate, a manual step or a decision.
  case ask(PlannedStep)
  /// Take an arm because the rule of the decision says so.
  case choose(PlannedStep, arm: String, because: String)
  /// A step failed and nobody has said what to do about it.
  case failed(PlannedStep, FailureReason)
  /// A step was started and its outcome is unknown.
  case inDoubt(PlannedStep, attempt: Int)
  /// Nothing is left but to seal the run.
  case finish
}

/// The pure part of a run: a plan and a place in it; asked again after every record.
///
/// The place is derived from the log alone, so a new machine over the same log stands at the same step.
package struct ExecutionMachine {
  private struct Frame {
    let steps: [PlannedStep]
    var index = 0
    var endsTheRun = false
  }

  private var frames: [Frame]

  package init(_ plan: Plan) {
    frames = [Frame(steps: plan.steps)]
  }

  /// The next action in this state.
  package mutating func next(_ state: RunState) -> NextAction {
    while let frame = frames.last {
      guard frame.index < frame.steps.count else {
        frames.removeLast()
        if frame.endsTheRun { goToSettlements() }
        continue
      }
      if let action = action(for: frame.steps[frame.index], state) { return action }
    }
    return .finish
  }

  /// The action for a step, or nil when the machine has moved on.
  private mutating func action(for step: PlannedStep, _ state: RunState) -> NextAction? {
    let status = state.step(step.id).status
    switch step.kind {
    case .group(let steps):
      advance()
      if status != .skipped { frames.append(Frame(steps: steps)) }
      return nil
    case .concurrently(let steps): return together(step, steps, state)
    case .decision(let arms, let rule):
      if let answer = state.decisions[step.id] {
        advance()
        if let arm = arms.first(where: { $0.answer == answer }) { frames.append(Frame(steps: arm.steps, endsTheRun: arm.ends)) }
        return nil
      }
      if status.isFinished { return skip() }
      if let rule, let value = state.outputs[rule.output.name]?.value, value == rule.value {
        return .choose(step, arm: rule.arm, because: "\(rule.output.name) is \(value)")
      }
      return .ask(step)
    case .settle(let obligation, _):
      guard state.obligations[obligation]?.status == .open else { return skip() }
      return acting(step, status)
    case .gate, .manual:
      if status.isFinished { return skip() }
      if case .failed(let reason, _) = status { return .failed(step, reason) }
      return .ask(step)
    case .run, .check: return acting(step, status)
    }
  }

  private mutating func acting(_ step: PlannedStep, _ status: StepStatus) -> NextAction? {
    switch status {
    case .notStarted, .undone, .waiting: return .run(step)
    case .intended(let attempt), .running(let attempt), .inDoubt(let attempt): return .inDoubt(step, attempt: attempt)
    case .failed(let reason, _): return .failed(step, reason)
    case .succeeded, .skipped, .markedDone: return skip()
    }
  }

  private mutating func together(_ group: PlannedStep, _ steps: [PlannedStep], _ state: RunState) -> NextAction? {
    if state.step(group.id).status == .skipped { return skip() }
    let open = steps.filter { !state.step($0.id).status.isFinished }
    if open.isEmpty { return skip() }
    let fresh = open.filter { [.notStarted, .undone].contains(state.step($0.id).status) }
    if fresh.count == open.count { return .runTogether(group, fresh) }
    for step in open {
      switch state.step(step.id).status {
      case .failed(let reason, _): return .failed(step, reason)
      case .intended(let attempt), .running(let attempt), .inDoubt(let attempt): return .inDoubt(step, attempt: attempt)
      default: continue
      }
    }
    return .runTogether(group, fresh)
  }

  private mutating func skip() -> NextAction? {
    advance()
    return nil
  }

  private mutating func advance() { frames[frames.count - 1].index += 1 }

  /// An arm has ended the run: only what is owed is left.
  private mutating func goToSettlements() {
    guard var root = frames.first else { return }
    root.index = root.steps.firstIndex { if case .settle = $0.kind { true } else { false } } ?? root.steps.count
    frames = [root]
  }
}
