/// Ids are unique: the audit log keys everything by them.
enum UniqueIDs {
  static func findings(_ plan: Plan) -> [Finding] {
    var first: [String: String] = [:]
    var findings: [Finding] = []
    for step in plan.flattened {
      if step.id.isEmpty || step.id.hasSuffix("/") {
        findings.append(
          Finding(
            "unique-ids", "step \(step.number) has no id: its title holds no ASCII word", hint: "give it one: id: \"restore-cluster\"",
            at: step.location))
      } else if let number = first[step.id] {
        findings.append(
          Finding(
            "unique-ids", "steps \(number) and \(step.number) have the same id “\(step.id)”",
            hint: "give one of them another title, or an id of its own: id: \"…\"", at: step.location))
      } else {
        first[step.id] = step.number
      }
    }
    return findings
  }
}
