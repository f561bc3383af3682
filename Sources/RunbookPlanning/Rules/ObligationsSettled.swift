/// What a step leaves owing is settled on every path to the end.
enum ObligationsSettled {
  static func findings(_ plan: Plan) -> [Finding] {
    var sources: [String: PlannedStep] = [:]
    var findings: [Finding] = []
    let walk = PathWalk<Set<String>> { step, branch in
      for settled in step.policy.settles { branch.state.remove(settled) }
      for obligation in step.policy.obligations {
        branch.state.insert(obligation.id)
        sources[obligation.id] = step
      }
    }
    for end in walk.walk(plan.steps, from: []) {
      for open in end.state.sorted() {
        guard let step = sources[open] else { continue }
        findings.append(
          Finding(
            "obligations-settled", "step \(step.number) leaves “\(open)” owing and nothing settles it\(end.via)",
            hint: "write .owes(…, settledBy: command), or let a later step say .settles(…)", at: step.location))
      }
    }
    return findings
  }
}
