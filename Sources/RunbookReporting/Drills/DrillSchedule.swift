package import RunbookBase

/// A drill that is due again and again, and whether it is overdue now (seed §4.1, §4.4).
package struct DrillSchedule: Hashable, Sendable {
  package let runbook: String
  /// How often, in seconds.
  package let cadence: Int64
  /// When it last passed; nil for never.
  package let lastPassed: WallTime?
  /// When the next one is due; nil when it never passed: now.
  package let due: WallTime?
  package let state: State

  /// Where it stands.
  package enum State: String, Hashable, Sendable {
    /// It passed within its time.
    case current
    /// Nobody has let it pass within its time: counts as failed.
    case overdue
    /// The newest one failed, or did not report.
    case failed
  }

  /// Where a drill stands.
  ///
  /// - Parameters:
  ///   - records: the drills of one estate, oldest first.
  ///   - now: the time to judge at.
  package init(_ runbook: String, every cadence: Int64, _ records: [DrillRecord], now: WallTime) {
    let mine = records.filter { $0.runbook.utf8.elementsEqual(runbook.utf8) && $0.outcome != .running }
    self.runbook = runbook
    self.cadence = cadence
    lastPassed = mine.last { $0.outcome == .passed }?.began
    due = lastPassed.map { $0.adding(nanoseconds: cadence * 1_000_000_000) }
    if let last = mine.last, last.outcome != .passed {
      state = .failed
    } else if let due, now <= due {
      state = .current
    } else {
      state = .overdue
    }
  }

  /// Where it stands, in words.
  package func words(now: WallTime) -> String {
    let every = "every \(WallTime.durationText(nanoseconds: cadence * 1_000_000_000))"
    let last = lastPassed.map { "last passed \($0.text(.seconds))" } ?? "never passed"
    switch state {
    case .current: return "\(every), \(last), due \(due?.text(.seconds) ?? "")"
    case .failed: return "\(every), the newest one did not pass, \(last)"
    case .overdue:
      let late = due.map { ", overdue since \(WallTime.durationText(nanoseconds: now.nanoseconds(since: $0)))" } ?? ", due now"
      return "\(every), \(last)\(late)"
    }
  }

  /// The schedule for programs.
  package var json: JSON {
    [
      "runbook": .string(runbook), "everySeconds": .int(cadence), "lastPassed": JSON(lastPassed?.text(.seconds)),
      "due": JSON(due?.text(.seconds)), "state": .string(state.rawValue),
    ]
  }
}
