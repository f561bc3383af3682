public import RunbookBase
public import RunbookJournal
import Runbooks

/// What a waiting run asks a person elsewhere to sign: everything that the gate showed, and nothing that is not in it (reliability B.3).
///
/// Its canonical bytes are its identity: an answer names their digest, so it fits nothing else.
public struct ApprovalRequest: Hashable, Sendable {
  /// What is asked, as far as the plan and the evidence say it.
  public struct Question: Hashable, Sendable {
    /// The run.
    public let run: RunID
    /// The id of the gate's step.
    public let gate: String
    /// The gate's number in the plan.
    public let number: String
    /// The sentence that is approved.
    public let title: String
    /// The role that may answer.
    public let role: String
    /// The estate that is acted on.
    public let estate: String
    /// The digest of the plan.
    public let plan: SHA256.Digest
    /// The digest of what the gate shows: commands, identities, preconditions.
    public let evidence: SHA256.Digest
    /// The digest of the rules under which it is asked.
    public let policy: SHA256.Digest
    /// The commands that are released.
    public let commands: [ApprovedCommand]
    /// The identified targets, each with what was observed.
    public let targets: [Target]
    /// Whom it authorises.
    public let `operator`: Operator
    /// Who was handed the role during the run; nil where it was not handed over.
    public let holder: String?

    /// A question from its parts.
    public init(
      run: RunID, gate: String, number: String, title: String, role: String, estate: String, plan: SHA256.Digest, evidence: SHA256.Digest,
      policy: SHA256.Digest, commands: [ApprovedCommand], targets: [Target], operator: Operator,
      holder: String? = nil
    ) {
      self.holder = holder
      self.run = run
      self.gate = gate
      self.number = number
      self.title = title
      self.role = role
      self.estate = estate
      self.plan = plan
      self.evidence = evidence
      self.policy = policy
      self.commands = commands
      self.targets = targets
      self.operator = `operator`
    }

    /// Whether something irreversible is among the commands.
    public var destroys: Bool { commands.contains { $0.destroys != nil } }
  }

  /// A target and its observed identity, such as a cluster's system identifier.
  public struct Target: Hashable, Sendable {
    /// Its name in the plan.
    public let name: String
    /// What was observed.
    public let observed: String

    /// A target from its parts.
    public init(_ name: String, _ observed: String) {
      self.name = name
      self.observed = observed
    }
  }

  /// What is asked.
  public let question: Question
  /// Lines for people: preconditions, time spent, data loss, the last moment to turn back.
  public let facts: [String]
  /// How many records the log had.
  public let sequence: Int
  /// The head of the log's hash chain then: each approval witnesses it (reliability B.1).
  public let head: SHA256.Digest
  /// 32 random hexadecimal digits; used once.
  public let nonce: String
  /// From when it is valid.
  public let notBefore: WallTime
  /// Until when it is valid; at most 60 minutes later.
  public let notAfter: WallTime

  /// A request from its parts; its times are cut to milliseconds.
  ///
  /// - Parameters:
  ///   - lifetime: seconds; more than 3600 counts as 3600.
  ///   - nonce: 32 lowercase hexadecimal digits; random ones in every case but tests.
  public init(
    _ question: Question, facts: [String], sequence: Int, head: SHA256.Digest, from notBefore: WallTime, lifetime: Int,
    nonce: String = ApprovalRequest.freshNonce()
  ) {
    self.question = question
    self.facts = facts
    self.sequence = sequence
    self.head = head
    self.nonce = nonce
    self.notBefore = notBefore.truncatedToMilliseconds
    notAfter = self.notBefore.adding(nanoseconds: Int64(min(max(1, lifetime), ApprovalPolicy.longestLifetime)) * 1_000_000_000)
  }

  init(question: Question, facts: [String], sequence: Int, head: SHA256.Digest, nonce: String, notBefore: WallTime, notAfter: WallTime) {
    self.question = question
    self.facts = facts
    self.sequence = sequence
    self.head = head
    self.nonce = nonce
    self.notBefore = notBefore
    self.notAfter = notAfter
  }

  /// The digest of the canonical bytes.
  public var digest: SHA256.Digest { SHA256.digest(bytes) }
  /// A code short enough to read over the phone: `7f3a-91c2`.
  public var code: String { digest.short }
  /// The word to type for yes: bound to the whole statement, so it cannot be typed before.
  public var word: String { "approve-\(String(code.utf8.prefix(4)) ?? "")" }
}
