import Runbooks

/// Every output is captured once, and before its use on every path.
enum OutputsBeforeUse {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    var reported: Set<String> = []
    let walk = PathWalk<Set<String>> { step, branch in
      for name in step.neededOutputs where !branch.state.contains(name) && reported.insert("use \(step.id) \(name)").inserted {
        findings.append(
          Finding(
            "outputs-before-use", "step \(step.number) uses ‹\(name)›, which no step before it captures\(branch.via)",
            hint: "let an earlier step on that path say .capture(\(name))", at: step.location))
      }
      for capture in step.policy.captures where !branch.state.insert(capture.output.name).inserted {
        guard reported.insert("twice \(step.id) \(capture.output.name)").inserted else { continue }
        findings.append(
          Finding(
            "outputs-before-use", "step \(step.number) captures ‹\(capture.output.name)› a second time\(branch.via)",
            hint: "use another Output", at: step.location))
      }
    }
    _ = walk.walk(plan.steps, from: [])
    return findings
  }
}
