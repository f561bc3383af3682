import RunbookBase

/// A step of a recorded plan, as far as a report needs it.
package struct RecordedStep: Hashable, Sendable {
  package var number: String
  package var id: String
  package var title: String
  /// `run`, `check`, `gate`, `manual`, `decision`, `group`, `concurrently`, `reconcile`, `notify`.
  package var kind: String
  package var role: String
  /// How often the plan tries it by itself.
  package var attempts: Int64
  package var estimate: Int64?
  package var mark: String?
  /// The criterion of a check, in words.
  package var criterion: String?
  /// The obligation that it settles as a step of its own, if it is such a step.
  package var obligation: String?
  package var owes: [String]
  package var settles: [String]
  /// The ids of the groups and decisions around it, outermost first.
  package var ancestors: [String]
  /// The decision arm that it stands in, if any: the decision's id and the answer.
  package var arm: Arm?
  /// How many pipelines it runs, one after the other.
  package var pipelines: Int

  /// An arm of a decision.
  package struct Arm: Hashable, Sendable {
    package var decision: String
    package var answer: String
  }

  /// Whether it only holds other steps.
  package var isContainer: Bool { kind == "group" || kind == "concurrently" }

  /// Appends the steps of a list with everything nested in them.
  static func read(_ list: JSON?, ancestors: [String] = [], arm: Arm? = nil, into steps: inout [RecordedStep]) {
    for json in list?.arrayValue ?? [] {
      guard let id = json["id"]?.stringValue else { continue }
      steps.append(RecordedStep(json, id: id, ancestors: ancestors, arm: arm))
      read(json["steps"], ancestors: ancestors + [id], arm: arm, into: &steps)
      for choice in json["arms"]?.arrayValue ?? [] {
        let arm = Arm(decision: id, answer: choice["answer"]?.stringValue ?? "")
        read(choice["steps"], ancestors: ancestors + [id], arm: arm, into: &steps)
      }
    }
  }

  private init(_ json: JSON, id: String, ancestors: [String], arm: Arm?) {
    self.id = id
    self.ancestors = ancestors
    self.arm = arm
    number = json["number"]?.stringValue ?? "?"
    title = json["title"]?.stringValue ?? id
    kind = json["kind"]?.stringValue ?? "run"
    role = json["role"]?.stringValue ?? ""
    attempts = json["attempts"]?.intValue ?? 1
    estimate = json["estimateSeconds"]?.intValue
    mark = json["mark"]?.stringValue
    criterion = json["passes"]?.stringValue
    obligation = json["obligation"]?.stringValue
    pipelines = json["commands"]?.arrayValue?.count ?? 0
    owes = (json["owes"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
    settles = (json["settles"]?.arrayValue ?? []).compactMap(\.stringValue)
  }
}
