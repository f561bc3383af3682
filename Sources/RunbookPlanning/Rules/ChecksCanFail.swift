import Runbooks

/// A check that cannot fail proves nothing: `count(*)` answers 0 rows with exit 0 (hazards 7 and 8).
enum ChecksCanFail {
  static func findings(_ step: PlannedStep) -> [Finding] {
    var proofs = step.policy.verifications.map { ("the verification of step", $0) }
    if case .check(let probe) = step.kind { proofs.append(("check", probe)) }
    return proofs.filter { passesAlways($0.1) }.map { word, _ in
      Finding(
        "checks-can-fail", "\(word) \(step.number) “\(step.title.shown())” passes whatever the query answers",
        hint: "give it a criterion on the value, such as .atLeast(\"1\")", at: step.location)
    }
  }

  private static func passesAlways(_ probe: PlannedProbe) -> Bool {
    // psql takes its query from standard input or behind -c.
    let sql = probe.pipeline.commands.flatMap { $0.argv() + [$0.input?.shown() ?? ""] }.joined(separator: "\n").lowercased()
    let holds = { (words: [String]) in words.contains { TextTrim.contains(sql, $0) } }
    switch probe.criterion {
    case .succeeds: return holds(["count(", "max(", "set constraints"])
    case .compare(.atLeast, let text): return holds(["count("]) && text.filled([:]) == "0"
    case .printsSomething: return holds(["count("])
    case .compare, .json, .all: return false
    }
  }
}
