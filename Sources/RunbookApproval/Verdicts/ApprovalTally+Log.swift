public import RunbookBase
public import RunbookJournal

extension ApprovalTally.Standing {
  /// The answer for the log; nil while the gate waits.
  ///
  /// Its signature holds every counted answer as an armoured block, so that it can be judged again right before the start, and by an auditor.
  public func gateAnswer(to request: ApprovalRequest) -> GateAnswer? {
    let question = request.question
    func answer(_ decision: GateAnswer.Decision, _ votes: [ApprovalTally.Vote], _ reason: String?) -> GateAnswer {
      let person = Person(
        name: votes.map(\.approver.person.name).joined(separator: ", "), login: votes.map(\.approver.principal).joined(separator: ", "),
        role: question.role)
      return GateAnswer(
        step: question.gate, decision: decision, person: person, reason: reason, evidence: question.evidence,
        signature: String(decoding: votes.flatMap(\.answer.block), as: UTF8.self))
    }
    switch self {
    case .waiting: return nil
    case .approved(let votes):
      let reasons = votes.compactMap { vote in vote.answer.answer.reason.map { "\(vote.approver.person.name): \($0)" } }
      return answer(.approved, votes, reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    case .declined(let vote, let reason): return answer(.declined, [vote], reason)
    }
  }
}

extension SignedAnswer {
  /// The answers that a log's signature holds.
  ///
  /// - Throws: `usage` when one cannot be read.
  public static func all(in signature: String) throws(Problem) -> [SignedAnswer] {
    var answers: [SignedAnswer] = []
    for block in Armour.answer.blocks(in: Array(signature.utf8)) { answers.append(try SignedAnswer(text: block)) }
    return answers
  }
}
