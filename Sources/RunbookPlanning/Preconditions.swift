import Runbooks

/// Gathers what must hold before a run: written ones, and those that the commands imply.
enum Preconditions {
  /// The preconditions of the runbook and of its steps once each, and every program that the plan uses.
  static func collect(_ own: [PlannedPrecondition], _ steps: [PlannedStep]) -> [PlannedPrecondition] {
    var seen: Set<String> = []
    let all = flatten(steps)
    let written = (own + all.flatMap(\.policy.preconditions)).filter { precondition in
      // One that waits for an output can be looked at only when its step is reached.
      guard case .probe(let probe) = precondition.look, probe.texts.allSatisfy(\.outputs.isEmpty) else { return false }
      return seen.insert(precondition.id).inserted
    }
    return programs(all, own + all.flatMap(\.policy.preconditions)) + written
  }

  private static func programs(_ steps: [PlannedStep], _ preconditions: [PlannedPrecondition]) -> [PlannedPrecondition] {
    var names: [String: String] = [:]
    for step in steps {
      let pipelines = step.pipelines + step.policy.verifications.map(\.pipeline) + step.policy.undo
      for command in pipelines.flatMap(\.commands) { names[command.executable] = names[command.executable] ?? step.host }
    }
    for case .probe(let probe) in preconditions.map(\.look) {
      for command in probe.pipeline.commands { names[command.executable] = names[command.executable] ?? "" }
    }
    names["runbook"] = nil
    return names.keys.sorted().map { name in
      PlannedPrecondition(
        id: "program-" + StepID.slug(name), title: PlannedText(segments: [.literal("the program \(name) is installed")]),
        remedy: PlannedText(segments: [.literal("install \(name) and see that it is in the PATH of the estate")]),
        look: .executable(name), location: nil)
    }
  }

  private static func flatten(_ steps: [PlannedStep]) -> [PlannedStep] { steps.flatMap { [$0] + flatten($0.children) } }
}
