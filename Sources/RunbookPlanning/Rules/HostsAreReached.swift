import Runbooks

/// What runs on another host can be carried there: one way to each host, and only programs that are there.
enum HostsAreReached {
  static func findings(_ plan: Plan) -> [Finding] {
    guard !plan.index.away.isEmpty else { return [] }
    var findings: [Finding] = []
    var seen: [String: (reach: Reach?, number: String)] = [:]
    for step in plan.flattened {
      guard let away = step.away, !step.allCommands.isEmpty else { continue }
      if let first = seen[away.name], first.reach != away.reach {
        findings.append(
          Finding(
            "hosts-are-reached", "steps \(first.number) and \(step.number) reach the host \(away.name) in different ways",
            hint: "give both the same Host of the estate", at: step.location))
      }
      if seen[away.name] == nil { seen[away.name] = (away.reach, step.number) }
      guard away.reach != nil else {
        findings.append(
          Finding(
            "hosts-are-reached",
            "step \(step.number) runs on \(away.name), and the estate does not say how to get there: a person does it by hand",
            hint: "say it in the estate: Host(\"\(away.name)\", over: Reach(literal: \"user@address\"))", at: step.location,
            severity: .warning))
        continue
      }
      if step.allCommands.contains(where: { $0.executable == "runbook" }) {
        findings.append(
          Finding(
            "hosts-are-reached", "step \(step.number) runs this program itself on \(away.name); nothing says which version is there",
            hint: "run it here, against \(away.name)", at: step.location))
      }
    }
    return findings
  }
}
