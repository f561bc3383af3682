import RunbookBase

extension Event {
  /// The event of a type, read from the members of its record.
  init(type: String, _ fields: inout Fields) throws(RecordError) {
    switch type {
    case "genesis": self = .genesis(try Genesis(&fields))
    case "session-opened": self = .sessionOpened(try Session(&fields))
    case "plan-accepted": self = .planAccepted(digest: try fields.digest("plan"))
    case "precondition-observed": self = .preconditionObserved(try Precondition(&fields))
    case "gate-requested": self = .gateRequested(try GateRequest(&fields))
    case "gate-answered": self = .gateAnswered(try GateAnswer(&fields))
    case "gate-consumed": self = .gateConsumed(step: try fields.identifier("step"), releasing: try fields.identifier("releasing"))
    case "answer-refused": self = .answerRefused(try AnswerRefusal(&fields))
    case "step-intended": self = .stepIntended(try Intent(&fields))
    case "step-started":
      self = .stepStarted(
        step: try fields.identifier("step"), attempt: try fields.int("attempt"), process: try ProcessIdentity(&fields))
    case "step-ended": self = .stepEnded(try Ending(&fields))
    case "output-captured":
      self = .outputCaptured(
        step: try fields.identifier("step"), name: try fields.identifier("name"), value: try fields.string("value"))
    case "check-observed": self = .checkObserved(try CheckObservation(&fields))
    case "step-skipped":
      self = .stepSkipped(step: try fields.identifier("step"), reason: try fields.string("reason"), by: try Event.person(&fields))
    case "step-marked-done":
      self = .stepMarkedDone(step: try fields.identifier("step"), evidence: try fields.string("evidence"), by: try Event.person(&fields))
    case "step-undone":
      self = .stepUndone(step: try fields.identifier("step"), reason: try fields.string("reason"), by: try Event.person(&fields))
    case "in-doubt-resolved": self = .inDoubtResolved(try Resolution(&fields))
    case "decision-made":
      self = .decisionMade(
        step: try fields.identifier("step"), arm: try fields.string("arm"), reason: try fields.string("reason"),
        by: try Event.person(&fields))
    case "manual-confirmed":
      self = .manualConfirmed(step: try fields.identifier("step"), evidence: try fields.string("evidence"), by: try Event.person(&fields))
    case "resumed-from": self = .resumedFrom(try Resumption(&fields))
    default: try self.init(runEvent: type, &fields)
    }
  }

  /// The events about the run and its log rather than about a step; `nil` fields for a type nobody knows.
  private init(runEvent type: String, _ fields: inout Fields) throws(RecordError) {
    switch type {
    case "obligation-opened":
      self = .obligationOpened(
        id: try fields.identifier("id"), text: try fields.string("text"), step: try fields.identifier("step"))
    case "obligation-closed": self = .obligationClosed(id: try fields.identifier("id"), step: try fields.optionalIdentifier("step"))
    case "obligation-waived":
      self = .obligationWaived(id: try fields.identifier("id"), reason: try fields.string("reason"), by: try Event.person(&fields))
    case "role-handed-over": self = .roleHandedOver(try Handover(&fields))
    case "paused": self = .paused(try fields.choice("reason"), step: try fields.optionalIdentifier("step"))
    case "impact-declared": self = .impactDeclared(at: try fields.wall("impact"), by: try Event.person(&fields))
    case "message-posted": self = .messagePosted(try StatusMessage(&fields))
    case "note":
      let text = try fields.string("text")
      self = .note(text, about: fields.has("about") ? try fields.wall("about") : nil, by: try Person(optionalIn: &fields))
    case "clock-jump": self = .clockJump(wall: try fields.int("wall"), boot: try fields.int("boot"))
    case "degraded": self = .degraded(reason: try fields.string("reason"))
    case "recovered": self = .recovered(droppedBytes: try fields.int("dropped"), digest: try fields.digest("sha256"))
    case "goes-beside": self = .goesBeside(try Beside(&fields))
    case "aborted": self = .aborted(reason: try fields.string("reason"), by: try Event.person(&fields))
    case "declined": self = .declined(step: try fields.identifier("step"))
    case "sealed": self = .sealed(try fields.choice("outcome"))
    default: self = .unknown(type: type, fields: fields.rest(without: Record.ownKeys))
    }
  }

  private static func person(_ fields: inout Fields) throws(RecordError) -> Person {
    try Person(try fields.nested("person"))
  }
}
