public import RunbookBase

/// What a person was asked to sign off.
public struct GateRequest: Hashable, Sendable {
  /// The id of the gate's step.
  public var step: String
  /// The role that may answer.
  public var role: String
  /// The statement that was shown.
  public var statement: String
  /// The digest of everything that was shown with it: commands, hosts, preconditions.
  public var evidence: SHA256.Digest
  /// The word to type for yes.
  public var word: String
  /// The digest of the request that went out to be signed; nil where none did.
  public var signing: SHA256.Digest?
  /// That request as an armoured block; nil where it is too long for a record.
  public var block: String?

  /// A request from its parts.
  public init(
    step: String, role: String, statement: String, evidence: SHA256.Digest, word: String, signing: SHA256.Digest? = nil,
    block: String? = nil
  ) {
    self.signing = signing
    self.block = block
    self.step = step
    self.role = role
    self.statement = statement
    self.evidence = evidence
    self.word = word
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    role = try fields.string("role")
    statement = try fields.string("statement")
    evidence = try fields.digest("evidence")
    word = try fields.string("word")
    if fields.has("signing") { signing = try fields.digest("signing") }
    block = try fields.optionalString("block")
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("role", role)
    list.add("statement", statement)
    list.add("evidence", evidence)
    list.add("word", word)
    list.add("signing", signing?.hex)
    list.add("block", block)
  }
}

/// What the person said.
public struct GateAnswer: Hashable, Sendable {
  /// Yes or no; there is no third answer and no default.
  public enum Decision: String, Hashable, Sendable, CaseIterable {
    /// Go on.
    case approved
    /// Do not.
    case declined
  }

  /// The id of the gate's step.
  public var step: String
  /// Yes or no.
  public var decision: Decision
  /// Who said so.
  public var person: Person
  /// Why; always given for a no.
  public var reason: String?
  /// The digest of what this person was shown; an answer fits nothing else.
  public var evidence: SHA256.Digest
  /// A signature over the statement, when the answer came from elsewhere.
  public var signature: String?
  /// Whether the operator released the gate alone, in an emergency; an exception of the run.
  public var isBreakGlass = false

  /// An answer from its parts.
  public init(
    step: String, decision: Decision, person: Person, reason: String? = nil, evidence: SHA256.Digest, signature: String? = nil
  ) {
    self.step = step
    self.decision = decision
    self.person = person
    self.reason = reason
    self.evidence = evidence
    self.signature = signature
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    decision = try fields.choice("decision")
    person = try Person(try fields.nested("person"))
    reason = try fields.optionalString("reason")
    evidence = try fields.digest("evidence")
    signature = try fields.optionalString("signature")
    isBreakGlass = fields.has("break-glass")
    if isBreakGlass, try !fields.bool("break-glass") { throw RecordError("member break-glass is only ever true") }
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("decision", decision.rawValue)
    person.write(to: &list)
    list.add("reason", reason)
    list.add("evidence", evidence)
    list.add("signature", signature)
    if isBreakGlass { list.add("break-glass", .bool(true)) }
  }
}
