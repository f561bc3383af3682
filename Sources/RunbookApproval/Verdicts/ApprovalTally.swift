/// Counts the answers to one request: people, not keys; one no closes the gate.
public struct ApprovalTally: Hashable, Sendable {
  /// Where a gate stands.
  public enum Standing: Hashable, Sendable {
    /// So many different people have said yes, and so many must.
    case waiting(have: Int, need: Int)
    /// Enough people have said yes.
    case approved([Vote])
    /// Somebody has said no.
    case declined(Vote, reason: String)
  }

  /// A counted answer.
  public struct Vote: Hashable, Sendable {
    /// Who.
    public let approver: ApprovalVerdict.Approver
    /// The answer, for the log and for judging it again.
    public let answer: SignedAnswer
  }

  /// Where the gate stands.
  public private(set) var standing: Standing
  private let quorum: Int
  private var votes: [Vote] = []

  /// An empty tally.
  public init(quorum: Int) {
    self.quorum = quorum
    standing = .waiting(have: 0, need: quorum)
  }

  /// Counts answers that arrived together: a no among them wins over every yes.
  ///
  /// - Returns: what each counted for, in the order given; a refusal for one that counts for nothing.
  public mutating func count(_ answers: [(answer: SignedAnswer, verdict: ApprovalVerdict)]) -> [ApprovalRefusal?] {
    var result = [ApprovalRefusal?](repeating: nil, count: answers.count)
    let noes = answers.indices.filter { if case .declined = answers[$0].verdict { true } else { false } }
    let others = answers.indices.filter { !noes.contains($0) }
    for index in noes + others {
      switch (standing, answers[index].verdict) {
      case (_, .refused(let refusal)): result[index] = refusal
      case (.declined, _), (.approved, .approved): result[index] = .gateClosed
      case (_, .declined(let approver, let reason)):
        standing = .declined(Vote(approver: approver, answer: answers[index].answer), reason: reason)
      case (.waiting, .approved(let approver)):
        if votes.contains(where: { $0.approver.person.id.isSameName(as: approver.person.id) }) {
          result[index] = .alreadyAnswered(approver.person.id)
          break
        }
        votes.append(Vote(approver: approver, answer: answers[index].answer))
        standing = votes.count < quorum ? .waiting(have: votes.count, need: quorum) : .approved(votes)
      }
    }
    return result
  }
}
