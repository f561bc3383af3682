import Runbooks

/// Numbers the steps, joins their ids into paths and fills the parameters in.
struct Numbering {
  let values: [String: String]
  let host: String
  /// The other host on which the commands of the step at hand run.
  var away: Host?

  /// The planned steps, with the settlement of what is left owing added at the end, last debt first.
  func plan(_ steps: [Step]) -> [PlannedStep] {
    var planned = number(steps, prefix: "", path: "")
    for (obligation, step) in debts(steps).reversed() {
      planned.append(settlement(of: obligation, owedBy: step, number: "\(planned.count + 1)"))
    }
    return planned
  }

  private func number(_ steps: [Step], prefix: String, path: String) -> [PlannedStep] {
    // By index here and below: to take a step out of its array copies it, and a long plan feels that.
    steps.indices.map { plan(steps[$0], number: prefix + String($0 + 1), id: path + steps[$0].id) }
  }

  private func plan(_ step: Step, number: String, id: String) -> PlannedStep {
    let place = at(step)
    var policy = place.policy(of: step)
    if case .group = step.kind { policy.preconditions = [] }
    return PlannedStep(
      number: number, id: id, title: text(step.title), kind: place.kind(of: step, number: number, id: id), role: step.role,
      host: place.away?.name ?? host, away: place.away, policy: policy, location: step.location)
  }

  /// The same for the host of a step.
  private func at(_ step: Step) -> Numbering {
    var copy = self
    copy.away = step.policy.host.flatMap { $0.name.utf8.elementsEqual(host.utf8) ? nil : $0 }
    return copy
  }

  private func kind(of step: Step, number: String, id: String) -> PlannedStep.Kind {
    switch step.kind {
    case .run(let pipelines): return .run(pipelines.map(pipeline))
    case .check(let probe): return .check(self.probe(probe))
    case .gate: return .gate
    case .manual: return .manual
    case .group(let steps):
      var children = self.number(steps, prefix: number + ".", path: id + "/")
      // What the group needs is looked at when its first step is reached.
      if let first = children.first { children[0] = first.needing(step.policy.preconditions.map(planned)) }
      return .group(children)
    case .concurrently(let steps): return .concurrently(self.number(steps, prefix: number + ".", path: id + "/"))
    case .decision(let choice):
      let arms = choice.arms.enumerated().map { index, arm in
        PlannedStep.Arm(
          answer: arm.answer,
          steps: self.number(arm.steps, prefix: "\(number)\(Self.letter(index)).", path: "\(id)/\(StepID.slug(arm.answer))/"),
          ends: arm.ends)
      }
      return .decision(arms, rule: choice.rule)
    }
  }

  private func policy(of step: Step) -> PlannedStep.Policy {
    let policy = step.policy
    return PlannedStep.Policy(
      preconditions: policy.preconditions.map { planned($0) }, verifications: policy.verifications.map(probe), captures: policy.captures,
      obligations: policy.obligations.map {
        PlannedObligation(id: $0.id, title: text($0.title), settlesItself: !$0.settlement.isEmpty)
      },
      settles: policy.settles, undo: policy.undo.map(pipeline), timeout: policy.timeout, retry: policy.retry, estimate: policy.estimate,
      doubt: doubt(policy.doubt), mark: policy.mark, difference: policy.difference,
      rehearsed: policy.rehearsed.map(text))
  }

  private func doubt(_ doubt: Step.Doubt) -> PlannedStep.Doubt {
    switch doubt {
    case .askAPerson: .askAPerson
    case .idempotent: .idempotent
    case .probe(let probe): .probe(self.probe(probe))
    }
  }

  func planned(_ precondition: Precondition) -> PlannedPrecondition {
    PlannedPrecondition(
      id: precondition.id, title: text(precondition.title), remedy: text(precondition.remedy), look: .probe(probe(precondition.probe)),
      location: precondition.location, isSafety: precondition.isSafety, away: away)
  }

  /// Obligations with a settlement of their own that no step settles by name.
  private func debts(_ steps: [Step]) -> [(Obligation, Step)] {
    var open: [(Obligation, Step)] = []
    var settled: Set<String> = []
    func walk(_ steps: [Step]) {
      for index in steps.indices {
        settled.formUnion(steps[index].policy.settles)
        open += steps[index].policy.obligations.filter { !$0.settlement.isEmpty }.map { ($0, steps[index]) }
        switch steps[index].kind {
        case .group(let inner), .concurrently(let inner): walk(inner)
        case .decision(let choice): for arm in choice.arms { walk(arm.steps) }
        case .run, .check, .gate, .manual: break
        }
      }
    }
    walk(steps)
    var seen: Set<String> = []
    return open.filter { !settled.contains($0.0.id) && seen.insert($0.0.id).inserted }
  }

  private func settlement(of obligation: Obligation, owedBy step: Step, number: String) -> PlannedStep {
    let place = at(step)
    var policy = PlannedStep.Policy()
    policy.settles = [obligation.id]
    policy.doubt = .idempotent
    if let probe = obligation.settledWhen { policy.verifications = [place.probe(probe)] }
    return PlannedStep(
      number: number, id: "settle/" + obligation.id, title: PlannedText(segments: [.literal("Settle: ")] + text(obligation.title).segments),
      kind: .settle(obligation: obligation.id, obligation.settlement.map(place.pipeline)), role: .restoreOperator,
      host: place.away?.name ?? host, away: place.away, policy: policy, location: obligation.location)
  }

  private func text(_ text: Text) -> PlannedText { PlannedText(text, values: values) }
  private func pipeline(_ pipeline: Pipeline) -> PlannedPipeline { PlannedPipeline(pipeline, values: values, away: away) }
  private func probe(_ probe: Probe) -> PlannedProbe { PlannedProbe(probe, values: values, away: away) }

  /// The letter of an arm: a to z, then 27 and so on.
  static func letter(_ index: Int) -> String {
    index < 26 ? String(Character(Unicode.Scalar(UInt8(97 + index)))) : String(index + 1)
  }
}
