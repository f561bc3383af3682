import Runbooks

/// Ids are unique and plain: the audit log keys everything by them.
enum UniqueIDs {
  static func findings(_ plan: Plan) -> [Finding] { repeated(plan) + preconditions(plan) + obligations(plan) + holes(plan) }

  static func findings(_ step: PlannedStep) -> [Finding] {
    if hasEmptyPart(step.id) {
      return [
        Finding(
          "unique-ids", "step \(step.number) has no id: its title, or the answer before it, holds no ASCII word",
          hint: "give it one: id: \"restore-cluster\"", at: step.location)
      ]
    }
    guard hasPlainID(step) else {
      return [
        Finding(
          "unique-ids", "step \(step.number) has the id “\(step.id)”, which the audit log cannot key by",
          hint: "use a–z, 0–9 and dashes, 200 bytes with the groups around it", at: step.location)
      ]
    }
    return []
  }

  private static func repeated(_ plan: Plan) -> [Finding] {
    guard plan.places.count < plan.flattened.count else { return [] }
    return plan.flattened.enumerated().compactMap { place, step -> Finding? in
      guard !hasEmptyPart(step.id), hasPlainID(step), let first = plan.places[step.id], first < place else { return nil }
      return Finding(
        "unique-ids", "steps \(plan.flattened[first].number) and \(step.number) have the same id “\(step.id)”",
        hint: "give one of them another title, or an id of its own: id: \"…\"", at: step.location)
    }
  }

  private static func hasPlainID(_ step: PlannedStep) -> Bool {
    step.id.utf8.count <= 200 && step.id.utf8.allSatisfy { isPlain($0) || $0 == slash }
  }

  private static let slash = UInt8(ascii: "/")

  private static func hasEmptyPart(_ id: String) -> Bool {
    var last = slash
    for byte in id.utf8 {
      if byte == slash && last == slash { return true }
      last = byte
    }
    return last == slash
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// Ids are made of the first words of titles: two that differ must not answer for each other.
  private static func preconditions(_ plan: Plan) -> [Finding] {
    var seen: Set<String> = []
    return plan.preconditions.filter { if case .probe = $0.look { !seen.insert($0.id).inserted } else { false } }.map {
      Finding(
        "unique-ids", "two preconditions have the same id “\($0.id)”", hint: "let their titles differ within the first eight words",
        at: $0.location)
    }
  }

  private static func obligations(_ plan: Plan) -> [Finding] {
    guard plan.index.owes else { return [] }
    var titles: [String: PlannedText] = [:]
    return plan.flattened.flatMap { step in
      step.policy.obligations.compactMap { obligation -> Finding? in
        guard let other = titles[obligation.id], other != obligation.title else {
          titles[obligation.id] = obligation.title
          return nil
        }
        return Finding(
          "unique-ids", "step \(step.number) owes “\(obligation.title.shown())” under the id “\(obligation.id)” of another debt",
          hint: "let their titles differ within the first eight words", at: step.location)
      }
    }
  }

  /// A hole is shown and filled by its name alone.
  private static func holes(_ plan: Plan) -> [Finding] {
    plan.parameters.compactMap { parameter in
      guard let number = plan.index.producers[parameter.name]?.first else { return nil }
      return Finding(
        "unique-ids", "a parameter and an output of step \(number) are both called “\(parameter.name)”",
        hint: "give one of them another name", at: plan.flattened.first { $0.number == number }?.location)
    }
  }
}
