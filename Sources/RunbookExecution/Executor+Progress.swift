package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// Where a run is at this moment, for those who watch it.
package struct RunProgress {
  /// A step that is being done.
  package struct Current {
    package let step: PlannedStep
    package let title: String
    /// How long it has been running, nanoseconds; nil when that is not known.
    package let elapsed: Int64?
    /// How long it is expected to take.
    package let expected: Duration?
  }

  package let current: [Current]
  /// What follows on the path that was taken so far.
  package let next: (number: String, title: String)?
  /// How many steps of that path are over, and how many it has.
  package let done: Int
  package let total: Int
  package let clock: RunClock
  package let objective: Duration
  package let message: MessageClock.Due?
}

extension Executor {
  /// Where the run is now.
  package var progress: RunProgress {
    let path = ResumePoint.walk(plan.steps, state)
    let now = Clock.boottime()
    let current = path.filter { state.step($0.id).status.openAttempt != nil }.map { step in
      RunProgress.Current(
        step: step, title: step.title.shown(outputs), elapsed: state.step(step.id).intendedAt.map { max(0, now - $0.boot) },
        expected: pace.duration(of: step))
    }
    let open = path.filter { step in
      if case .settle(let obligation, _) = step.kind, state.obligations[obligation] == nil { return false }
      let status = state.step(step.id).status
      return !status.isFinished && status.openAttempt == nil
    }
    return RunProgress(
      current: current, next: open.first.map { ($0.number, $0.title.shown(outputs)) },
      done: path.count { state.step($0.id).status.isFinished }, total: path.count, clock: clock, objective: plan.objectives.rto,
      message: MessageClock.next(state))
  }
}
