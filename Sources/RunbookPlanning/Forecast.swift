import Runbooks

/// How long a plan takes, from the estimates of its steps.
enum Forecast {
  /// The sum along the longest path: arms count by the longest, concurrent steps too.
  static func longest(_ steps: [PlannedStep]) -> Duration? {
    let parts = steps.compactMap(duration)
    return parts.isEmpty ? nil : parts.reduce(.zero, +)
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
