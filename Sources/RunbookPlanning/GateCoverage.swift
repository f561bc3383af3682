import Runbooks

/// Which steps each gate releases: those after it, up to the next gate on the same path.
package struct GateCoverage {
  /// The gate that stands before a step, by the step's id.
  package private(set) var gates: [String: String] = [:]
  /// The steps that a gate releases, by the gate's id, in order.
  package private(set) var released: [String: [PlannedStep]] = [:]
  /// All outputs in the order of their capture, and how many of them come before each gate, by the gate's id.
  private var captured: [String] = []
  private var places: [String: Int] = [:]

  package init(_ plan: Plan) {
    _ = walk(plan.steps, gate: nil)
  }

  /// Outputs that are captured before a gate: what its approval could see.
  package func known(before gate: String) -> Set<String> { Set(captured.prefix(places[gate] ?? 0)) }

  private mutating func walk(_ steps: [PlannedStep], gate: String?) -> String? {
    var gate = gate
    for step in steps {
      switch step.kind {
      case .gate:
        gate = step.id
        released[step.id] = []
        places[step.id] = captured.count
      case .group(let inner), .concurrently(let inner): gate = walk(inner, gate: gate)
      case .decision(let arms, _): for arm in arms { _ = walk(arm.steps, gate: gate) }
      case .run, .check, .settle, .manual:
        guard let gate else { break }
        gates[step.id] = gate
        released[gate, default: []].append(step)
      }
      captured += step.policy.captures.map(\.output.name)
    }
    return gate
  }
}
