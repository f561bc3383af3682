public import RunbookBase

/// Why an event cannot happen now, as a clause.
struct Refusal: Error {
  var reason: String
  init(_ reason: String) { self.reason = reason }
}

extension RunState {
  /// The transition function: takes a record that can follow, refuses any other and then changes nothing.
  ///
  /// - Parameters:
  ///   - record: the record.
  ///   - hash: the chain's head after it.
  /// - Throws: ``IllegalTransition`` with the reason.
  public mutating func apply(_ record: Record, hash: SHA256.Digest) throws(IllegalTransition) {
    do throws(Refusal) {
      try checkOrder(record)
      // Each of the following either refuses before its first change or does not refuse.
      switch record.event {
      case .genesis, .sessionOpened, .planAccepted, .sealed, .aborted, .declined, .paused, .resumedFrom, .goesBeside:
        try applyRun(record)
      case .gateRequested, .gateAnswered, .gateConsumed, .decisionMade, .manualConfirmed, .roleHandedOver: try applyPerson(record)
      case .stepIntended, .stepStarted, .stepEnded, .checkObserved, .outputCaptured, .inDoubtResolved: try applyStep(record)
      case .stepSkipped, .stepMarkedDone, .stepUndone: try applyOverride(record)
      case .obligationOpened, .obligationClosed, .obligationWaived: try applyObligation(record)
      case .preconditionObserved(let precondition): preconditions[precondition.id] = precondition
      case .impactDeclared, .messagePosted: try applyIncident(record)
      case .degraded: isDegraded = true
      case .recovered(_, let digest): recoveredTails.append(digest)
      case .note, .clockJump, .answerRefused: break
      case .unknown: unknownRecords += 1
      }
    } catch {
      throw IllegalTransition(seq: record.seq, type: record.event.type, reason: error.reason)
    }
    recordCount += 1
    last = record.at
    newestWall = max(newestWall ?? record.at.wall, record.at.wall)
    head = hash
  }

  /// The rules that hold for every record: number, session, and nothing behind the end.
  private func checkOrder(_ record: Record) throws(Refusal) {
    guard record.seq == recordCount + 1 else { throw Refusal("record \(recordCount + 1) is due") }
    if case .genesis = record.event {
      guard recordCount == 0 else { throw Refusal("the run has begun already") }
      guard record.epoch == 0 else { throw Refusal("the first record belongs to epoch 0") }
      return
    }
    guard recordCount > 0 else { throw Refusal("the first record must be genesis") }
    guard outcome == nil else { throw Refusal("the run is sealed") }
    if case .sessionOpened = record.event {
      guard record.epoch == epoch + 1 else { throw Refusal("session \(epoch + 1) is due") }
      return
    }
    guard record.epoch == epoch else { throw Refusal("session \(epoch) holds the run, not \(record.epoch)") }
    if case .recovered = record.event { return }
    guard epoch > 0 else { throw Refusal("no session was opened") }
    guard status.isFinal else { return }
    switch record.event {
    case .sealed, .note, .messagePosted, .clockJump, .degraded, .obligationClosed, .obligationWaived, .stepEnded, .inDoubtResolved,
      .unknown:
      return
    default: throw Refusal("the run has ended")
    }
  }
}
