/// What a step leaves owing is settled on every path to the end.
enum ObligationsSettled {
  static func findings(_ plan: Plan) -> [Finding] { unsettled(plan) + neverOwed(plan) }

  private static func neverOwed(_ plan: Plan) -> [Finding] {
    let settlers = plan.flattened.filter { !$0.policy.settles.isEmpty }
    guard !settlers.isEmpty else { return [] }
    let owed = Set(plan.flattened.flatMap(\.policy.obligations).map(\.id))
    return settlers.flatMap { step in
      step.policy.settles.filter { !owed.contains($0) }.map {
        Finding(
          "obligations-settled", "step \(step.number) settles “\($0)”, which no step leaves owing",
          hint: "write the words of the .owes(…) that is meant", at: step.location)
      }
    }
  }

  private static func unsettled(_ plan: Plan) -> [Finding] {
    guard plan.index.owes else { return [] }
    var sources: [String: PlannedStep] = [:]
    var findings: [Finding] = []
    var reported: Set<String> = []
    let walk = PathWalk<Set<String>> { step, branch in
      for settled in step.policy.settles { branch.state.remove(settled) }
      for obligation in step.policy.obligations {
        sources[obligation.id] = sources[obligation.id] ?? step
        guard !branch.state.insert(obligation.id).inserted, reported.insert(step.id + " " + obligation.id).inserted else { continue }
        findings.append(
          Finding(
            "obligations-settled", "step \(step.number) leaves “\(obligation.id)” owing a second time\(branch.via)",
            hint: "let a step between the two say .settles(…), or give one debt another title", at: step.location))
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
