extension Event {
  /// The event with each text changed that a person or a program gave; what is signed, or follows from the plan, stays as it is.
  public func reworded(_ change: (String) -> String) -> Event {
    switch self {
    case .gateAnswered(var answer) where answer.signature == nil:
      (answer.person, answer.reason) = (answer.person.reworded(change), answer.reason.map(change))
      return .gateAnswered(answer)
    case .answerRefused(var refusal):
      refusal.reason = change(refusal.reason)
      return .answerRefused(refusal)
    case .roleHandedOver(var handover):
      (handover.from, handover.to) = (handover.from.map(change), handover.to.reworded(change))
      handover.brief = handover.brief.map(change)
      return .roleHandedOver(handover)
    case .preconditionObserved(var precondition):
      precondition.observed = change(precondition.observed)
      return .preconditionObserved(precondition)
    case .stepEnded(var ending):
      ending.outcome = ending.outcome.reworded(change)
      return .stepEnded(ending)
    case .outputCaptured(let step, let name, let value): return .outputCaptured(step: step, name: name, value: change(value))
    case .checkObserved(var observation):
      observation.value = change(observation.value)
      return .checkObserved(observation)
    case .inDoubtResolved(var resolution):
      (resolution.evidence, resolution.person) = (change(resolution.evidence), resolution.person?.reworded(change))
      return .inDoubtResolved(resolution)
    case .obligationOpened(let id, let text, let step): return .obligationOpened(id: id, text: change(text), step: step)
    case .impactDeclared(let at, let person): return .impactDeclared(at: at, by: person.reworded(change))
    case .messagePosted(var message):
      (message.text, message.person) = (change(message.text), message.person.reworded(change))
      for index in message.deliveries.indices { message.deliveries[index].failure = message.deliveries[index].failure.map(change) }
      return .messagePosted(message)
    case .note(let text, let about, let person): return .note(change(text), about: about, by: person?.reworded(change))
    case .resumedFrom(var resumption):
      (resumption.reason, resumption.person) = (resumption.reason.map(change), resumption.person.reworded(change))
      return .resumedFrom(resumption)
    case .goesBeside(var beside):
      (beside.reason, beside.person) = (change(beside.reason), beside.person.reworded(change))
      return .goesBeside(beside)
    default: return rewordedByHand(change)
    }
  }

  /// What a person says about a step, a debt or the run.
  private func rewordedByHand(_ change: (String) -> String) -> Event {
    switch self {
    case .stepSkipped(let step, let reason, let person):
      .stepSkipped(step: step, reason: change(reason), by: person.reworded(change))
    case .stepMarkedDone(let step, let evidence, let person):
      .stepMarkedDone(step: step, evidence: change(evidence), by: person.reworded(change))
    case .stepUndone(let step, let reason, let person):
      .stepUndone(step: step, reason: change(reason), by: person.reworded(change))
    case .decisionMade(let step, let arm, let reason, let person):
      .decisionMade(step: step, arm: arm, reason: change(reason), by: person.reworded(change))
    case .manualConfirmed(let step, let evidence, let person):
      .manualConfirmed(step: step, evidence: change(evidence), by: person.reworded(change))
    case .obligationWaived(let id, let reason, let person):
      .obligationWaived(id: id, reason: change(reason), by: person.reworded(change))
    case .aborted(let reason, let person): .aborted(reason: change(reason), by: person.reworded(change))
    default: self
    }
  }
}

extension Person {
  fileprivate func reworded(_ change: (String) -> String) -> Person {
    isRule ? self : Person(name: change(name), login: login, role: role)
  }
}

extension StepOutcome {
  fileprivate func reworded(_ change: (String) -> String) -> StepOutcome {
    switch self {
    case .failed(.check(let detail)): .failed(.check(change(detail)))
    case .failed(.notStarted(let detail)): .failed(.notStarted(change(detail)))
    default: self
    }
  }
}
