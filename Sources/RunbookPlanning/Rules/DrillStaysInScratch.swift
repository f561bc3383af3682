import Runbooks

/// A drill writes to nothing in production, and its pgBackRest restore can touch nothing but a scratch data directory (hazards 1, 2, 6, 13).
enum DrillStaysInScratch {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.isDrill else { return [] }
    return plan.flattened.flatMap { step -> [Finding] in
      let commands = (step.pipelines + step.policy.undo).flatMap(\.commands).filter(\.effect.changesSomething)
      return commands.flatMap { production($0, step) + restore($0, step) }
    }
  }

  private static func production(_ command: PlannedCommand, _ step: PlannedStep) -> [Finding] {
    guard let target = command.target, target.realm == .production else { return [] }
    return [
      Finding(
        "drill-in-scratch", "step \(step.number) of a drill \(command.effect.word) \(target.name), which is production",
        hint: "bind the step to a Scratch database, cluster or bucket", at: step.location)
    ]
  }

  private static func restore(_ command: PlannedCommand, _ step: PlannedStep) -> [Finding] {
    guard let call = PgBackRestCall(command), call.restores else { return [] }
    let finding = { (summary: String, hint: String) in
      Finding("drill-in-scratch", "step \(step.number) of a drill \(summary)", hint: hint, at: step.location)
    }
    var findings = [
      ("--pg1-path", "names no data directory of its own", "…"), ("--archive-mode", "would archive into production's repository", "off"),
      ("--tablespace-map-all", "would restore tablespaces over production's own", "…"),
    ].filter { option, _, value in value == "…" ? !call.has(option) : call.value(of: option) != value }.map { option, reason, value in
      finding(reason, "add \(option)=\(value)")
    }
    if call.has("--delta") {
      findings.append(
        finding("deletes what its data directory holds", "leave --delta out: pgBackRest then refuses a directory that is not empty"))
    }
    if !step.policy.preconditions.contains(where: \.isSafety) {
      findings.append(
        finding(
          "is not kept away from production by a look at where its paths lead",
          "add a precondition with isSafety: true, such as ground.isIsolated(…)"))
    }
    return findings
  }
}
