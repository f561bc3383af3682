extension Event {
  /// The person whom the record names itself; nil where it is left to its session (``Authorship``).
  public var person: Person? {
    switch self {
    case .genesis(let genesis): genesis.person
    case .sessionOpened(let session): session.person
    case .gateAnswered(let answer): answer.person
    case .roleHandedOver(let handover): handover.to
    case .stepSkipped(_, _, let person), .stepMarkedDone(_, _, let person), .stepUndone(_, _, let person),
      .decisionMade(_, _, _, let person), .manualConfirmed(_, _, let person), .obligationWaived(_, _, let person),
      .impactDeclared(_, let person), .aborted(_, let person):
      person
    case .inDoubtResolved(let resolution): resolution.person
    case .messagePosted(let message): message.person
    case .goesBeside(let beside): beside.person
    case .note(_, _, let person): person
    case .resumedFrom(let resumption): resumption.person
    default: nil
    }
  }
}
