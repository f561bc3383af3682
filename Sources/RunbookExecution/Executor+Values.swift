import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension Executor {
  /// What a person who says “done” has to give, because the step's commands will not.
  func values(of step: PlannedStep) -> [ValueQuestion] {
    step.policy.captures.map { capture in
      ValueQuestion(
        name: capture.output.name, rule: capture.output.rule, consumers: plan.consumers(of: capture.output.name),
        known: outputs[capture.output.name],
        parse: { [discretion] text in
          // A value goes into the log and into arguments.
          guard discretion?.names(in: text).isEmpty ?? true else { return nil }
          return capture.output.parse(TextTrim.trimmed(text))
        })
    }
  }

  /// Records values that were given by hand, before the word that counts the step as done: a crash between the two asks again.
  ///
  /// - Returns: the evidence as the log keeps it, with what was given in it.
  func record(_ said: Evidence, for step: PlannedStep) throws(Problem) -> String {
    var given: [String] = []
    for value in values(of: step) {
      guard let text = said.values[value.name], let parsed = value.parse(text) else { continue }
      try log.append(.outputCaptured(step: step.id, name: value.name, value: parsed))
      given.append("\(value.name) = \(parsed)")
    }
    return given.isEmpty ? said.text : "\(said.text) (given by hand: \(given.joined(separator: ", ")))"
  }
}

extension Plan {
  /// Numbers of the steps that wait for an output.
  func consumers(of output: String) -> [String] { flattened.filter { $0.neededOutputs.contains(output) }.map(\.number) }
}
