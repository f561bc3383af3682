import Runbooks

/// The steps of a plan as a flat list, and where to find them; made in one walk, because a long plan does not stay in the caches between two.
struct StepIndex: Sendable {
  /// All steps, parents before children, in the order of the plan.
  private(set) var flattened: [PlannedStep] = []
  /// Where in the flat list the first step with an id stands.
  private(set) var places: [String: Int] = [:]
  /// The numbers of the steps that fill each output, in the order of the plan: several arms may fill the same one.
  private(set) var producers: [String: [String]] = [:]
  /// The numbers of the arms that end the run.
  private(set) var endings: [String] = []
  // What follows tells a rule that it need not look.

  /// What the steps are to a recovery.
  private(set) var marks: Set<Step.Mark> = []
  /// Other hosts on which steps work, once each.
  private(set) var away: [Host] = []
  /// Whether any step leaves something owing.
  private(set) var owes = false
  /// Where the steps that destroy something themselves stand.
  private(set) var destroying: [Int] = []
  /// Whether any step has a look or an identity that changes something.
  private(set) var looksChange = false

  init(_ steps: [PlannedStep]) { add(steps) }

  private mutating func add(_ steps: [PlannedStep]) {
    for step in steps {
      if places[step.id] == nil { places[step.id] = flattened.count }
      for capture in step.policy.captures { producers[capture.output.name, default: []].append(step.number) }
      if case .decision(let arms, _) = step.kind {
        for arm in arms where arm.ends {
          if let first = arm.steps.first { endings.append(String(first.number.dropLast(2))) }
        }
      }
      if let mark = step.policy.mark { marks.insert(mark) }
      if let host = step.away, !away.contains(host) { away.append(host) }
      owes = owes || !step.policy.obligations.isEmpty
      if step.ownEffect.isDestroying { destroying.append(flattened.count) }
      looksChange = looksChange || !step.looksThatChange.isEmpty
      flattened.append(step)
      add(step.children)
    }
  }
}
