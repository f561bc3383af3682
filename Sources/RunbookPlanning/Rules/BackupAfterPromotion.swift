import Runbooks

/// A promoted recovery is followed by a fresh full backup: the timeline diverged (seed §3.2).
enum BackupAfterPromotion {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.index.marks.contains(.promotes) else { return [] }
    let walk = PathWalk<String?> { step, branch in
      if step.policy.mark == .promotes { branch.state = step.number }
      if step.policy.mark == .fullBackup { branch.state = nil }
    }
    return walk.walk(plan.steps, from: nil).compactMap { end -> Finding? in
      guard let number = end.state else { return nil }
      let step = plan.flattened.first { $0.number == number }
      return Finding(
        "backup-after-promotion", "step \(number) promotes and no full backup follows\(end.via)",
        hint: "add a step marked .fullBackup, or later restores follow the wrong timeline", at: step?.location)
    }
  }
}
