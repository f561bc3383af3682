import Runbooks

/// Writes are stopped before production is restored as a whole (seed §3.1 step 1).
enum WritesStoppedBeforeRestore {
  static func findings(_ plan: Plan) -> [Finding] {
    guard plan.index.marks.contains(.restoresProduction) else { return [] }
    var findings: [Finding] = []
    var reported: Set<String> = []
    let walk = PathWalk<Bool> { step, branch in
      if step.policy.mark == .stopsWrites { branch.state = true }
      guard step.policy.mark == .restoresProduction, !branch.state, reported.insert(step.id).inserted else { return }
      findings.append(
        Finding(
          "writes-stopped", "step \(step.number) restores production while the application may still write\(branch.via)",
          hint: "put a step marked .stopsWrites before it, such as artisan.down()", at: step.location))
    }
    _ = walk.walk(plan.steps, from: false)
    return findings
  }
}
