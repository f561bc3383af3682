extension Event {
  /// The name of the record type, as it stands in the log.
  public var type: String {
    switch self {
    case .genesis: "genesis"
    case .sessionOpened: "session-opened"
    case .planAccepted: "plan-accepted"
    case .preconditionObserved: "precondition-observed"
    case .gateRequested: "gate-requested"
    case .gateAnswered: "gate-answered"
    case .gateConsumed: "gate-consumed"
    case .answerRefused: "answer-refused"
    case .roleHandedOver: "role-handed-over"
    case .stepIntended: "step-intended"
    case .stepStarted: "step-started"
    case .stepEnded: "step-ended"
    case .outputCaptured: "output-captured"
    case .checkObserved: "check-observed"
    case .stepSkipped: "step-skipped"
    case .stepMarkedDone: "step-marked-done"
    case .stepUndone: "step-undone"
    case .inDoubtResolved: "in-doubt-resolved"
    case .decisionMade: "decision-made"
    case .manualConfirmed: "manual-confirmed"
    case .obligationOpened: "obligation-opened"
    case .obligationClosed: "obligation-closed"
    case .obligationWaived: "obligation-waived"
    case .paused: "paused"
    case .impactDeclared: "impact-declared"
    case .messagePosted: "message-posted"
    case .note: "note"
    case .clockJump: "clock-jump"
    case .degraded: "degraded"
    case .recovered: "recovered"
    case .resumedFrom: "resumed-from"
    case .goesBeside: "goes-beside"
    case .aborted: "aborted"
    case .declined: "declined"
    case .sealed: "sealed"
    case .unknown(let type, _): type
    }
  }

  /// The step that the event is about, if it is about one.
  public var step: String? {
    switch self {
    case .gateRequested(let request): request.step
    case .gateAnswered(let answer): answer.step
    case .answerRefused(let refusal): refusal.step
    case .preconditionObserved(let precondition): precondition.step
    case .stepIntended(let intent): intent.step
    case .stepEnded(let ending): ending.step
    case .checkObserved(let check): check.step
    case .inDoubtResolved(let resolution): resolution.step
    case .resumedFrom(let resumption): resumption.step
    case .messagePosted(let message): message.step
    case .gateConsumed(let step, _), .stepStarted(let step, _, _), .outputCaptured(let step, _, _), .stepSkipped(let step, _, _),
      .stepMarkedDone(let step, _, _), .stepUndone(let step, _, _), .decisionMade(let step, _, _, _), .manualConfirmed(let step, _, _),
      .obligationOpened(_, _, let step), .declined(let step):
      step
    case .obligationClosed(_, let step), .paused(_, let step): step
    default: nil
    }
  }
}
