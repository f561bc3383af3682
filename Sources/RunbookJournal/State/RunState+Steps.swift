import RunbookBase

extension RunState {
  /// The events of a step that acts.
  mutating func applyStep(_ record: Record) throws(Refusal) {
    switch record.event {
    case .stepIntended(let intent): try intend(intent, at: record.at)
    case .stepStarted(let id, let attempt, let process):
      guard case .intended(attempt) = step(id).status else {
        throw Refusal("attempt \(attempt) of step \(id) was not intended in this session, or runs already")
      }
      steps[id]?.status = .running(attempt: attempt)
      steps[id]?.process = process
    case .stepEnded(let ending): try end(ending)
    case .checkObserved(let check):
      steps[check.step, default: StepState()].checkFailed = !check.passed
      advance()
    case .outputCaptured(let id, let name, let value):
      if let earlier = outputs[name], earlier.step != id { throw Refusal("output \(name) belongs to step \(earlier.step)") }
      outputs[name] = Output(step: id, value: value)
    case .inDoubtResolved(let resolution): try resolve(resolution)
    default: break
    }
  }

  private mutating func intend(_ intent: Intent, at instant: Record.Instant) throws(Refusal) {
    let step = step(intent.step)
    guard acceptedPlan != nil else { throw Refusal("no plan was accepted") }
    guard !isDegraded else { throw Refusal("the log can take the records of running steps only") }
    if case .paused(let reason, _) = status, reason != .failedStep { throw Refusal("the run is paused (\(reason.rawValue))") }
    switch step.status {
    case .notStarted, .failed, .skipped, .undone: break
    case .waiting: throw Refusal("gate \(intent.step) was not answered")
    case .intended, .running, .inDoubt: throw Refusal("attempt \(step.attempts) of step \(intent.step) has no outcome")
    case .succeeded, .markedDone: throw Refusal("step \(intent.step) is done")
    }
    guard intent.attempt == step.attempts + 1 else { throw Refusal("attempt \(step.attempts + 1) of step \(intent.step) is due") }
    steps[intent.step] = StepState(
      status: .intended(attempt: intent.attempt), attempts: intent.attempt, nonce: intent.nonce, fingerprint: intent.fingerprint,
      bootID: session?.bootID, intendedAt: instant)
    openSteps.insert(intent.step)
    advance()
  }

  private mutating func end(_ ending: Ending) throws(Refusal) {
    let step = step(ending.step)
    guard step.status.openAttempt == ending.attempt else {
      throw Refusal("attempt \(ending.attempt) of step \(ending.step) is not open")
    }
    switch ending.outcome {
    case .succeeded:
      guard !step.checkFailed else { throw Refusal("the check of step \(ending.step) failed") }
      steps[ending.step]?.status = .succeeded
    case .failed(let reason): steps[ending.step]?.status = .failed(reason, attempt: ending.attempt)
    }
    steps[ending.step]?.ending = ending
    openSteps.remove(ending.step)
  }

  private mutating func resolve(_ resolution: Resolution) throws(Refusal) {
    // A session may also see its own attempt fall into doubt: the supervisor died and left no record.
    guard step(resolution.step).status.openAttempt == resolution.attempt else {
      throw Refusal("attempt \(resolution.attempt) of step \(resolution.step) is not in doubt")
    }
    guard (resolution.source == .person) == (resolution.person != nil) else {
      throw Refusal("a person's verdict names the person, and no other does")
    }
    if let command = resolution.command {
      guard command > 0 else { throw Refusal("commands are numbered from 1") }
      guard resolution.verdict != .unknown else { return }
      // The attempt goes on: with the command behind the one that is done, or with the one that is not.
      steps[resolution.step]?.status = .intended(attempt: resolution.attempt)
      steps[resolution.step]?.commandsDone = resolution.verdict == .done ? command : command - 1
      if resolution.source == .person { exceptions += 1 }
      return
    }
    switch resolution.verdict {
    case .unknown: return
    case .done: steps[resolution.step]?.status = .succeeded
    case .notDone: steps[resolution.step]?.status = .notStarted
    }
    openSteps.remove(resolution.step)
    if resolution.source == .person { exceptions += 1 }
    if case .paused(.inDoubt, _) = status, openSteps.isEmpty { status = .running }
  }

  /// The events by which a person overrides the plan.
  mutating func applyOverride(_ record: Record) throws(Refusal) {
    guard let id = record.event.step else { return }
    let status = step(id).status
    if let attempt = status.openAttempt { throw Refusal("attempt \(attempt) of step \(id) has no outcome") }
    switch record.event {
    case .stepSkipped:
      guard !status.isFinished else { throw Refusal("step \(id) is finished") }
      steps[id, default: StepState()].status = .skipped
    case .stepMarkedDone:
      guard status == .skipped || !status.isFinished else { throw Refusal("step \(id) is done") }
      steps[id, default: StepState()].status = .markedDone
    default:
      switch status {
      case .succeeded, .markedDone, .failed: steps[id]?.status = .undone
      default: throw Refusal("step \(id) has no effect to undo")
      }
    }
    exceptions += 1
    advance()
  }

  /// A run that stood at a failed step goes on by what is done about it.
  mutating func advance() {
    if case .paused(.failedStep, _) = status { status = .running }
  }
}
