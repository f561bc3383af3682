import Runbooks

/// Which steps each gate releases: those after it, up to the next gate on the same path.
package struct GateCoverage {
  /// The gate that stands before a step, by the step's id.
  package private(set) var gates: [String: String] = [:]
  /// The steps that a gate releases, by the gate's id, in order.
  package private(set) var released: [String: [PlannedStep]] = [:]
  /// All outputs in the order of their capture, and where each gate stands among them, by the gate's id.
  private var captured: [String] = []
  private var places: [String: Place] = [:]
  /// What cannot have been captured where the walk stands: other arms of the decisions around it, and arms that ended the run.
  private var hidden: [Range<Int>] = []

  private struct Place {
    let count: Int
    let hidden: [Range<Int>]
  }

  package init(_ plan: Plan) {
    _ = walk(plan.steps, gate: nil)
  }

  /// Outputs that are captured before a gate: what its approval could see.
  package func known(before gate: String) -> Set<String> {
    guard let place = places[gate] else { return [] }
    return Set(captured.indices.prefix(place.count).filter { index in !place.hidden.contains { $0.contains(index) } }.map { captured[$0] })
  }

  private mutating func walk(_ steps: [PlannedStep], gate: String?) -> String? {
    var gate = gate
    for step in steps {
      switch step.kind {
      case .gate:
        gate = step.id
        released[step.id] = []
        places[step.id] = Place(count: captured.count, hidden: hidden)
      case .group(let inner), .concurrently(let inner): gate = walk(inner, gate: gate)
      case .decision(let arms, _): walk(arms, gate: gate)
      case .run, .check, .settle, .manual:
        guard let gate else { break }
        gates[step.id] = gate
        released[gate, default: []].append(step)
      }
      captured += step.policy.captures.map(\.output.name)
    }
    return gate
  }

  private mutating func walk(_ arms: [PlannedStep.Arm], gate: String?) {
    let around = hidden
    var others: [Range<Int>] = []
    var ended: [Range<Int>] = []
    for arm in arms {
      hidden = around + others
      let start = captured.count
      _ = walk(arm.steps, gate: gate)
      others.append(start..<captured.count)
      if arm.ends { ended.append(start..<captured.count) }
    }
    hidden = around + ended
  }
}
