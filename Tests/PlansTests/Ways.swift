@testable import RunbookPlanning

/// One way through a plan: an arm for each decision that is met, and what lies on it.
struct Way {
  private(set) var arms: [String: String] = [:]
  /// The steps that run commands, in order; settlements stand at the end.
  private(set) var acting: [PlannedStep] = []
  private(set) var gates: [PlannedStep] = []
  /// The gate that stands before a step, found anew here: what the executor asks is judged by it.
  private(set) var gate: [String: String] = [:]
  private(set) var manual: [PlannedStep] = []
  private var hasEnded = false

  /// Every way through the decisions of a plan.
  static func all(_ plan: Plan) -> [Way] {
    var open = [Way()]
    _ = walk(plan.steps, &open, nil)
    return open
  }

  /// Goes on with every way at once; answers the gate that stands before what follows.
  private static func walk(_ steps: [PlannedStep], _ ways: inout [Way], _ gate: String?) -> String? {
    var gate = gate
    for step in steps {
      switch step.kind {
      case .gate:
        gate = step.id
        for index in ways.indices where !ways[index].hasEnded { ways[index].gates.append(step) }
      case .manual:
        for index in ways.indices where !ways[index].hasEnded { ways[index].manual.append(step) }
      case .group(let inner), .concurrently(let inner): gate = walk(inner, &ways, gate)
      case .decision(let arms, _):
        let (ended, open) = (ways.filter(\.hasEnded), ways.filter { !$0.hasEnded })
        ways = ended
        for arm in arms {
          var taken = open
          for index in taken.indices { taken[index].arms[step.id] = arm.answer }
          _ = walk(arm.steps, &taken, gate)
          if arm.ends { for index in taken.indices { taken[index].hasEnded = true } }
          ways += taken
        }
      case .run, .check: for index in ways.indices where !ways[index].hasEnded { ways[index].take(step, gate) }
      case .settle:
        // A way that ended before the gate settles what it owes without it.
        for index in ways.indices { ways[index].take(step, ways[index].gates.contains { $0.id == gate } ? gate : nil) }
      }
    }
    return gate
  }

  private mutating func take(_ step: PlannedStep, _ gate: String?) {
    acting.append(step)
    self.gate[step.id] = gate
  }
}
