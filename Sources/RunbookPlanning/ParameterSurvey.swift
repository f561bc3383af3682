import RunbookBase
package import Runbooks

/// Finds the parameters of a runbook in the order of their first use; used is declared.
package enum ParameterSurvey {
  /// The parameters that the runbook's texts use.
  package static func parameters(of runbook: RunbookDescription) -> [ParameterDeclaration] {
    var survey = Collector()
    for precondition in runbook.preconditions { survey.take(precondition) }
    survey.take(runbook.steps)
    return survey.found
  }

  private struct Collector {
    var found: [ParameterDeclaration] = []
    var names: Set<String> = []

    mutating func take(_ text: Text) {
      for segment in text.segments {
        switch segment {
        case .parameter(let parameter), .words(let parameter, _):
          if names.insert(parameter.name).inserted { found.append(parameter) }
        case .literal, .output: break
        }
      }
    }

    mutating func take(_ command: Command) {
      for text in command.arguments { take(text) }
      for (_, value) in command.environment.sorted(by: { $0.key < $1.key }) {
        if case .text(let text) = value { take(text) }
      }
      if let input = command.input { take(input) }
      if let directory = command.workingDirectory { take(directory) }
      if case .destroys(let what) = command.effect { take(what) }
    }

    mutating func take(_ pipeline: Pipeline) { for command in pipeline.commands { take(command) } }

    mutating func take(_ probe: Probe) {
      take(probe.pipeline)
      for text in probe.criterion.texts { take(text) }
      for hope in probe.hopes { take(hope) }
    }

    mutating func take(_ precondition: Precondition) {
      take(precondition.title)
      take(precondition.probe)
      take(precondition.remedy)
    }

    mutating func take(_ steps: [Step]) {
      for index in steps.indices { take(steps[index]) }
    }

    mutating func take(_ step: Step) {
      take(step.title)
      switch step.kind {
      case .run(let pipelines): for pipeline in pipelines { take(pipeline) }
      case .check(let probe): take(probe)
      case .decision(let choice): for arm in choice.arms { take(arm.steps) }
      case .group(let steps), .concurrently(let steps): take(steps)
      case .gate, .manual: break
      }
      for precondition in step.policy.preconditions { take(precondition) }
      for probe in step.policy.verifications { take(probe) }
      for obligation in step.policy.obligations {
        take(obligation.title)
        for pipeline in obligation.settlement { take(pipeline) }
        if let probe = obligation.settledWhen { take(probe) }
      }
      for pipeline in step.policy.undo { take(pipeline) }
      if case .probe(let probe) = step.policy.doubt { take(probe) }
    }
  }
}
