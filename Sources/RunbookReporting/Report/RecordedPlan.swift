package import RunbookBase

/// The plan of a run as its folder keeps it: `plan.json`, read back without the program that made it.
package struct RecordedPlan: Sendable {
  package let title: String
  package let section: String
  package let isDrill: Bool
  /// Whether nothing could be written from the declared impact on.
  package let impactEndsWrites: Bool
  package let estateSummary: String
  /// The recovery time objective in seconds.
  package let rto: Int64?
  /// The recovery point objective in seconds.
  package let rpo: Int64?
  /// All steps, parents before children, in the order of the plan.
  package let steps: [RecordedStep]
  /// The digest of what the file says, computed again; it must be the one that the run accepted.
  package let digest: String

  /// Reads a plan; whatever a later version leaves out or adds is no reason to refuse the rest.
  package init(_ json: JSON) {
    title = json["title"]?.stringValue ?? ""
    section = json["section"]?.stringValue ?? ""
    isDrill = json["drill"]?.boolValue ?? false
    impactEndsWrites = json["impactEndsWrites"]?.boolValue ?? false
    estateSummary = json["estate"]?["summary"]?.stringValue ?? ""
    rto = json["objectives"]?["rtoSeconds"]?.intValue
    rpo = json["objectives"]?["rpoSeconds"]?.intValue
    var steps: [RecordedStep] = []
    RecordedStep.read(json["steps"], into: &steps)
    self.steps = steps
    var content = json
    for key in ["digest", "findings", "missing"] { content[key] = nil }
    var hash = SHA256()
    hash.update(Array("runbook-plan\0".utf8))
    hash.update(content.canonicalBytes)
    digest = hash.finalize().hex
  }

  /// The place of each step in ``steps``, by id.
  var places: [String: Int] {
    Dictionary(steps.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}
