import RunbookBase
import RunbookJournal
import RunbookSystem
public import Runbooks

/// Judges answers: binding, time, signature, person, in this order; the first rule that does not hold is the reason.
public struct ApprovalVerifier: Hashable, Sendable {
  /// The rules of the estate.
  public let policy: ApprovalPolicy
  let keygen: SSHKeygen

  /// A verifier under a policy.
  public init(policy: ApprovalPolicy, keygen: SSHKeygen) {
    self.policy = policy
    self.keygen = keygen
  }

  /// What an answer is worth now: on receipt, and again right before the step starts.
  ///
  /// - Parameters:
  ///   - signed: the answer, from anywhere.
  ///   - request: the run's own request, made from plan and log; never one that came with the answer.
  ///   - trust: loaded just before.
  ///   - moment: the clocks, the operators, the used nonces.
  public func verify(
    _ signed: SignedAnswer, to request: ApprovalRequest, trust: TrustStore, at moment: ApprovalMoment
  ) -> ApprovalVerdict {
    do throws(ApprovalRefusal) {
      let answer = signed.answer
      try checkBinding(answer, request)
      // A no is heard whenever it comes and whoever in the roster says it.
      let isYes = answer.decision == .approve
      if isYes {
        guard !moment.usedNonces.contains(request.nonce) else { throw .alreadyUsed }
        try checkTime(request, moment)
        guard answer.role.hasSameBytes(as: request.question.role) else {
          throw .otherRole(given: answer.role, asked: request.question.role)
        }
      }
      let person = try checkSignature(signed, trust, at: moment.latest(request))
      if isYes { try checkAuthority(person, request, trust, moment) }
      let approver = ApprovalVerdict.Approver(person: person, principal: answer.principal, key: signed.signature.key.fingerprint)
      return isYes ? .approved(approver) : .declined(approver, reason: answer.reason ?? "")
    } catch { return .refused(error) }
  }

  private func checkBinding(_ answer: ApprovalAnswer, _ request: ApprovalRequest) throws(ApprovalRefusal) {
    let question = request.question
    guard answer.run.hasSameBytes(as: question.run.text) else { throw .otherRun(answer.run) }
    guard answer.gate.hasSameBytes(as: question.gate) else { throw .otherGate(answer.gate) }
    guard answer.plan == question.plan else { throw .otherPlan }
    guard answer.evidence == question.evidence else { throw .otherEvidence }
    guard answer.nonce.hasSameBytes(as: request.nonce) else { throw .otherNonce }
    guard answer.request == request.digest else { throw .otherRequest }
  }

  private func checkTime(_ request: ApprovalRequest, _ moment: ApprovalMoment) throws(ApprovalRefusal) {
    let question = request.question
    let lifetime = Int64(policy.rule(gate: question.gate, destroys: question.destroys).lifetime) * 1_000_000_000
    guard request.notAfter.nanoseconds(since: request.notBefore) <= lifetime else { throw .lifetimeTooLong }
    let latest = moment.latest(request)
    if latest > request.notAfter {
      throw moment.now > request.notAfter ? .expired(at: request.notAfter.text()) : .clockSetBack(expired: request.notAfter.text())
    }
    guard latest >= request.notBefore else { throw .notYetValid(from: request.notBefore.text()) }
  }

  private func checkAuthority(
    _ person: Roster.Person, _ request: ApprovalRequest, _ trust: TrustStore, _ moment: ApprovalMoment
  ) throws(ApprovalRefusal) {
    guard policy.mayHold(request.question.role, person) else { throw .roleNotHeld(person: person.id, role: request.question.role) }
    try checkHolder(person, request.question, moment)
    guard !policy.operatorMayApprove else { return }
    let operators = [request.question.operator] + moment.operators
    if let refusal = Separation.refusal(of: person, operators: operators, roster: trust.roster) { throw refusal }
  }

  /// Whoever handed the role over does not answer any more; where one answer is enough, it is the new holder's.
  private func checkHolder(
    _ person: Roster.Person, _ question: ApprovalRequest.Question, _ moment: ApprovalMoment
  ) throws(ApprovalRefusal) {
    let handovers = moment.handovers.filter { $0.role.hasSameBytes(as: question.role) }
    guard let holder = handovers.last, !holder.isTo(person) else { return }
    let isFormer = handovers.contains { handover in
      handover.isTo(person) || handover.from.map { name in person.names.contains { $0.isSameName(as: name) } } ?? false
    }
    guard isFormer || policy.rule(gate: question.gate, destroys: question.destroys).quorum == 1 else { return }
    throw .handedOver(person: person.id, role: question.role, to: holder.to.name)
  }
}
