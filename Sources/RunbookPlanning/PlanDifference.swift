package import RunbookBase

/// How a compiled plan differs from a recorded one, in words a person can judge (engines 5, point 8).
package enum PlanDifference {
  /// One line per difference; empty when there is none that shows.
  package static func lines(from recorded: JSON, to compiled: JSON) -> [String] {
    var lines: [String] = []
    let before = steps(recorded)
    let after = steps(compiled)
    for (id, step) in before where after[id] == nil { lines.append("removed: \(step["number"]?.stringValue ?? "") \(id)") }
    for (id, step) in after where before[id] == nil { lines.append("added: \(step["number"]?.stringValue ?? "") \(id)") }
    for (id, old) in before {
      guard let new = after[id], old != new else { continue }
      lines.append("changed: \(old["number"]?.stringValue ?? "") \(id): " + members(old, new).joined(separator: ", "))
    }
    let keys = [
      "rules", "runbook", "section", "estate", "objectives", "impactEndsWrites", "parameters", "preconditions", "elsewhere", "hosts",
      "differences",
    ]
    for key in keys where recorded[key] != compiled[key] {
      lines.append("changed: \(key)")
    }
    return lines.sorted()
  }

  private static func members(_ old: JSON, _ new: JSON) -> [String] {
    let keys = Set((old.members ?? []).map(\.key)).union((new.members ?? []).map(\.key)).subtracting(["steps", "arms"])
    let changed = keys.sorted().filter { old[$0] != new[$0] }
    return changed.isEmpty ? ["what is nested in it"] : changed
  }

  private static func steps(_ plan: JSON) -> [String: JSON] {
    var found: [String: JSON] = [:]
    func walk(_ steps: JSON?) {
      for step in steps?.arrayValue ?? [] {
        if let id = step["id"]?.stringValue { found[id] = step }
        walk(step["steps"])
        for arm in step["arms"]?.arrayValue ?? [] { walk(arm["steps"]) }
      }
    }
    walk(plan["steps"])
    return found
  }
}
