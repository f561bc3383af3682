/// What a probe said of a precondition; unknown is an answer of its own.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// It holds.
  case met
  /// It does not hold.
  case notMet = "not-met"
  /// Nobody knows.
  case unknown
}

/// A precondition as it was found.
public struct Precondition: Hashable, Sendable {
  /// The id of the precondition.
  public var id: String
  /// Whether it holds.
  public var verdict: Verdict
  /// The observed value.
  public var observed: String
  /// What to do when it does not hold.
  public var remedy: String?
  /// The step before which it was probed; none at the start of the run.
  public var step: String?

  /// A precondition from its parts.
  public init(id: String, verdict: Verdict, observed: String, remedy: String? = nil, step: String? = nil) {
    self.id = id
    self.verdict = verdict
    self.observed = observed
    self.remedy = remedy
    self.step = step
  }

  init(_ fields: inout Fields) throws(RecordError) {
    id = try fields.identifier("id")
    verdict = try fields.choice("verdict")
    observed = try fields.string("observed")
    remedy = try fields.optionalString("remedy")
    step = try fields.optionalIdentifier("step")
  }

  func write(to list: inout FieldList) {
    list.add("id", id)
    list.add("verdict", verdict.rawValue)
    list.add("observed", observed)
    list.add("remedy", remedy)
    list.add("step", step)
  }
}
