import RunbookBase

extension RunState {
  /// The events of gates, decisions and manual steps.
  mutating func applyPerson(_ record: Record) throws(Refusal) {
    switch record.event {
    case .gateRequested(let request): try requestGate(request, at: record.at)
    case .gateAnswered(let answer): try answerGate(answer, at: record.at)
    case .gateConsumed(let id, let releasing):
      guard let gate = gates[id] else { throw Refusal("gate \(id) was not shown") }
      guard gate.consumedBy == nil else { throw Refusal("the approval of gate \(id) is used up") }
      guard gate.usableApproval(bootID: session?.bootID ?? "") != nil else { throw Refusal("gate \(id) has no approval in this boot") }
      gates[id]?.consumedBy = releasing
    case .decisionMade(let id, let arm, _, _):
      guard decisions[id] == nil else { throw Refusal("decision \(id) was made") }
      try finish(id)
      decisions[id] = arm
    case .manualConfirmed(let id, _, _): try finish(id)
    case .roleHandedOver(let handover):
      guard handover.to.role == handover.role else { throw Refusal("the new holder takes the role that is handed over") }
      guard !handover.brief.isEmpty else { throw Refusal("a handover tells where things stand") }
      holders[handover.role] = handover
      authorship.follow(record.event)
    default: break
    }
  }

  private mutating func requestGate(_ request: GateRequest, at instant: Record.Instant) throws(Refusal) {
    let status = step(request.step).status
    if status.openAttempt != nil { throw Refusal("step \(request.step) is no gate") }
    if status == .skipped || status == .markedDone { throw Refusal("gate \(request.step) is finished") }
    // Asking again voids the answer before: it was given to something else, or long ago.
    gates[request.step] = GateState(request: request, requestedAt: instant)
    steps[request.step, default: StepState()].status = .waiting
    advance()
  }

  private mutating func answerGate(_ answer: GateAnswer, at instant: Record.Instant) throws(Refusal) {
    guard let gate = gates[answer.step], step(answer.step).status == .waiting else {
      throw Refusal("gate \(answer.step) does not wait for an answer")
    }
    guard gate.request.evidence == answer.evidence else {
      throw Refusal("the answer was given to something else than what gate \(answer.step) shows")
    }
    guard answer.decision == .approved || answer.reason?.isEmpty == false else { throw Refusal("declining needs a reason") }
    if answer.isBreakGlass {
      guard answer.decision == .approved, answer.reason?.isEmpty == false else { throw Refusal("breaking the glass needs a reason") }
      exceptions += 1
    }
    gates[answer.step]?.answer = answer
    gates[answer.step]?.answeredAt = instant
    gates[answer.step]?.answeredBootID = session?.bootID
    let approved = answer.decision == .approved
    steps[answer.step]?.status = approved ? .succeeded : .failed(.declined, attempt: 0)
    if approved, case .paused(.signOff, _) = status { status = .running }
  }

  /// A step that a person's word finishes.
  private mutating func finish(_ id: String) throws(Refusal) {
    let status = step(id).status
    if let attempt = status.openAttempt { throw Refusal("attempt \(attempt) of step \(id) has no outcome") }
    guard !status.isFinished else { throw Refusal("step \(id) is finished") }
    steps[id, default: StepState()].status = .succeeded
    advance()
  }
}
