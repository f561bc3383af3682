import RunbookBase
import Runbooks

extension PlannedStep {
  /// The step's object in `plan --json`.
  func json(fidelity: Fidelity, in plan: Plan) -> JSON {
    var object: JSON = [
      "number": .string(number), "id": .string(id), "title": .string(title.shown()), "kind": .string(kindWord),
      "effect": .string(effect.word), "host": .string(host), "role": .string(role.rawValue), "trust": .string(fidelity.words),
    ]
    let nested = { (steps: [PlannedStep]) in JSON.array(steps.map { $0.json(fidelity: plan.fidelity(of: $0), in: plan) }) }
    switch kind {
    case .run(let pipelines), .settle(_, let pipelines): object["commands"] = commands(pipelines)
    case .check(let probe):
      object["commands"] = commands([probe.pipeline])
      object["passes"] = .string(probe.criterion.words())
    case .gate: object["gate"] = ["role": .string(role.rawValue), "statement": .string(title.shown())]
    case .manual: break
    case .decision(let arms, let rule):
      object["arms"] = .array(arms.map { ["answer": .string($0.answer), "steps": nested($0.steps), "ends": .bool($0.ends)] })
      if let rule { object["rule"] = ["output": .string(rule.output.name), "value": .string(rule.value), "arm": .string(rule.arm)] }
    case .group(let steps), .concurrently(let steps): object["steps"] = nested(steps)
    }
    if case .settle(let obligation, _) = kind { object["obligation"] = .string(obligation) }
    addPolicy(to: &object)
    return object
  }

  private func commands(_ pipelines: [PlannedPipeline]) -> JSON {
    .array(
      pipelines.map { pipeline in
        pipeline.commands.count == 1 ? pipeline.commands[0].json : ["pipeline": .array(pipeline.commands.map(\.json))]
      })
  }

  private func addPolicy(to object: inout JSON) {
    if !policy.preconditions.isEmpty { object["preconditions"] = JSON(policy.preconditions.map(\.id)) }
    if !policy.verifications.isEmpty { object["verify"] = .array(policy.verifications.map(\.json)) }
    if !policy.captures.isEmpty {
      object["captures"] = .array(policy.captures.map { ["output": .string($0.output.name), "from": .string($0.source.words)] })
    }
    if !policy.obligations.isEmpty {
      object["owes"] = .array(policy.obligations.map { ["id": .string($0.id), "title": .string($0.title.shown())] })
    }
    if !policy.settles.isEmpty { object["settles"] = JSON(policy.settles) }
    if !policy.undo.isEmpty { object["undo"] = commands(policy.undo) }
    if let timeout = policy.timeout { object["timeoutSeconds"] = JSON(timeout.wholeSeconds) }
    if let retry = policy.retry {
      object["attempts"] = JSON(retry.attempts)
      object["pauseSeconds"] = JSON(retry.pause.wholeSeconds)
    }
    if let estimate = policy.estimate { object["estimateSeconds"] = JSON(estimate.wholeSeconds) }
    if let mark = policy.mark { object["mark"] = .string(mark.rawValue) }
    if let difference = policy.difference { object["difference"] = .string(difference) }
    switch policy.doubt {
    case .askAPerson: break
    case .idempotent: object["inDoubt"] = "idempotent"
    case .probe(let probe): object["inDoubt"] = probe.json
    }
  }
}

extension CaptureSource {
  /// The source in words.
  package var words: String {
    switch self {
    case .whole: "output"
    case .line(let number): "line \(number)"
    case .json(let path): "json \(path)"
    }
  }
}

extension Plan {
  /// How far a dry run's line about this step can be trusted.
  package func fidelity(of step: PlannedStep) -> Fidelity {
    switch step.kind {
    case .gate, .manual, .decision: return .human
    case .group, .concurrently: return .computed
    case .run, .check, .settle: break
    }
    if let output = step.neededOutputs.first, let source = producer(of: output, for: step) {
      return .depends(onStep: source, output: output)
    }
    // Looks from here say nothing about another host.
    return step.policy.preconditions.isEmpty || !step.isReached ? .computed : .probed
  }
}
