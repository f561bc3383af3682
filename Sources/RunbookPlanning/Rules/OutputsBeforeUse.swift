import Runbooks

/// Every output is captured once, and before its use on every path.
enum OutputsBeforeUse {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    var reported: Set<String> = []
    func uses(_ step: PlannedStep, _ name: String, _ via: String) {
      guard reported.insert("use \(step.id) \(name)").inserted else { return }
      findings.append(
        Finding(
          "outputs-before-use", "step \(step.number) uses ‹\(name)›, which no step before it captures\(via)",
          hint: "let an earlier step on that path say .capture(\(name))", at: step.location))
    }
    let walk = PathWalk<State> { step, branch in
      var runs = true
      // A settlement runs only where its debt was left.
      if case .settle(let obligation, _) = step.kind { runs = branch.state.owed.contains(obligation) }
      branch.state.owed.formUnion(step.policy.obligations.map(\.id))
      for name in step.neededOutputs where runs && !branch.state.captured.contains(name) { uses(step, name, branch.via) }
      if case .concurrently(let steps) = step.kind {
        for step in steps {
          let others = steps.filter { $0.number != step.number }.flatMap(\.policy.captures).map(\.output.name)
          for name in step.neededOutputs where others.contains(name) { uses(step, name, branch.via) }
        }
      }
      for capture in step.policy.captures where !branch.state.captured.insert(capture.output.name).inserted {
        guard reported.insert("twice \(step.id) \(capture.output.name)").inserted else { continue }
        findings.append(
          Finding(
            "outputs-before-use", "step \(step.number) captures ‹\(capture.output.name)› a second time\(branch.via)",
            hint: "use another Output", at: step.location))
      }
    }
    _ = walk.walk(plan.steps, from: State())
    return findings
  }

  /// What is known on a path.
  private struct State: Hashable {
    var captured: Set<String> = []
    var owed: Set<String> = []
  }
}
