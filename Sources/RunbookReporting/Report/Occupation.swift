import RunbookJournal

/// What a run is busy with between two records: the records before tell what stands open, the one that ends it tells the rest.
struct Occupation {
  enum Kind { case machine, people, halted }

  /// How often the plan tries each step by itself.
  private let attempts: [String: Int]
  private var hasBegun = false
  private var isPaused = false
  /// Steps with an attempt whose outcome is not recorded.
  private var open: Set<String> = []
  private var gates: Set<String> = []
  /// Steps that failed for the last time that the plan allows, and of which nobody has said yet what to do.
  private var failed: Set<String> = []
  /// Whether the answer about a failure is known already, by what followed it.
  private var isAnswered = false
  private var leftOut: Set<String> = []
  private var isReal = false
  private var isKnownOutside = false
  private var isResolved = false

  init(_ plan: RecordedPlan?) {
    attempts = Dictionary((plan?.steps ?? []).map { ($0.id, Int($0.attempts)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The failure menu stands: nothing runs, and a step waits for a word about it.
  private var asksAboutFailure: Bool { open.isEmpty && !failed.isEmpty && !isAnswered }

  /// Whether the message that it is over is still to be asked for; the same rule as the executor's.
  private var owesResolution: Bool { isReal && isKnownOutside && !isResolved }

  /// Who was at work until this record; nil for the end of the log.
  func kind(until ending: Event?) -> Kind {
    if isPaused { return .halted }
    switch ending {
    // The first session begins the run, it does not take one up again.
    case .sessionOpened: return hasBegun ? .halted : .machine
    case .recovered: return .halted
    case .gateAnswered, .manualConfirmed, .stepSkipped, .stepMarkedDone, .aborted, .obligationWaived, .resumedFrom: return .people
    case .decisionMade(_, _, let reason, _): return reason.hasPrefix("by rule:") ? .machine : .people
    case .inDoubtResolved(let resolution): return resolution.person == nil ? .machine : .people
    case .stepIntended(let intent) where leftOut.contains(intent.step): return .people
    case .paused(let reason, let step): return kind(untilPausedFor: reason, step)
    case .sealed where owesResolution: return .people
    default: return isAsking ? .people : .machine
    }
  }

  private var isAsking: Bool { open.isEmpty && (!gates.isEmpty || asksAboutFailure) }

  /// A question that was left without an answer ends in a pause, too.
  private func kind(untilPausedFor reason: PauseReason, _ step: String?) -> Kind {
    switch reason {
    case .signOff, .inDoubt: .people
    case .operator where open.isEmpty && (step != nil || owesResolution): .people
    case .failedStep, .operator, .journalUnwritable: isAsking ? .people : .machine
    }
  }

  /// Takes a record in.
  mutating func take(_ event: Event) {
    switch event {
    case .genesis(let genesis): isReal = genesis.mode == .real
    case .sessionOpened:
      hasBegun = true
      // A new session asks again.
      gates = []
      isAnswered = false
    case .preconditionObserved: isAnswered = true
    case .gateRequested(let request):
      gates.insert(request.step)
      isAnswered = true
    case .gateAnswered(let answer): gates.remove(answer.step)
    case .stepIntended(let intent):
      open.insert(intent.step)
      failed.remove(intent.step)
      leftOut.remove(intent.step)
    case .stepEnded(let ending):
      open.remove(ending.step)
      if ending.outcome != .succeeded, ending.attempt >= attempts[ending.step] ?? 1 { failed.insert(ending.step) }
      isAnswered = false
    case .stepSkipped(let step, _, _):
      settle(step)
      leftOut.insert(step)
    case .stepMarkedDone(let step, _, _), .stepUndone(let step, _, _): settle(step)
    case .inDoubtResolved(let resolution) where resolution.verdict != .unknown: open.remove(resolution.step)
    case .resumedFrom(let resumption): for step in resumption.skipped + [resumption.step] { settle(step) }
    case .note where Self.isTakingBack(event): isAnswered = true
    case .impactDeclared: isKnownOutside = true
    case .messagePosted(let message) where message.isOut:
      isKnownOutside = true
      isResolved = isResolved || message.stage == .resolved
    default: break
    }
    if case .paused = event { isPaused = true } else if !Self.isRemark(event) { isPaused = false }
  }

  private mutating func settle(_ step: String) {
    failed.remove(step)
    isAnswered = false
  }

  /// Records that come at any time and say nothing of what was being done; an output counts as part of what follows it.
  static func isRemark(_ event: Event) -> Bool {
    switch event {
    case .note: !isTakingBack(event)
    case .impactDeclared, .messagePosted, .clockJump, .degraded, .outputCaptured, .answerRefused, .roleHandedOver, .goesBeside: true
    default: false
    }
  }

  /// The program's own note that it begins to take a step back, as a person has just told it to.
  private static func isTakingBack(_ event: Event) -> Bool {
    guard case .note(let text, about: nil, by: nil) = event else { return false }
    return text.hasPrefix("taking back ")
  }
}
