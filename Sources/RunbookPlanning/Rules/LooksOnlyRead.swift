import Runbooks

/// Probes, checks, preconditions and identities change nothing: they run during `plan` and again at will.
enum LooksOnlyRead {
  static func findings(_ plan: Plan) -> [Finding] {
    var findings: [Finding] = []
    var reported: Set<PlannedCommand> = []
    for precondition in plan.preconditions {
      guard case .probe(let probe) = precondition.look else { continue }
      let changing = probe.pipeline.commands.filter(\.effect.changesSomething)
      reported.formUnion(changing)
      findings += complaints("the precondition “\(precondition.title.shown())”", changing, at: precondition.location)
    }
    guard plan.index.looksChange else { return findings }
    let ofSteps = plan.flattened.flatMap { step in
      complaints("step \(step.number)", step.looksThatChange.filter { !reported.contains($0) }, at: step.location)
    }
    return ofSteps + findings
  }

  private static func complaints(_ who: String, _ looks: [PlannedCommand], at location: SourceLocation?) -> [Finding] {
    looks.uniqued().map {
      Finding(
        "looks-only-read", "\(who) looks with a command that \($0.effect.word): \($0.executable)",
        hint: "use a command whose effect is .reads",
        at: location)
    }
  }
}
