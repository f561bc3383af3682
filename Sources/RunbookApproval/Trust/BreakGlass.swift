public import RunbookBase
public import RunbookJournal
public import Runbooks

/// A gate released by the operator alone, because nobody with the role can be reached: rare, loud, with two reasons (reliability B.3).
///
/// It can skip *who*, never *what*: evidence, plan and single use are checked as for every approval.
public struct BreakGlass: Hashable, Sendable {
  /// What has to happen now.
  public let reason: String
  /// Why it cannot wait for a person with the role.
  public let whyNotWait: String
  /// Who did it.
  public let person: Person

  /// Takes both reasons.
  ///
  /// - Throws: `signOffRefused` where the rule forbids it or when the two reasons are not two.
  public init(reason: String, whyNotWait: String, person: Person, rule: ApprovalPolicy.Rule) throws(Problem) {
    guard rule.allowsBreakGlass else {
      throw Problem(
        .signOffRefused, "this gate cannot be released by its operator: the estate's policy forbids it",
        hint: "reach a person with the role")
    }
    guard reason.utf8.count >= 10, whyNotWait.utf8.count >= 10, !reason.isSameName(as: whyNotWait) else {
      throw Problem(
        .signOffRefused, "breaking the glass needs two reasons of a few words each: why, and why it cannot wait", hint: "say both")
    }
    self.reason = reason
    self.whyNotWait = whyNotWait
    self.person = person
  }

  /// What the log and every listing say.
  public var text: String {
    TerminalText.escapedLine("BREAK-GLASS by \(person.name) (\(person.login)): \(reason); could not wait because \(whyNotWait)")
  }

  /// The obligation that it leaves: a run with one ends “completed with exceptions”.
  public var obligation: String { TerminalText.escapedLine("review the break-glass of \(person.name): \(reason)") }

  /// The answer for the log.
  public func answer(gate: String, evidence: SHA256.Digest) -> GateAnswer {
    GateAnswer(step: gate, decision: .approved, person: person, reason: text, evidence: evidence, signature: nil)
  }
}
