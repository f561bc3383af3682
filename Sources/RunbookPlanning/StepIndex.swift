import Runbooks

/// The steps of a plan as a flat list, and where to find them; made in one walk, because a long plan does not stay in the caches between two.
struct StepIndex: Sendable {
  /// All steps, parents before children, in the order of the plan.
  private(set) var flattened: [PlannedStep] = []
  /// Where in the flat list the first step with an id stands.
  private(set) var places: [String: Int] = [:]
  /// The number of the step that fills each output.
  private(set) var producers: [String: String] = [:]
  /// What the steps are to a recovery: a rule about marks that no step has need not look.
  private(set) var marks: Set<Step.Mark> = []
  /// Whether any step leaves something owing.
  private(set) var owes = false

  init(_ steps: [PlannedStep]) { add(steps) }

  private mutating func add(_ steps: [PlannedStep]) {
    for step in steps {
      if places[step.id] == nil { places[step.id] = flattened.count }
      for capture in step.policy.captures where producers[capture.output.name] == nil { producers[capture.output.name] = step.number }
      if let mark = step.policy.mark { marks.insert(mark) }
      owes = owes || !step.policy.obligations.isEmpty
      flattened.append(step)
      add(step.children)
    }
  }
}
