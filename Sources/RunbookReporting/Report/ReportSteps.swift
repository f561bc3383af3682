import RunbookJournal

extension RunReport.StepLine {
  /// The steps with a record, in the order of the plan; those that the plan does not know come last.
  static func list(_ input: ReportInput, _ story: RunStory, _ names: [String: (number: String, title: String)]) -> [RunReport.StepLine] {
    var from: [String: Int64] = [:]
    var to: [String: Int64] = [:]
    for span in story.spans {
      from[span.step] = min(from[span.step] ?? span.from, span.from)
      to[span.step] = max(to[span.step] ?? span.to, span.to)
    }
    let planned = (input.plan?.steps ?? []).filter { !$0.isContainer }
    let known = Set(planned.map(\.id))
    let touched = Set(from.keys).union(input.state.steps.keys).union(input.state.decisions.keys)
    let strays = touched.subtracting(known).filter { id in !(input.plan?.steps ?? []).contains { $0.id == id } }.sorted()
    let lines = planned.filter { touched.contains($0.id) }.map { ($0.id, $0.kind, $0.estimate) } + strays.map { ($0, "step", nil) }
    return lines.map { id, kind, estimate in
      let state = input.state.step(id)
      let (status, tone) = words(state, kind, input.state.decisions[id], input.state.gates[id])
      return RunReport.StepLine(
        id: id, number: names[id]?.number ?? "–", title: names[id]?.title ?? id, kind: kind, status: status, tone: tone, from: from[id],
        to: to[id], attempts: state.attempts, estimate: estimate)
    }
  }

  private static func words(_ state: StepState, _ kind: String, _ arm: String?, _ gate: GateState?) -> (String, RunReport.Tone) {
    switch state.status {
    case .notStarted: return ("not done", .attention)
    case .waiting: return ("waits for a person", .attention)
    case .intended, .running: return ("no outcome yet", .attention)
    case .inDoubt: return ("in doubt", .attention)
    case .failed(.declined, _): return ("declined", .bad)
    case .failed: return ("failed", .bad)
    case .skipped: return ("left out", .attention)
    case .markedDone: return ("done by hand", .attention)
    case .undone: return ("taken back", .attention)
    case .succeeded: break
    }
    if let arm { return ("“\(arm)”", .good) }
    if gate != nil { return ("approved", .good) }
    if kind == "check" { return ("passed", .good) }
    if kind == "manual" { return ("confirmed", .good) }
    return ("done", .good)
  }
}

extension RunReport.NotExecuted {
  /// The steps of the plan for which nothing was done, each with its reason.
  static func list(_ input: ReportInput, _ story: RunStory, _ names: [String: (number: String, title: String)]) -> [RunReport.NotExecuted] {
    let state = input.state
    return (input.plan?.steps ?? []).compactMap { step in
      guard !step.isContainer else { return nil }
      let status = state.step(step.id).status
      let isUntouched = status == .notStarted && state.step(step.id).attempts == 0 && state.decisions[step.id] == nil
      guard isUntouched || status == .skipped else { return nil }
      return RunReport.NotExecuted(
        number: step.number, title: names[step.id]?.title ?? step.title, why: why(step, input, story, names))
    }
  }

  private static func why(
    _ step: RecordedStep, _ input: ReportInput, _ story: RunStory, _ names: [String: (number: String, title: String)]
  ) -> String {
    let state = input.state
    if let reason = story.leftOut[step.id] { return "left out by a person: \(reason)" }
    for ancestor in step.ancestors.reversed() where state.step(ancestor).status == .skipped {
      return "left out with step \(names[ancestor]?.number ?? ancestor): \(story.leftOut[ancestor] ?? "no reason recorded")"
    }
    if let arm = step.arm, let chosen = state.decisions[arm.decision], !chosen.utf8.elementsEqual(arm.answer.utf8) {
      return "belongs to “\(arm.answer)”; “\(chosen)” was decided at step \(names[arm.decision]?.number ?? arm.decision)"
    }
    if let obligation = step.obligation, state.obligations[obligation]?.status != .open {
      switch state.obligations[obligation]?.status {
      case .closed: return "not needed: “\(obligation)” was settled before"
      case .waived: return "not needed: “\(obligation)” was waived"
      default: return "not needed: “\(obligation)” was never owed"
      }
    }
    switch state.status {
    case .completed, .completedWithExceptions: return "the run ended without it"
    case .declined: return "the run was declined before it"
    case .aborted: return "the run was aborted before it"
    case .running, .paused: return "not reached yet"
    }
  }
}
