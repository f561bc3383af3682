package import RunbookBase
package import RunbookJournal

/// Where a run stands, in lines that somebody reads who takes a role over.
package struct HandoverBrief {
  package let lines: [String]

  /// A brief from a run's state, its `plan.json` where it can be read, and its remarks, oldest first.
  package init(_ run: RunID, _ state: RunState, plan: JSON?, notes: [String], now: WallTime, isBusy: Bool) {
    var lines: [String] = []
    let began = state.began?.wall
    let title = plan?["title"]?.stringValue ?? run.runbook
    lines.append("\(title), on \(state.genesis?.estate ?? "?"), begun \(began?.text(.seconds) ?? "?")")
    let start = state.impact ?? began
    let since = state.impact == nil ? "the run began" : "the declared impact"
    var time = "\(WallTime.durationText(nanoseconds: start.map { max(0, now.nanoseconds(since: $0)) } ?? 0)) since \(since)"
    if let seconds = plan?["objectives"]?["rtoSeconds"]?.intValue {
      time += ", RTO \(WallTime.durationText(nanoseconds: seconds * 1_000_000_000))"
    }
    lines.append(time)
    let summary = RunSummary(run, state, isBusy: isBusy)
    lines.append("now \(summary.status)" + (summary.waitsFor.isEmpty ? "" : ", waits for \(summary.waitsFor)"))
    if let due = MessageClock.next(state) { lines.append("the next status message is due by \(due.at.text(.seconds))") }
    let given = state.parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    if !given.isEmpty { lines.append("given: " + given.joined(separator: ", ")) }
    let steps = state.steps.filter { state.gates[$0.key] == nil }
    let done = steps.filter(\.value.status.isFinished).count
    let failed = steps.filter { if case .failed = $0.value.status { true } else { false } }.keys.sorted()
    lines.append(
      "\(done) steps over" + (failed.isEmpty ? "" : ", failed: \(failed.joined(separator: ", "))")
        + (state.openSteps.isEmpty ? "" : ", without outcome: \(state.openSteps.sorted().joined(separator: ", "))"))
    for (step, arm) in state.decisions.sorted(by: { $0.key < $1.key }) { lines.append("decided: \(step) is “\(arm)”") }
    for (gate, known) in state.gates.sorted(by: { $0.key < $1.key }) {
      if let answer = known.answer {
        let how = answer.isBreakGlass ? "released without a sign-off" : answer.decision.rawValue
        lines.append("gate \(gate): \(how) by \(answer.person.name)")
      } else {
        lines.append("gate \(gate) waits: \(known.request.statement)")
      }
    }
    for obligation in state.openObligations { lines.append("still owed: \(obligation.text)") }
    for beside in state.besides.values.sorted(by: { $0.run < $1.run }) {
      lines.append("works beside \(beside.run), \(beside.words): \(beside.reason)")
    }
    if state.exceptions > 0 { lines.append("exceptions from the plan so far: \(state.exceptions)") }
    for note in notes.suffix(3) { lines.append("noted \(note)") }
    lines.append("log head \(state.fingerprint), \(state.recordCount) records")
    self.lines = lines.map { line in
      let safe = TerminalText.escapedLine(line)
      return safe.utf8.count <= 500 ? safe : String(safe.prefix(400)) + "…"
    }
  }
}
