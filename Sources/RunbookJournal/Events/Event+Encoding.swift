import RunbookBase

extension Event {
  /// Appends the members of this event to those of its record.
  func write(to list: inout FieldList) {
    list.add("type", type)
    switch self {
    case .genesis(let genesis): genesis.write(to: &list)
    case .sessionOpened(let session): session.write(to: &list)
    case .planAccepted(let digest): list.add("plan", digest)
    case .preconditionObserved(let precondition): precondition.write(to: &list)
    case .gateRequested(let request): request.write(to: &list)
    case .gateAnswered(let answer): answer.write(to: &list)
    case .gateConsumed(let step, let releasing):
      list.add("step", step)
      list.add("releasing", releasing)
    case .answerRefused(let refusal): refusal.write(to: &list)
    case .stepIntended(let intent): intent.write(to: &list)
    case .stepStarted(let step, let attempt, let process):
      list.add("step", step)
      list.add("attempt", JSON(attempt))
      process.write(to: &list)
    case .stepEnded(let ending): ending.write(to: &list)
    case .outputCaptured(let step, let name, let value):
      list.add("step", step)
      list.add("name", name)
      list.add("value", value)
    case .checkObserved(let check): check.write(to: &list)
    case .stepSkipped(let step, let reason, let person), .stepUndone(let step, let reason, let person):
      list.add("step", step)
      list.add("reason", reason)
      person.write(to: &list)
    case .stepMarkedDone(let step, let evidence, let person), .manualConfirmed(let step, let evidence, let person):
      list.add("step", step)
      list.add("evidence", evidence)
      person.write(to: &list)
    case .inDoubtResolved(let resolution): resolution.write(to: &list)
    case .decisionMade(let step, let arm, let reason, let person):
      list.add("step", step)
      list.add("arm", arm)
      list.add("reason", reason)
      person.write(to: &list)
    case .resumedFrom(let resumption): resumption.write(to: &list)
    default: writeRunEvent(to: &list)
    }
  }

  /// The events about the run and its log rather than about a step.
  private func writeRunEvent(to list: inout FieldList) {
    switch self {
    case .obligationOpened(let id, let text, let step):
      list.add("id", id)
      list.add("text", text)
      list.add("step", step)
    case .obligationClosed(let id, let step):
      list.add("id", id)
      list.add("step", step)
    case .obligationWaived(let id, let reason, let person):
      list.add("id", id)
      list.add("reason", reason)
      person.write(to: &list)
    case .roleHandedOver(let handover): handover.write(to: &list)
    case .paused(let reason, let step):
      list.add("reason", reason.rawValue)
      list.add("step", step)
    case .impactDeclared(let time, let person):
      list.add("impact", time.text(.milliseconds))
      person.write(to: &list)
    case .messagePosted(let message): message.write(to: &list)
    case .goesBeside(let beside): beside.write(to: &list)
    case .note(let text, let about, let person):
      list.add("text", text)
      list.add("about", about?.text(.milliseconds))
      person?.write(to: &list)
    case .clockJump(let wall, let boot):
      list.add("wall", .int(wall))
      list.add("boot", .int(boot))
    case .degraded(let reason): list.add("reason", reason)
    case .recovered(let bytes, let digest):
      list.add("dropped", JSON(bytes))
      list.add("sha256", digest)
    case .aborted(let reason, let person):
      list.add("reason", reason)
      person.write(to: &list)
    case .declined(let step): list.add("step", step)
    case .sealed(let outcome): list.add("outcome", outcome.rawValue)
    case .unknown(_, .object(let members)): for member in members { list.add(member.key, member.value) }
    default: break
    }
  }
}
