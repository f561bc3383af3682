import RunbookBase

extension RunState {
  /// The events about the run as a whole.
  mutating func applyRun(_ record: Record) throws(Refusal) {
    switch record.event {
    case .genesis(let genesis):
      self.genesis = genesis
      authorship.follow(record.event)
      began = record.at
    case .sessionOpened(let session):
      self.session = session
      authorship.follow(record.event)
      epoch = record.epoch
      isDegraded = false
      // Whoever watched the open attempts is gone.
      for id in openSteps { if let attempt = steps[id]?.status.openAttempt { steps[id]?.status = .inDoubt(attempt: attempt) } }
    case .planAccepted(let digest):
      guard digest == genesis?.plan else { throw Refusal("the run was begun for another plan") }
      acceptedPlan = digest
    case .paused(let reason, let step): status = .paused(reason, step: step)
    case .resumedFrom(let resumption): try resume(resumption)
    case .goesBeside(let beside):
      guard !beside.reason.isEmpty else { throw Refusal("working beside another run needs a reason") }
      guard beside.run != genesis?.run else { throw Refusal("a run does not work beside itself") }
      besides[beside.run] = beside
      exceptions += 1
    case .aborted: status = .aborted
    case .declined(let step):
      guard gates[step]?.answer?.decision == .declined else { throw Refusal("gate \(step) was not declined") }
      status = .declined
    case .sealed(let outcome): try seal(outcome)
    default: break
    }
  }

  private mutating func resume(_ resumption: Resumption) throws(Refusal) {
    for id in resumption.skipped {
      let status = step(id).status
      if let attempt = status.openAttempt { throw Refusal("attempt \(attempt) of step \(id) has no outcome, so it cannot be left out") }
      guard !status.isFinished else { throw Refusal("step \(id) is finished, so it is not left out") }
    }
    guard resumption.skipped.isEmpty || resumption.reason?.isEmpty == false else { throw Refusal("leaving steps out needs a reason") }
    for id in resumption.skipped { steps[id, default: StepState()].status = .skipped }
    exceptions += resumption.skipped.count
    resumePoint = resumption.step
    status = .running
  }

  private mutating func seal(_ outcome: RunOutcome) throws(Refusal) {
    switch outcome {
    case .declined:
      guard status == .declined else { throw Refusal("no gate ended the run") }
    case .aborted:
      guard status == .aborted else { throw Refusal("nobody aborted the run") }
    case .completed, .completedWithExceptions:
      guard !status.isFinal else { throw Refusal("the run ended otherwise") }
      if let obligation = openObligations.first { throw Refusal("\(obligation.id) is still owing") }
      if let id = openSteps.sorted().first { throw Refusal("step \(id) has no outcome") }
      if let id = steps.filter({ if case .failed = $0.value.status { true } else { false } }).keys.sorted().first {
        throw Refusal("step \(id) failed")
      }
      let clean = exceptions == 0
      guard clean == (outcome == .completed) else {
        throw Refusal(clean ? "there were no exceptions" : "there were \(exceptions) exceptions")
      }
      status = clean ? .completed : .completedWithExceptions
    }
    self.outcome = outcome
  }

  /// The events about what is owing.
  mutating func applyObligation(_ record: Record) throws(Refusal) {
    switch record.event {
    case .obligationOpened(let id, let text, let step):
      guard obligations[id]?.status != .open else { throw Refusal("\(id) is owing already") }
      obligations[id] = Obligation(id: id, text: text, step: step, status: .open)
    case .obligationClosed(let id, _):
      guard obligations[id]?.status == .open else { throw Refusal("\(id) is not owing") }
      obligations[id]?.status = .closed
    case .obligationWaived(let id, let reason, let person):
      guard obligations[id]?.status == .open else { throw Refusal("\(id) is not owing") }
      obligations[id]?.status = .waived(reason: reason, by: person)
      exceptions += 1
    default: break
    }
  }
}
