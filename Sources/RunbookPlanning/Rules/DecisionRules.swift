import Runbooks

/// A decision's arms have different answers, and its rule names one of them.
enum DecisionRules {
  static func findings(_ step: PlannedStep) -> [Finding] {
    guard case .decision(let arms, let rule) = step.kind else { return [] }
    var findings: [Finding] = []
    let answers = arms.map(\.answer)
    if Set(answers).count < answers.count {
      findings.append(
        Finding(
          "decision-arms", "decision \(step.number) has the same answer twice", hint: "give each When another answer", at: step.location))
    }
    if let rule, !answers.contains(rule.arm) {
      findings.append(
        Finding(
          "decision-arms", "decision \(step.number) is chosen as “\(rule.arm)”, which is none of its answers",
          hint: "write one of: " + answers.joined(separator: ", "), at: step.location))
    }
    return findings
  }
}
