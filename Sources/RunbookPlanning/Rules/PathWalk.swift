/// Walks every path through a plan with a small state; arms of decisions fork, equal states join again.
///
/// Joining keeps the walk linear in the steps: the states are few, the paths are many. A state can be as long as the plan, such as
/// the set of all outputs so far, so a branch is changed in place and copied only where the paths part.
struct PathWalk<State> {
  /// A state and the answers that led to it, for the finding.
  struct Branch {
    var state: State
    var answers = PathAnswers.none
    /// Whether an arm has ended the run; only settlements follow.
    var isOver = false

    /// “via 3 “one tenant””, or nothing for the only path.
    var via: String {
      let words = answers.words
      return words.isEmpty ? "" : " (on the path " + words.joined(separator: ", ") + ")"
    }
  }

  /// Changes the state at a step; told once for every state in which the step can be reached.
  let visit: (PlannedStep, inout Branch) -> Void
}

extension PathWalk where State: Hashable {
  /// The states at the end of the steps.
  func walk(_ steps: [PlannedStep], from state: State) -> [Branch] {
    var branches = [Branch(state: state)]
    walk(steps, &branches)
    return branches
  }

  private func walk(_ steps: [PlannedStep], _ branches: inout [Branch]) {
    for step in steps { walk(step, &branches) }
  }

  private func walk(_ step: PlannedStep, _ branches: inout [Branch]) {
    var isSettlement = false
    if case .settle = step.kind { isSettlement = true }
    for index in branches.indices where isSettlement || !branches[index].isOver { visit(step, &branches[index]) }
    switch step.kind {
    case .run, .check, .gate, .manual, .settle: break
    case .group(let steps), .concurrently(let steps): walk(steps, &branches)
    case .decision(let arms, _): branches = branches.flatMap { $0.isOver ? [$0] : fork($0, arms, at: step.number) }
    }
    join(&branches)
  }

  private func fork(_ branch: Branch, _ arms: [PlannedStep.Arm], at number: String) -> [Branch] {
    arms.flatMap { arm in
      var taken = [branch]
      taken[0].answers = .after(branch.answers, number: number, answer: arm.answer)
      walk(arm.steps, &taken)
      for index in taken.indices where arm.ends { taken[index].isOver = true }
      return taken
    }
  }

  /// Keeps the first of equal branches.
  private func join(_ branches: inout [Branch]) {
    guard branches.count > 1 else { return }
    if branches.count > 8 {
      var seen: [Bool: Set<State>] = [:]
      branches.removeAll { !seen[$0.isOver, default: []].insert($0.state).inserted }
      return
    }
    // Few states are compared with each other: unlike hashing, that is quick for those that share their storage.
    var kept: [Branch] = []
    for branch in branches where !kept.contains(where: { $0.isOver == branch.isOver && $0.state == branch.state }) { kept.append(branch) }
    branches = kept
  }
}

/// The answers on a path, newest first, so that a fork shares what came before.
indirect enum PathAnswers {
  case none
  case after(PathAnswers, number: String, answer: String)

  /// `3 “one tenant”` for each, oldest first.
  var words: [String] {
    var words: [String] = []
    var rest = self
    while case .after(let earlier, let number, let answer) = rest {
      words.append("\(number) “\(answer)”")
      rest = earlier
    }
    return words.reversed()
  }
}
