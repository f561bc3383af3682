import Runbooks

/// Every path to a command that destroys passes a gate of the Incident Commander (seed §6.1).
enum GateBeforeDestroy {
  static func findings(_ plan: Plan) -> [Finding] {
    guard !plan.index.destroying.isEmpty else { return [] }
    var findings: [Finding] = []
    var reported: Set<String> = []
    let walk = PathWalk<Bool> { step, branch in
      if case .gate = step.kind, step.role == .incidentCommander { branch.state = true }
      guard step.ownEffect.isDestroying, !branch.state, reported.insert(step.id).inserted else { return }
      findings.append(
        Finding(
          "gate-before-destroy",
          "step \(step.number) “\(step.title.shown())” destroys and no Incident Commander's gate stands before it\(branch.via)",
          hint: "put Gate(\"…\") before it, with a sentence that names what is lost", at: step.location))
    }
    _ = walk.walk(plan.steps, from: false)
    return findings + uncovered(plan, reported)
  }

  /// An approval releases what its gate shows: the gate that covers the step must be one, and the Incident Commander's.
  private static func uncovered(_ plan: Plan, _ reported: Set<String>) -> [Finding] {
    let coverage = GateCoverage(plan)
    return plan.index.destroying.compactMap { place -> Finding? in
      let step = plan.flattened[place]
      guard !reported.contains(step.id) else { return nil }
      guard let gate = coverage.gates[step.id].flatMap(plan.step(withID:)) else {
        return Finding(
          "gate-before-destroy",
          "step \(step.number) “\(step.title.shown())” destroys, and no gate shows it: a gate in an arm ends with its arm",
          hint: "put Gate(\"…\") between the decision and this step", at: step.location)
      }
      guard gate.role != .incidentCommander else { return nil }
      return Finding(
        "gate-before-destroy",
        "step \(step.number) “\(step.title.shown())” destroys, and the gate that shows it, \(gate.number), is the \(gate.role)'s",
        hint: "let the Incident Commander answer that gate", at: step.location)
    }
  }
}
