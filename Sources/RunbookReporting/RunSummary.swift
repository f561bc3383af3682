package import RunbookBase
package import RunbookJournal

/// A run in one line: where it stands and what it waits for.
package struct RunSummary: Sendable {
  package let id: RunID
  package let estate: String
  /// What the run may touch; nil when its first record cannot be read.
  package let mode: RunMode?
  package let began: WallTime?
  /// Such as `running`, `paused (sign-off)` or `completed`.
  package let status: String
  /// What is needed for it to go on; empty when it is over.
  package let waitsFor: String
  /// What those outside are owed next.
  package let message: MessageClock.Due?
  package let records: Int
  package let fingerprint: String

  /// A summary of a state.
  ///
  /// - Parameters:
  ///   - isBusy: whether a living process holds the run.
  ///   - supervised: the steps without an outcome whose supervisor is at work.
  ///   - sent: the hosts of the steps without an outcome that were sent to one.
  package init(_ id: RunID, _ state: RunState, isBusy: Bool, supervised: Set<String> = [], sent: [String: String] = [:]) {
    self.id = id
    estate = state.genesis?.estate ?? "?"
    mode = state.genesis?.mode
    began = state.began?.wall
    message = MessageClock.next(state)
    records = state.recordCount
    fingerprint = state.fingerprint
    let doubt = Self.open(state.openSteps, supervised, sent)
    switch state.status {
    case .running where isBusy: (status, waitsFor) = ("running", Self.openQuestion(state) ?? "")
    case .running where !doubt.isEmpty: (status, waitsFor) = ("interrupted", doubt)
    case .running: (status, waitsFor) = ("interrupted", "--resume")
    case .paused(let reason, let step):
      let question = step.map { Self.asked($0, state) }
      (status, waitsFor) = ("paused (\(reason.rawValue))", question ?? "--resume")
    case .completed: (status, waitsFor) = ("completed", "")
    case .completedWithExceptions:
      (status, waitsFor) = ("completed with \(state.exceptions) exception\(state.exceptions == 1 ? "" : "s")", "")
    case .declined: (status, waitsFor) = ("declined", "")
    case .aborted: (status, waitsFor) = ("aborted", state.openObligations.map(\.text).joined(separator: "; "))
    }
  }

  /// The steps without an outcome: what still runs is not in doubt.
  private static func open(_ steps: Set<String>, _ supervised: Set<String>, _ sent: [String: String]) -> String {
    let running = steps.intersection(supervised).sorted().joined(separator: ", ")
    let away = steps.filter { sent[$0] != nil }.sorted().map { "\($0) was sent to \(sent[$0] ?? ""); --resume asks it" }
    let doubtful = steps.subtracting(supervised).filter { sent[$0] == nil }.sorted().joined(separator: ", ")
    return
      ([running.isEmpty ? nil : "running under its supervisor: \(running)", doubtful.isEmpty ? nil : "in doubt: \(doubtful)"] + away)
      .compactMap(\.self).joined(separator: "; ")
  }

  /// The status as people read it: a rehearsal says so first.
  package var shownStatus: String { mode == .rehearsal ? "rehearsal, \(status)" : status }

  /// What to type to go on with a rehearsal is not what goes on with a run.
  package var shownWaitsFor: String {
    mode == .rehearsal && waitsFor == "--resume" ? "--rehearse --resume" : waitsFor
  }

  /// The gate that a person has been shown and has not answered.
  private static func openQuestion(_ state: RunState) -> String? {
    state.gates.keys.sorted().first { state.step($0).status == .waiting }.map { asked($0, state) }
  }

  /// A step, and the role that it waits for when it is a gate.
  private static func asked(_ step: String, _ state: RunState) -> String {
    guard let gate = state.gates[step], gate.answer == nil else { return step }
    let holder = state.holders[gate.request.role].map { " (\($0.to.name))" } ?? ""
    return "\(step), by \(gate.request.role)\(holder)" + (gate.request.signing.map { ", signed, request \($0.short)" } ?? "")
  }

  /// The summary for programs.
  package var json: JSON {
    [
      "run": .string(id.text), "runbook": .string(id.runbook), "estate": .string(estate), "began": JSON(began?.text(.seconds)),
      "mode": JSON(mode?.rawValue), "status": .string(status), "waitsFor": .string(waitsFor), "records": JSON(records),
      "messageDue": JSON(message?.at.text(.seconds)), "head": .string(fingerprint),
    ]
  }
}
