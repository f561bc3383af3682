import RunbookBase
import RunbookJournal

/// Where the time went: machines, people who were asked, and nobody at all, in nanoseconds.
package struct TimeShares: Hashable, Sendable {
  /// Commands ran, or this program did.
  package internal(set) var machine: Int64 = 0
  /// A gate, a decision, a manual step or a failure waited for a person's word.
  package internal(set) var people: Int64 = 0
  /// The run was paused or interrupted: no process worked on it.
  package internal(set) var halted: Int64 = 0

  /// All of it.
  package var total: Int64 { machine + people + halted }

  enum Kind { case machine, people, halted }

  mutating func add(_ duration: Int64, to kind: Kind) {
    switch kind {
    case .machine: machine += duration
    case .people: people += duration
    case .halted: halted += duration
    }
  }

  /// The shares of a log; every interval between two records belongs to what ended it.
  init(_ input: ReportInput, _ time: SteadyTime) {
    let attempts = Dictionary((input.plan?.steps ?? []).map { ($0.id, Int($0.attempts)) }, uniquingKeysWith: { a, _ in a })
    let records = input.records
    var open: Set<String> = []
    var gates: Set<String> = []
    var isPaused = false
    var failed: Set<String> = []
    // What ends an interval is the next record that is more than a remark; looked up from the end, once.
    var deciders = Array(repeating: records.count, count: records.count)
    for index in records.indices.reversed() {
      deciders[index] = Self.isRemark(records[index].event) ? (index + 1 < records.count ? deciders[index + 1] : records.count) : index
    }
    for (index, record) in records.enumerated() where index > 0 {
      let length = time.elapsed[index] - time.elapsed[index - 1]
      let decider = deciders[index] < records.count ? records[deciders[index]].event : nil
      // The first session begins the run, it does not take one up again.
      if case .sessionOpened = record.event, record.epoch == 1 {
        add(length, to: .machine)
        continue
      }
      add(length, to: Self.kind(decider, isPaused: isPaused, isOpen: !open.isEmpty, isAsked: !gates.isEmpty, failed, attempts))
      switch record.event {
      case .stepIntended(let intent):
        open.insert(intent.step)
        failed.remove(intent.step)
      case .stepEnded(let ending):
        open.remove(ending.step)
        if ending.outcome != .succeeded { failed.insert(ending.step) }
      case .inDoubtResolved(let resolution) where resolution.verdict != .unknown: open.remove(resolution.step)
      case .gateRequested(let request): gates.insert(request.step)
      case .gateAnswered(let answer): gates.remove(answer.step)
      case .paused: isPaused = true
      default: break
      }
      if !Self.isRemark(record.event), case .paused = record.event {} else if !Self.isRemark(record.event) { isPaused = false }
    }
  }

  private static func kind(
    _ decider: Event?, isPaused: Bool, isOpen: Bool, isAsked: Bool, _ failed: Set<String>, _ attempts: [String: Int]
  ) -> Kind {
    if isPaused { return .halted }
    switch decider {
    case .sessionOpened, .recovered: return .halted
    case .gateAnswered, .manualConfirmed, .stepSkipped, .stepMarkedDone, .stepUndone, .aborted, .obligationWaived, .resumedFrom:
      return .people
    case .decisionMade(_, _, let reason, _): return reason.hasPrefix("by rule:") ? .machine : .people
    case .inDoubtResolved(let resolution): return resolution.person == nil ? .machine : .people
    // A retry that the plan does not make by itself was a person's answer to the failure.
    case .stepIntended(let intent) where failed.contains(intent.step) && intent.attempt > (attempts[intent.step] ?? 1): return .people
    case .paused: return isAsked ? .people : .machine
    default: return isOpen ? .machine : isAsked ? .people : .machine
    }
  }

  /// Records that come at any time and say nothing of what was being done; an output counts as part of what follows it.
  private static func isRemark(_ event: Event) -> Bool {
    switch event {
    case .note, .impactDeclared, .messagePosted, .clockJump, .degraded, .outputCaptured, .answerRefused, .roleHandedOver, .goesBeside: true
    default: false
    }
  }
}
