import RunbookBase
import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// What a look has seen.
  struct Answer {
    let output: String
    let observed: String
    let failure: FailureReason?
    /// nil when it cannot be told.
    let verdict: Bool?
  }

  /// Looks until the criterion passes or the time is over (boot time, nanoseconds), every half second.
  func look(_ probe: PlannedProbe, until deadline: Int64) -> Answer {
    while true {
      let answer = lookOnce(probe)
      interruption?.look()
      interruption?.beat?()
      guard answer.verdict != true, Clock.boottime() < deadline, interruption?.wish != .endStep else { return answer }
      for hope in probe.hopes {
        let state = lookOnce(hope)
        guard state.verdict == false else { continue }
        return Answer(output: answer.output, observed: "\(answer.observed); \(state.observed)", failure: answer.failure, verdict: false)
      }
      // Each question to another host is a connection of its own.
      Clock.sleep(milliseconds: probe.pipeline.commands.contains { $0.away != nil } ? 2000 : 500)
    }
  }

  private func lookOnce(_ probe: PlannedProbe) -> Answer {
    if isDry { return Answer(output: "", observed: "dry run", failure: nil, verdict: true) }
    if let rehearsal { return rehearsal.look(probe) }
    let commands: [ResolvedCommand]
    do throws(Problem) { commands = try resolution.resolve(probe.pipeline, outputs: outputs) } catch {
      return Answer(output: "", observed: error.summary, failure: .notStarted(error.summary), verdict: nil)
    }
    let run = PipelineRun(commands, timeLimit: .seconds(30))
    PipelineRun.wait([run], interruption: interruption)
    return ProbeRunner.answer(probe, run.outcome, outputs)
  }

  /// The preconditions of a step, again, right before it.
  func checkPreconditions(of step: PlannedStep) throws(Problem) -> ExitCode? {
    // A look from here says nothing about another machine.
    guard step.isReached else { return nil }
    for precondition in step.policy.preconditions {
      guard case .probe(let probe) = precondition.look else { continue }
      let answer =
        rehearsal?.look(probe, before: step)
        ?? look(probe, until: Clock.boottime() + Int64(probe.patience?.wholeSeconds ?? 0) * 1_000_000_000)
      let verdict: Verdict = answer.verdict.map { $0 ? .met : .notMet } ?? .unknown
      let remedy = precondition.remedy.shown(outputs)
      try log.append(
        .preconditionObserved(
          RunbookJournal.Precondition(
            id: precondition.id, verdict: verdict, observed: Self.clipped(answer.observed), remedy: remedy, step: step.id)))
      guard verdict != .met else { continue }
      console.tell(.warning("step \(step.number) needs: \(precondition.title.shown(outputs)); observed: \(Self.clipped(answer.observed))"))
      console.tell(.warning("→ \(remedy)"))
      let code: ExitCode = precondition.isSafety && verdict == .notMet ? .safetyRefusal : .preconditionNotMet
      return try pause(.failedStep, at: step, code, "a precondition of step \(step.number) does not hold")
    }
    return nil
  }

  /// Asks every target that the step changes who it is, and compares with what was seen when the run started.
  func assertIdentity(of step: PlannedStep) throws(Problem) -> ExitCode? {
    if isDry || !step.isReached { return nil }
    var seen: Set<String> = []
    for command in step.pipelines.flatMap(\.commands) where command.effect.changesSomething {
      guard let target = command.target, let identity = target.identity.first, seen.insert(target.name).inserted else { continue }
      let answer =
        rehearsal.map { .said($0.identity(of: target, before: step)) } ?? IdentityProbe.observe(identity, resolution, outputs)
      guard case .said(let observed) = answer else {
        for line in answer.complaint { console.tell(.warning("| \(line)")) }
        return try refuse(step, "the identity of \(target.name) cannot be asked right now; nothing was started")
      }
      guard let expected = state.preconditions[TargetIdentity.id(target.name)] else {
        // The run died before it could write the identity down, or the target's host was not there yet.
        if identity.away != nil { console.tell(.note("\(target.name) says now who it is: \(observed)")) }
        try log.append(
          .preconditionObserved(RunbookJournal.Precondition(id: TargetIdentity.id(target.name), verdict: .met, observed: observed)))
        continue
      }
      guard observed == expected.observed else {
        return try refuse(step, "\(target.name) is not what it was when the run started: “\(observed)” instead of “\(expected.observed)”")
      }
    }
    return nil
  }

  private func refuse(_ step: PlannedStep, _ words: String) throws(Problem) -> ExitCode {
    console.tell(.failed(step, words))
    return try pause(.failedStep, at: step, .safetyRefusal, "refused: \(words)")
  }
}

/// Asks a target who it is.
package enum IdentityProbe {
  /// What came of it.
  package enum Answer {
    /// What the target says.
    case said(String)
    /// It says nothing; the last lines of what was told instead, made safe to show.
    case silent([String])

    /// What was told instead of an answer.
    package var complaint: [String] {
      if case .silent(let lines) = self { lines } else { [] }
    }
  }

  /// Asks with a time limit of 15 seconds.
  package static func observe(_ command: PlannedCommand, _ resolution: CommandResolution, _ outputs: [String: String]) -> Answer {
    let resolved: ResolvedCommand
    do throws(Problem) { resolved = try resolution.resolve(command, outputs: outputs) } catch { return .silent([error.summary]) }
    let run = PipelineRun([resolved], timeLimit: .seconds(15))
    PipelineRun.wait([run], interruption: nil)
    let text = TextTrim.trimmed(String(decoding: run.outcome.output, as: UTF8.self))
    guard run.outcome.isSuccess, !text.isEmpty else { return .silent(complaint(of: run.outcome)) }
    return .said(TerminalText.escapedLine(text))
  }

  /// How it ended, and the last lines that it printed; the run has taken secrets out of them.
  private static func complaint(of outcome: PipelineRun.Outcome) -> [String] {
    if let reason = outcome.unanswered { return [reason] }
    let status = outcome.statuses.first { !$0.isSuccess }.map { "exit status \($0.shellCode)" } ?? "it printed nothing"
    let printed = (outcome.errorOutput + outcome.output).split(separator: 0x0A).suffix(5)
    let lines = printed.map { Executor.clipped(String(decoding: $0, as: UTF8.self)) }
    return [outcome.timedOut ? "no answer in time" : status] + lines
  }
}
