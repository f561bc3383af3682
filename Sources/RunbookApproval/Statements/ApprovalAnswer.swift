public import RunbookBase
import RunbookJournal

/// What a person says to a request, as it is signed.
public struct ApprovalAnswer: Hashable, Sendable {
  /// Yes or no; there is no third answer and no default.
  public enum Decision: String, Hashable, Sendable {
    /// Go on.
    case approve
    /// Do not.
    case decline
  }

  /// Yes or no.
  public let decision: Decision
  /// Why; always given for a no.
  public let reason: String?
  /// Who says so, as the estate's keys name them.
  public let principal: String
  /// In which role.
  public let role: String
  /// The digest of the request that was shown.
  public let request: SHA256.Digest
  /// The run, gate, plan, evidence and nonce of that request, so that a refusal can say which of them differs.
  public let run: String
  /// The gate.
  public let gate: String
  /// The plan.
  public let plan: SHA256.Digest
  /// The evidence.
  public let evidence: SHA256.Digest
  /// The nonce.
  public let nonce: String
  /// When it was signed, by the clock of the person's machine.
  public let time: WallTime

  /// An answer to a request.
  ///
  /// - Throws: `usage` for a no without a reason, a reason of more than 1000 bytes, or no principal.
  public init(
    _ decision: Decision, to request: ApprovalRequest, as principal: String, role: String? = nil, reason: String? = nil, at time: WallTime
  ) throws(Problem) {
    let reason = reason?.isEmpty == false ? reason : nil
    guard decision == .approve || reason != nil else {
      throw Problem(.usage, "declining needs a reason", hint: "add --reason \"…\": the run's log keeps it")
    }
    guard (reason?.utf8.count ?? 0) <= 1000 else { throw Problem(.usage, "a reason has at most 1000 bytes", hint: "say it shorter") }
    guard !principal.isEmpty, principal.utf8.count <= 200, (role?.utf8.count ?? 0) <= 100 else {
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(principal))” names nobody", hint: "name yourself as the estate's keys do: --as ada@example")
    }
    self.decision = decision
    self.reason = reason
    self.principal = principal
    self.role = role ?? request.question.role
    self.request = request.digest
    run = request.question.run.text
    gate = request.question.gate
    plan = request.question.plan
    evidence = request.question.evidence
    nonce = request.nonce
    self.time = time.truncatedToMilliseconds
  }
}
