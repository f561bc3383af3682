/// Probes, checks and preconditions change nothing: they run during `plan` and again at will.
enum LooksOnlyRead {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    for step in plan.flattened {
      var probes = step.policy.verifications
      if case .check(let probe) = step.kind { probes.append(probe) }
      if case .probe(let probe) = step.policy.doubt { probes.append(probe) }
      for case .probe(let probe) in step.policy.preconditions.map(\.look) { probes.append(probe) }
      for command in probes.flatMap(\.pipeline.commands) where command.effect.changesSomething {
        findings.append(
          Finding(
            "looks-only-read", "step \(step.number) looks with a command that \(command.effect.word): \(command.executable)",
            hint: "use a command whose effect is .reads", at: step.location))
      }
    }
    return findings
  }
}
