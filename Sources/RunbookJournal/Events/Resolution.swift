import RunbookBase

/// How a step in doubt was settled, or that it could not be (reliability A.8).
public struct Resolution: Hashable, Sendable {
  /// What became of the step.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Its effect is there.
    case done
    /// Its effect is not there.
    case notDone = "not-done"
    /// Nobody knows yet.
    case unknown
  }

  /// Where the verdict comes from.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    /// The step's own read-only probe.
    case probe
    /// The record that the supervisor left.
    case exitRecord = "exit-record"
    /// A person.
    case person
  }

  /// The id of the step.
  public var step: String
  /// The number of the attempt in doubt.
  public var attempt: Int
  /// What became of it.
  public var verdict: Verdict
  /// Where that comes from.
  public var source: Source
  /// What was seen.
  public var evidence: String
  /// Who decided, if a person did.
  public var person: Person?
  /// The command that the verdict is about, from 1, when the attempt goes on with the others; nil for the whole step.
  public var command: Int?

  /// A resolution from its parts.
  public init(
    step: String, attempt: Int, verdict: Verdict, source: Source, evidence: String, person: Person? = nil, command: Int? = nil
  ) {
    self.step = step
    self.attempt = attempt
    self.verdict = verdict
    self.source = source
    self.evidence = evidence
    self.person = person
    self.command = command
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    attempt = try fields.int("attempt")
    verdict = try fields.choice("verdict")
    source = try fields.choice("source")
    evidence = try fields.string("evidence")
    if let json = fields.optional("person") { person = try Person(try Fields(json)) }
    if fields.has("command") { command = try fields.int("command") }
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("attempt", JSON(attempt))
    list.add("verdict", verdict.rawValue)
    list.add("source", source.rawValue)
    list.add("evidence", evidence)
    person?.write(to: &list)
    if let command { list.add("command", JSON(command)) }
  }
}
