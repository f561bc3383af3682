/// Walks every path through a plan with a small state; arms of decisions fork, equal states join again.
///
/// Joining keeps the walk linear in the steps: the states are few, the paths are many.
struct PathWalk<State: Hashable> {
  /// A state and the answers that led to it, for the finding.
  struct Branch {
    var state: State
    var answers: [String]
    /// Whether an arm has ended the run; only settlements follow.
    var isOver = false

    /// “via 3 “one tenant””, or nothing for the only path.
    var via: String { answers.isEmpty ? "" : " (on the path " + answers.joined(separator: ", ") + ")" }
  }

  /// Changes the state at a step; told once for every state in which the step can be reached.
  let visit: (PlannedStep, inout Branch) -> Void

  /// The states at the end of the steps.
  func walk(_ steps: [PlannedStep], from start: [Branch]) -> [Branch] {
    steps.reduce(start) { branches, step in join(branches.flatMap { walk(step, from: $0) }) }
  }

  private func walk(_ step: PlannedStep, from branch: Branch) -> [Branch] {
    var branch = branch
    if branch.isOver {
      guard case .settle = step.kind else { return [branch] }
    }
    switch step.kind {
    case .group(let steps), .concurrently(let steps):
      visit(step, &branch)
      return walk(steps, from: [branch])
    case .decision(let arms, _):
      visit(step, &branch)
      return arms.flatMap { arm in
        var taken = branch
        taken.answers.append("\(step.number) “\(arm.answer)”")
        return walk(arm.steps, from: [taken]).map { end in
          var end = end
          end.isOver = end.isOver || arm.ends
          return end
        }
      }
    case .run, .check, .gate, .manual, .settle:
      visit(step, &branch)
      return [branch]
    }
  }

  private func join(_ branches: [Branch]) -> [Branch] {
    var seen: [Bool: Set<State>] = [:]
    return branches.filter { seen[$0.isOver, default: []].insert($0.state).inserted }
  }
}
