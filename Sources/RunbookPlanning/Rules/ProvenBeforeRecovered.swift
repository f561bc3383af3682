import Runbooks

/// A restore of production is followed by reconciliation (§3.5) and verification (§4.3) before anybody says “recovered”.
enum ProvenBeforeRecovered {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.index.marks.contains(.restoresProduction) else { return [] }
    let walk = PathWalk<[String: Int]> { step, branch in
      guard let mark = step.policy.mark else { return }
      if mark == .restoresProduction { branch.state = [Step.Mark.reconcile.rawValue: 1, Step.Mark.verification.rawValue: 1] }
      branch.state[mark.rawValue] = nil
    }
    let ends = walk.walk(plan.steps, from: [:])
    return ends.flatMap { end in
      end.state.keys.sorted().map { missing in
        let section = missing == Step.Mark.reconcile.rawValue ? "§3.5 reconciliation" : "§4.3 verification"
        return Finding(
          "proven-before-recovered", "production is restored and no \(section) follows\(end.via)",
          hint: "end the path with a step marked .\(missing)", at: plan.steps.last?.location)
      }
    }
  }
}
