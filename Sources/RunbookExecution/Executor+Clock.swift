package import RunbookBase
import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// How a run stands against its recovery time objective.
package struct RunClock {
  /// From when the time counts: the declared impact, else the first record.
  package let start: WallTime
  package let isImpactDeclared: Bool
  package let now: WallTime
  /// When everything must be well again.
  package let deadline: WallTime
  /// What is left until everything is seen to be well, without waiting for people; nil when nobody knows.
  package let remaining: Duration?

  /// Time since the impact, nanoseconds.
  package var elapsed: Int64 { max(0, now.nanoseconds(since: start)) }
  /// When it is done by the forecast.
  package var forecast: WallTime? { remaining.map { now.adding(nanoseconds: $0.wholeNanoseconds) } }

  /// The last moment at which an answer still leaves enough time for what follows it.
  package func decideBy(_ remaining: Duration?) -> WallTime? {
    remaining.map { deadline.adding(nanoseconds: -$0.wholeNanoseconds) }
  }
}

extension Duration {
  /// Nanoseconds, clamped.
  var wholeNanoseconds: Int64 {
    let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : seconds &+ components.attoseconds / 1_000_000_000
  }
}

extension Executor {
  /// The clock as it stands now.
  package var clock: RunClock {
    let now = WallTime(nanoseconds: now())
    // The boot clock does not jump; a declared impact is a time of day, so there the wall clock is all there is.
    let start = state.impact ?? now.adding(nanoseconds: -sinceBeginning)
    return RunClock(
      start: start, isImpactDeclared: state.impact != nil, now: now,
      deadline: start.adding(nanoseconds: Int64(plan.objectives.rto.wholeSeconds) * 1_000_000_000), remaining: remaining())
  }

  /// What is left until everything is seen to be well; nil when nobody knows.
  func remaining(choosing choice: [String: String] = [:]) -> Duration? {
    guard pace.knows(plan) else { return nil }
    let isSameBoot = state.genesis?.bootID == state.session?.bootID
    return Forecast.remaining(
      plan.steps,
      length: { step in
        let known = state.step(step.id)
        if known.status.isFinished || !provesHealth.isBeforeEnd(step) { return .zero }
        guard let length = pace.duration(of: step) else { return .zero }
        guard known.status.openAttempt != nil, isSameBoot, let began = known.intendedAt?.boot else { return length }
        return max(.zero, length - .nanoseconds(max(0, Clock.boottime() - began)))
      }, chosen: { choice[$0.id] ?? state.decisions[$0.id] })
  }

  /// Tells once that a message to those outside is due; never stops anything.
  func remindOfMessages() {
    guard let due = MessageClock.next(state), due.at.nanoseconds <= now(), reminded != due else { return }
    reminded = due
    console.tell(.warning("\(due.words) is due since \(due.at.text(.seconds)): \(Host.programName) announce \(runID)\(stateWords)"))
  }

  /// A step in which a person has just told those outside: it counts as a message.
  func countAsMessage(_ step: PlannedStep, _ text: String, _ person: Person) throws(Problem) {
    guard step.policy.mark == .notify, step.tellsOutside else { return }
    let isFirst = !state.messages.contains(where: \.isOut)
    let stage: StatusMessage.Stage = provesHealth.isBeforeEnd(step) ? isFirst ? .investigating : .update : .resolved
    let message = StatusMessage(
      at: WallTime(nanoseconds: now()), stage: stage, text: text, step: step.id, person: person)
    try log.append(.messagePosted(message))
  }
}

extension PlannedStep {
  /// Whether those outside hear of it: a person posts it, or a status page does; a word to the staff is none.
  fileprivate var tellsOutside: Bool {
    if case .manual = kind { return true }
    return pipelines.flatMap(\.commands).contains { $0.target?.name.utf8.starts(with: "status-page:".utf8) ?? false }
  }
}

/// Up to which step of a plan the time to recover counts: the last that proves health or lets the customers in again.
package struct HealthMark: Sendable {
  private let end: Int
  private let places: [String: Int]

  package init(_ plan: Plan) {
    let held = Set(plan.flattened.filter { $0.policy.mark == .stopsWrites }.flatMap { $0.policy.obligations.map(\.id) })
    var places: [String: Int] = [:]
    var end = -1
    for (place, step) in plan.flattened.enumerated() {
      places[step.id] = place
      let proves = step.policy.mark == .verification || step.policy.mark == .reconcile
      if proves || step.policy.settles.contains(where: held.contains) { end = place }
    }
    self.places = places
    self.end = end < 0 ? plan.flattened.count : end
  }

  func isBeforeEnd(_ step: PlannedStep) -> Bool { (places[step.id] ?? 0) <= end }
}
