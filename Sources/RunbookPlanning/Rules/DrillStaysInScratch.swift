import Runbooks

/// A drill writes to nothing in production, and its pgBackRest restore names a scratch data directory (hazards 1, 2, 6).
enum DrillStaysInScratch {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.isDrill else { return [] }
    var findings: [Finding] = []
    for step in plan.flattened {
      for command in (step.pipelines + step.policy.undo).flatMap(\.commands) where command.effect.changesSomething {
        if let target = command.target, target.realm == .production {
          findings.append(
            Finding(
              "drill-in-scratch", "step \(step.number) of a drill \(command.effect.word) \(target.name), which is production",
              hint: "bind the step to a Scratch database, cluster or bucket", at: step.location))
        }
        let argv = command.argv()
        guard argv.contains(where: { $0 == "pgbackrest" || $0.hasSuffix("/pgbackrest") }), argv.last == "restore" else { continue }
        for (flag, reason) in [
          ("--pg1-path=", "names no data directory of its own"), ("--archive-mode=off", "would archive into production's repository"),
        ]
        where !argv.contains(where: { $0.hasPrefix(flag) }) {
          findings.append(
            Finding(
              "drill-in-scratch", "step \(step.number) of a drill \(reason)", hint: "add \(flag)\(flag.hasSuffix("=") ? "…" : "")",
              at: step.location))
        }
      }
    }
    return findings
  }
}
