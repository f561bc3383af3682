package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import Runbooks

/// Where a run goes on, and what is left out by going on there.
package struct ResumePoint {
  package let step: PlannedStep
  /// Unfinished steps before it on the path taken so far.
  package let skipped: [PlannedStep]

  /// Whether leaving them out needs the Incident Commander's word.
  package var needsCommander: Bool {
    skipped.contains { step in
      if case .gate = step.kind { return true }
      if step.effect.isDestroying { return true }
      return false
    }
  }

  /// The point that the operator named by number or id; nil to go on at the first unfinished step.
  package static func find(_ name: String?, in plan: Plan, _ state: RunState) throws(Problem) -> ResumePoint? {
    let path = walk(plan.steps, state)
    let open = path.filter { !isFinished($0, state) }
    guard let name else { return nil }
    let all = plan.flattened
    guard let step = all.first(where: { $0.number.utf8.elementsEqual(name.utf8) || $0.id.utf8.elementsEqual(name.utf8) }) else {
      let close = Suggestion.closest(to: name, among: all.map(\.id) + all.map(\.number))
      throw Problem(
        .usage, "the plan has no step “\(TerminalText.escapedLine(name))”", details: all.map { "\($0.number)  \($0.id)" },
        hint: close.map { "did you mean --resume \($0)?" } ?? "name one of these by number or id, or type --resume alone")
    }
    // A group stands for what lies in it, from its first unfinished step on.
    let meant = path.indices.filter { path[$0].id == step.id || path[$0].id.hasPrefix(step.id + "/") }
    guard let place = meant.first(where: { !isFinished(path[$0], state) }) ?? meant.first else {
      throw Problem(
        .usage, "step \(step.number) lies in an arm of a decision that was not taken",
        hint: "type --resume alone to go on at the first unfinished step")
    }
    let skipped = path[..<place].filter { !isFinished($0, state) }
    if isFinished(path[place], state) {
      let first = open.first.map { "the first unfinished step is \($0.number)" } ?? "no step is left"
      throw Problem(.usage, "step \(step.number) is over already; \(first)", hint: "type --resume alone")
    }
    if let doubtful = skipped.first(where: { state.step($0.id).status.openAttempt != nil }) {
      throw Problem(
        .inDoubt, "step \(doubtful.number) was started and its outcome is unknown: it cannot be left out",
        hint: "type --resume alone: it finds out, or asks what happened; then go on at \(step.number)")
    }
    return ResumePoint(step: path[place], skipped: skipped)
  }

  /// The leaves of the plan on the path that decisions have taken so far; an open decision stands for itself.
  static func walk(_ steps: [PlannedStep], _ state: RunState) -> [PlannedStep] {
    var path: [PlannedStep] = []
    for step in steps {
      switch step.kind {
      case .group(let inner), .concurrently(let inner): path += walk(inner, state)
      case .decision(let arms, _):
        path.append(step)
        guard let answer = state.decisions[step.id], let arm = arms.first(where: { $0.answer == answer }) else { continue }
        path += walk(arm.steps, state)
        if arm.ends { return path }
      case .run, .check, .gate, .manual, .settle: path.append(step)
      }
    }
    return path
  }

  private static func isFinished(_ step: PlannedStep, _ state: RunState) -> Bool {
    if case .settle(let obligation, _) = step.kind {
      return state.obligations[obligation]?.status != .open && state.step(step.id).status.isFinished
    }
    return state.step(step.id).status.isFinished
  }
}
