import Runbooks

/// How long a plan takes, from the estimates of its steps.
package enum Forecast {
  /// The sum along the longest path, nil without any estimate: arms count by the longest, concurrent steps too.
  static func longest(_ steps: [PlannedStep]) -> Duration? {
    guard hasEstimates(steps) else { return nil }
    return remaining(steps, length: { $0.policy.estimate ?? .zero }, chosen: { _ in nil })
  }

  /// What is left along the longest path: each step counts by the length that is given for it, a decision that was made by its arm.
  package static func remaining(_ steps: [PlannedStep], length: (PlannedStep) -> Duration, chosen: (PlannedStep) -> String?) -> Duration {
    reach(steps, length, chosen).longest
  }

  /// The longest ways through some steps.
  private struct Reach {
    /// To their end; nil when every path ends the run before it.
    var through: Duration?
    /// To an arm that ends the run; nil when there is none.
    var over: Duration?

    var longest: Duration { max(through ?? .zero, over ?? .zero) }

    static func longer(_ a: Duration?, _ b: Duration?) -> Duration? { if let a, let b { max(a, b) } else { a ?? b } }
  }

  private static func reach(_ steps: [PlannedStep], _ length: (PlannedStep) -> Duration, _ chosen: (PlannedStep) -> String?) -> Reach {
    var sum = Reach(through: .zero, over: nil)
    for step in steps {
      guard let before = sum.through else { break }
      let next = reach(step, length, chosen)
      sum.over = Reach.longer(sum.over, next.over.map { before + $0 })
      sum.through = next.through.map { before + $0 }
    }
    return sum
  }

  private static func reach(_ step: PlannedStep, _ length: (PlannedStep) -> Duration, _ chosen: (PlannedStep) -> String?) -> Reach {
    switch step.kind {
    case .group(let inner): return reach(inner, length, chosen)
    case .concurrently(let inner): return Reach(through: inner.map { reach([$0], length, chosen).longest }.max() ?? .zero)
    case .decision(let arms, _):
      var ways = Reach()
      let answer = chosen(step)
      for arm in arms where answer == nil || arm.answer == answer {
        let way = reach(arm.steps, length, chosen)
        ways.over = Reach.longer(ways.over, way.over)
        if arm.ends { ways.over = Reach.longer(ways.over, way.through) } else { ways.through = Reach.longer(ways.through, way.through) }
      }
      return ways
    case .run, .check, .gate, .manual, .settle: return Reach(through: length(step))
    }
  }

  private static func hasEstimates(_ steps: [PlannedStep]) -> Bool {
    steps.contains { $0.policy.estimate != nil || hasEstimates($0.children) }
  }
}
