import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// A step has failed: try again by itself if it may, else ask; without anybody to ask the run pauses.
  func settleFailure(_ step: PlannedStep, _ reason: FailureReason) throws(Problem) -> ExitCode? {
    if case .gate = step.kind { return try declined(step) }
    // A person said so by going on here; it comes before what the step does by itself, and counts once.
    if retrying == step.id {
      retrying = nil
      return try run([step])
    }
    let attempts = state.step(step.id).attempts
    if let retry = step.policy.retry, attempts < retry.attempts, interruption.map({ $0.wish == .none }) ?? true {
      let pause = retry.pause * (1 << min(attempts - 1, 10))
      console.tell(.note("attempt \(attempts) of \(retry.attempts) failed; trying again in \(pause.wholeSeconds) s"))
      if rehearsal != nil { return try run([step]) }
      guard let interruption else {
        Clock.sleep(milliseconds: pause.wholeSeconds * 1000)
        return try run([step])
      }
      interruption.sleep(milliseconds: pause.wholeSeconds * 1000)
      // The run pauses at the failed step; going on tries it again.
      return interruption.wish == .none ? try run([step]) : nil
    }
    let words = reason.words
    if step.isMessage {
      // Nobody waits for a chat at 3 a.m.; the skip stands in the report, so that somebody is told by other means.
      try log.append(.stepSkipped(step: step.id, reason: "a message never stops a run; it was not delivered: \(words)", by: person))
      console.tell(.warning("step \(step.number) told nobody: \(words); tell them by other means"))
      return nil
    }
    guard let reply = console.answer(question(step, words)) else {
      return try pause(.failedStep, at: step, .stepFailed, "step \(step.number) failed: \(words)")
    }
    interruption?.reset()
    switch (reply.choice, reply.evidence) {
    case (.retry, _): return try run([step])
    case (.pause, _), (_, nil): return try pause(.failedStep, at: step, .stepFailed, "step \(step.number) failed: \(words)")
    case (.skip, let evidence?):
      try log.append(.stepSkipped(step: step.id, reason: evidence.text, by: evidence.person))
      return nil
    case (.done, let evidence?):
      if let stop = try refuseWord(on: step, evidence) { return stop }
      let words = try record(evidence, for: step)
      try log.append(.stepMarkedDone(step: step.id, evidence: words, by: evidence.person))
      try closeObligations(of: step)
      return nil
    case (.undo, let evidence?):
      if step.undoDestroys, evidence.person.role != Role.incidentCommander.rawValue {
        return try pause(
          .failedStep, at: step, .awaitingSignOff,
          "taking step \(step.number) back destroys, and no gate shows it: that is for the Incident Commander to say")
      }
      let isUndone = try undo(step, evidence)
      return try pause(.failedStep, at: step, .stepFailed, "step \(step.number) was \(isUndone ? "" : "not ")taken back")
    case (.abort, let evidence?): return try abort(evidence)
    }
  }

  private func question(_ step: PlannedStep, _ words: String) -> FailureQuestion {
    let needs = plan.consumers(of: step)
    let lost =
      needs.isEmpty
      ? "nothing later needs its outputs"
      : "steps \(needs.joined(separator: ", ")) use what it captures, and commands among them cannot run"
    var choices: [(FailureChoice, String)] = [(.retry, "runs the step again as attempt \(state.step(step.id).attempts + 1)")]
    let proves = RecoveryProof(plan, state).covers(step)
    let declared = proves ? "; recovery cannot be declared until it passes, or the Incident Commander vouches for it" : ""
    choices.append((.skip, "goes on without it; \(lost)\(declared)"))
    let values = values(of: step)
    let asked = values.map { "‹\($0.name)›" }.joined(separator: ", ")
    choices.append(
      (.done, "counts it as done by hand; " + (needs.isEmpty ? lost : "asks for \(asked), used by steps \(needs.joined(separator: ", "))")))
    if !step.policy.undo.isEmpty {
      choices.append(
        (
          .undo,
          "takes it back with: "
            + step.policy.undo.flatMap(\.commands).map { $0.argv(outputs).joined(separator: " ") }.joined(separator: "; ")
            + step.policy.undo.flatMap(\.commands).map { command in
              if case .destroys(let what) = command.effect { "; DESTROYS \(what.shown(outputs))" } else { "" }
            }.joined()
        ))
    }
    choices.append((.pause, "keeps the run here; go on later with --resume"))
    let owed = state.openObligations.map(\.text).joined(separator: ", ")
    choices.append((.abort, "ends the run" + (owed.isEmpty ? "" : "; still owed: \(owed)")))
    return FailureQuestion(
      step: step, title: step.title.shown(outputs), reason: words, tail: tail(of: step), choices: choices,
      provesRecovery: proves, values: values)
  }

  /// The last lines that the step printed.
  private func tail(of step: PlannedStep) -> [String] {
    guard let file = state.step(step.id).ending?.output?.file else { return [] }
    let folder = outputFolder.utf8.dropLast("output".utf8.count)
    guard let text = try? Files.readText(String(Substring(folder)) + file, limit: 1 << 20) else { return [] }
    return text.utf8.split(separator: 0x0A).suffix(5).map { String(Substring($0)) }
  }

  /// Takes a step back by its own commands, as far as they go; written down before the first one starts.
  ///
  /// - Returns: whether it is taken back.
  private func undo(_ step: PlannedStep, _ evidence: Evidence) throws(Problem) -> Bool {
    guard try assertIdentity(of: step) == nil else { return false }
    let hindrance: String?
    do throws(Problem) { hindrance = try unsettledUndo(of: step) } catch { hindrance = error.summary }
    if let hindrance {
      console.tell(.failed(step, "it is not taken back: \(hindrance)"))
      return false
    }
    let number = state.step(step.id).attempts
    for (index, pipeline) in step.policy.undo.enumerated() {
      let commands: [ResolvedCommand]
      do throws(Problem) { commands = try resolution.resolve(pipeline, outputs: outputs) } catch {
        console.tell(.failed(step, "taking it back failed: \(error.summary)"))
        return false
      }
      let nonce = nonces()
      try log.append(
        .note("taking back \(step.id): " + commands.map { $0.argv.joined(separator: " ") }.joined(separator: " | "), about: nil))
      let work = Work(
        run: runID, step: step.id + "/undo", attempt: number, nonce: nonce, part: index + 1, commands: commands, secretVariables: [],
        timeLimit: nil,
        isSupervised: pipeline.effect.changesSomething, outputIsData: false,
        directory: "\(outputFolder)/\(step.number)-undo.\(number).\(index + 1).\(nonce.prefix(6))")
      let performance = performer.perform([work], started: { _, _ in }, show: { console.show(step, $1) })[0]
      guard performance.failure == nil, !performance.isInDoubt else {
        let words = performance.failure?.words ?? "nobody knows how it ended"
        try log.append(.note("taking back \(step.id) failed: \(words)", about: nil))
        console.tell(.failed(step, "taking it back failed: \(words)"))
        return false
      }
    }
    try log.append(.stepUndone(step: step.id, reason: evidence.text, by: evidence.person))
    // What it left owing went with it only where the look says so.
    for obligation in step.policy.obligations where state.obligations[obligation.id]?.status == .open {
      let looks = plan.step(withID: "settle/" + obligation.id)?.policy.verifications ?? []
      guard looks.allSatisfy({ look($0, until: 0).verdict == true }) else { continue }
      try log.append(.obligationClosed(id: obligation.id, step: step.id))
    }
    return true
  }

  /// The obligations of a step are open from before its start: even a failed attempt may have left something.
  func openObligations(of step: PlannedStep) throws(Problem) {
    for obligation in step.policy.obligations where state.obligations[obligation.id]?.status != .open {
      try log.append(.obligationOpened(id: obligation.id, text: obligation.title.shown(outputs), step: step.id))
    }
  }

  func closeObligations(of step: PlannedStep) throws(Problem) {
    for id in step.policy.settles where state.obligations[id]?.status == .open {
      try log.append(.obligationClosed(id: id, step: step.id))
    }
  }
}

extension PlannedStep {
  /// Whether taking it back destroys something, whatever the step itself does.
  package var undoDestroys: Bool {
    policy.undo.contains { if case .destroys = $0.effect { true } else { false } }
  }
}
