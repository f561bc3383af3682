import Runbooks

/// Every path to a command that destroys passes a gate of the Incident Commander (seed §6.1).
enum GateBeforeDestroy {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    var reported: Set<String> = []
    let walk = PathWalk<Bool> { step, branch in
      if case .gate = step.kind, step.role == .incidentCommander { branch.state = true }
      let destroys = step.pipelines.contains { if case .destroys = $0.effect { true } else { false } }
      guard destroys, !branch.state, reported.insert(step.id).inserted else { return }
      findings.append(
        Finding(
          "gate-before-destroy",
          "step \(step.number) “\(step.title.shown())” destroys and no Incident Commander's gate stands before it\(branch.via)",
          hint: "put Gate(\"…\") before it, with a sentence that names what is lost", at: step.location))
    }
    _ = walk.walk(plan.steps, from: [.init(state: false, answers: [])])
    return findings
  }
}
