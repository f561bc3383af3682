/// A check that cannot fail proves nothing: `count(*)` answers 0 rows with exit 0 (hazards 7 and 8).
enum ChecksCanFail {
  static func findings(_ plan: Plan) -> [Finding] {
    plan.flattened.compactMap { step -> Finding? in
      guard case .check(let probe) = step.kind, case .succeeds = probe.criterion else { return nil }
      let sql = probe.pipeline.commands.compactMap { $0.input?.shown().lowercased() }.joined()
      guard ["count(", "max(", "set constraints"].contains(where: { TextTrim.contains(sql, $0) }) else { return nil }
      return Finding(
        "checks-can-fail", "check \(step.number) “\(step.title.shown())” passes whatever the query answers",
        hint: "give it a criterion on the value, such as .atLeast(\"1\")", at: step.location)
    }
  }
}
