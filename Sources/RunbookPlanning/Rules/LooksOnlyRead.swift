import Runbooks

/// Probes, checks, preconditions and identities change nothing: they run during `plan` and again at will.
enum LooksOnlyRead {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    let preconditions = Set(plan.preconditions.map(\.look))
    for step in plan.flattened {
      var looks = step.looks.filter { !preconditions.contains(.probe($0)) }.flatMap(\.pipeline.commands)
      if case .check(let probe) = step.kind { looks += probe.pipeline.commands }
      looks += step.allCommands.flatMap { $0.target?.identity ?? [] }
      findings += complaints("step \(step.number)", looks, at: step.location)
    }
    for precondition in plan.preconditions {
      guard case .probe(let probe) = precondition.look else { continue }
      findings += complaints("the precondition “\(precondition.title.shown())”", probe.pipeline.commands, at: precondition.location)
    }
    return findings
  }

  private static func complaints(_ who: String, _ looks: [PlannedCommand], at location: SourceLocation?) -> [Finding] {
    var seen: Set<PlannedCommand> = []
    return looks.filter { $0.effect.changesSomething && seen.insert($0).inserted }.map {
      Finding(
        "looks-only-read", "\(who) looks with a command that \($0.effect.word): \($0.executable)",
        hint: "use a command whose effect is .reads",
        at: location)
    }
  }
}
