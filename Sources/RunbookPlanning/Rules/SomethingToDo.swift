import Runbooks

/// A loop over nothing leaves nothing: a plan, a group or a step that does nothing would be told as done.
enum SomethingToDo {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.steps.isEmpty else { return [] }
    return [Finding("something-to-do", "the plan has no step", hint: "look at the loops and conditions of its body", at: nil)]
  }

  static func findings(_ step: PlannedStep) -> [Finding] {
    let lack: String
    switch step.kind {
    case .group(let inner) where inner.isEmpty, .concurrently(let inner) where inner.isEmpty:
      lack = "\(step.kindWord) \(step.number) “\(step.title.shown())” has no step"
    case .run(let pipelines) where pipelines.isEmpty: lack = "step \(step.number) “\(step.title.shown())” runs no command"
    case .run, .check, .gate, .manual, .decision, .group, .concurrently, .settle: return []
    }
    return [Finding("something-to-do", lack, hint: "look at the loops and conditions that it is made of", at: step.location)]
  }
}
