public import RunbookBase

/// One thing that happened in a run, as the audit log keeps it (reliability A.3).
///
/// An event says what is known, never what is hoped: a step has an intent, a start and an end as three events.
public enum Event: Hashable, Sendable {
  /// The first record: what this run is and who began it.
  case genesis(Genesis)
  /// A process took the run over; its epoch is one above the last.
  case sessionOpened(Session)
  /// The plan with this digest is the one that runs.
  case planAccepted(digest: SHA256.Digest)
  /// A precondition was probed.
  case preconditionObserved(Precondition)
  /// A sign-off was asked for, bound to the evidence that was shown.
  case gateRequested(GateRequest)
  /// A person approved or declined.
  case gateAnswered(GateAnswer)
  /// An approval was used up, just before the step that it releases.
  case gateConsumed(step: String, releasing: String)
  /// An answer from elsewhere counted for nothing, or an approval did not hold any more.
  case answerRefused(AnswerRefusal)
  /// A role went from one person to another, who has acknowledged it.
  case roleHandedOver(Handover)
  /// A step is about to act; durable before anything is started.
  case stepIntended(Intent)
  /// The step's process runs.
  case stepStarted(step: String, attempt: Int, process: ProcessIdentity)
  /// The step's outcome is known.
  case stepEnded(Ending)
  /// A step produced a value that later steps use.
  case outputCaptured(step: String, name: String, value: String)
  /// A check measured something.
  case checkObserved(CheckObservation)
  /// A person chose to leave a step out.
  case stepSkipped(step: String, reason: String, by: Person)
  /// A person did the step by hand.
  case stepMarkedDone(step: String, evidence: String, by: Person)
  /// The effect of a step was taken back.
  case stepUndone(step: String, reason: String, by: Person)
  /// What became of a step whose outcome was unknown.
  case inDoubtResolved(Resolution)
  /// A person chose an arm of a decision.
  case decisionMade(step: String, arm: String, reason: String, by: Person)
  /// A person confirmed a manual instruction.
  case manualConfirmed(step: String, evidence: String, by: Person)
  /// A step left something owing.
  case obligationOpened(id: String, text: String, step: String)
  /// Something owing was settled, by a step if one is named.
  case obligationClosed(id: String, step: String?)
  /// A person let something owing go.
  case obligationWaived(id: String, reason: String, by: Person)
  /// The run stands still, at a step if one is named.
  case paused(PauseReason, step: String?)
  /// A person said when the impact began; the last word counts.
  case impactDeclared(at: WallTime, by: Person)
  /// Those outside were told how things stand.
  case messagePosted(StatusMessage)
  /// A remark of a person, or of the program where none is named; about another time if one is given.
  case note(String, about: WallTime?, by: Person? = nil)
  /// The wall clock moved against the boot clock; both differences in nanoseconds since the record before.
  case clockJump(wall: Int64, boot: Int64)
  /// The log can take the records of running steps only.
  case degraded(reason: String)
  /// An incomplete last record was cut; it is kept beside the log under its digest.
  case recovered(droppedBytes: Int, digest: SHA256.Digest)
  /// The run goes on at a step.
  case resumedFrom(Resumption)
  /// The run works on what another one stands in the middle of changing.
  case goesBeside(Beside)
  /// A person ended the run before its end.
  case aborted(reason: String, by: Person)
  /// The run ended because a gate was declined.
  case declined(step: String)
  /// The last record of a finished run.
  case sealed(RunOutcome)
  /// A record type of a newer version, kept as it stands.
  case unknown(type: String, fields: JSON)
}
