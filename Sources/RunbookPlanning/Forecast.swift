import Runbooks

/// How long a plan takes, from the estimates of its steps.
package enum Forecast {
  /// The sum along the longest path: arms count by the longest, concurrent steps too.
  static func longest(_ steps: [PlannedStep]) -> Duration? {
    let parts = steps.compactMap(duration)
    return parts.isEmpty ? nil : parts.reduce(.zero, +)
  }

  /// What is left by the estimates: finished steps count nothing, a decision that was made counts by its arm.
  package static func remaining(_ steps: [PlannedStep], isFinished: (PlannedStep) -> Bool, chosen: (PlannedStep) -> String?) -> Duration {
    var total = Duration.zero
    for step in steps {
      switch step.kind {
      case .group(let inner): total += remaining(inner, isFinished: isFinished, chosen: chosen)
      case .concurrently(let inner): total += inner.filter { !isFinished($0) }.compactMap(\.policy.estimate).max() ?? .zero
      case .decision(let arms, _):
        if let answer = chosen(step), let arm = arms.first(where: { $0.answer == answer }) {
          total += remaining(arm.steps, isFinished: isFinished, chosen: chosen)
          if arm.ends { return total }
        } else {
          total += arms.compactMap { longest($0.steps) }.max() ?? .zero
        }
      case .run, .check, .gate, .manual, .settle: if !isFinished(step) { total += step.policy.estimate ?? .zero }
      }
    }
    return total
  }

  private static func duration(of step: PlannedStep) -> Duration? {
    switch step.kind {
    case .group(let steps): longest(steps)
    case .concurrently(let steps): steps.compactMap(duration).max()
    case .decision(let arms, _): arms.compactMap { longest($0.steps) }.max()
    case .run, .check, .gate, .manual, .settle: step.policy.estimate
    }
  }
}
