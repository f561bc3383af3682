import Runbooks

/// Which steps each gate releases: those after it, up to the next gate on the same path.
package struct GateCoverage {
  /// The gate that stands before a step, by the step's id.
  package private(set) var gates: [String: String] = [:]
  /// The steps that a gate releases, by the gate's id, in order.
  package private(set) var released: [String: [PlannedStep]] = [:]
  /// Outputs that are captured before a gate, by the gate's id: what its approval could see.
  package private(set) var known: [String: Set<String>] = [:]

  package init(_ plan: Plan) {
    var captured: Set<String> = []
    _ = walk(plan.steps, gate: nil, &captured)
  }

  private mutating func walk(_ steps: [PlannedStep], gate: String?, _ captured: inout Set<String>) -> String? {
    var gate = gate
    for step in steps {
      switch step.kind {
      case .gate:
        gate = step.id
        released[step.id] = []
        known[step.id] = captured
      case .group(let inner), .concurrently(let inner): gate = walk(inner, gate: gate, &captured)
      case .decision(let arms, _): for arm in arms { _ = walk(arm.steps, gate: gate, &captured) }
      case .run, .check, .settle, .manual:
        guard let gate else { break }
        gates[step.id] = gate
        released[gate, default: []].append(step)
      }
      captured.formUnion(step.policy.captures.map(\.output.name))
    }
    return gate
  }
}
