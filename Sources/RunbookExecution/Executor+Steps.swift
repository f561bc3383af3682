import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// Runs steps side by side, most often one; nil to go on.
  func run(_ steps: [PlannedStep]) throws(Problem) -> ExitCode? {
    var ready: [Attempt] = []
    for step in steps {
      switch try prepare(step) {
      case .ready(let attempt): ready.append(attempt)
      case .stop(let code): return code
      case .recorded: continue
      }
    }
    while !ready.isEmpty {
      let work = ready.map(\.due)
      let performances = performer.perform(
        work,
        started: { index, process in
          // A log that cannot take this any more has the intent; resuming finds the attempt by its folder.
          try? log.append(.stepStarted(step: ready[index].step.id, attempt: ready[index].number, process: process))
        },
        show: { index, bytes in console.show(ready[index].step, bytes) })
      var next: [Attempt] = []
      for (index, performance) in performances.enumerated() {
        var attempt = ready[index]
        attempt.part += 1
        // Its intent stays without an outcome, and the machine asks for the truth.
        if performance.isInDoubt { continue }
        // What the operator ended has not failed by its own account, and nothing of the step follows it.
        if performance.failure == nil, !performance.wasEnded, attempt.part < attempt.work.count {
          next.append(attempt)
        } else {
          try conclude(attempt, performance)
        }
      }
      ready = next
    }
    return nil
  }

  /// An attempt at a step, on its way through the step's pipelines.
  struct Attempt {
    let step: PlannedStep
    let number: Int
    let work: [Work]
    let beganAt: Int64
    var part = 0
    var late = false

    /// The pipeline whose turn it is, with what is left of the step's time, a second at least: the limit is the step's, not each command's.
    var due: Work {
      var work = work[part]
      guard part > 0, let limit = work.timeLimit else { return work }
      let left = limit - .nanoseconds(Clock.boottime() - beganAt)
      work.timeLimit = .seconds(max(1, left.wholeSeconds))
      return work
    }
  }

  private enum Preparation {
    case ready(Attempt)
    /// The step was recorded as ended; the machine asks what to do.
    case recorded
    case stop(ExitCode)
  }

  /// Preconditions again, the gate again, the identity of the target, then the durable intent.
  private func prepare(_ step: PlannedStep) throws(Problem) -> Preparation {
    let number = state.step(step.id).attempts + 1
    if let stop = try checkPreconditions(of: step) { return .stop(stop) }
    if step.effect.changesSomething {
      if let stop = try assertIdentity(of: step) { return .stop(stop) }
      if let stop = try consumeApproval(for: step, attempt: number) { return .stop(stop) }
    }
    console.tell(.step(step, attempt: number, title: step.title.shown(outputs)))
    if isDry {
      try walk(step, number)
      return .recorded
    }
    let nonce = nonces()
    do throws(Problem) {
      let work = try work(of: step, number, nonce)
      try log.append(
        .stepIntended(
          Intent(
            step: step.id, attempt: number, nonce: nonce, commands: work.flatMap { $0.commands.map(\.argv) }, host: step.host,
            effect: step.effect.word, fingerprint: fingerprint(of: step))))
      try openObligations(of: step)
      return .ready(Attempt(step: step, number: number, work: work, beganAt: Clock.boottime()))
    } catch {
      guard error.code == .stepFailed else { throw error }
      try log.append(
        .stepIntended(
          Intent(
            step: step.id, attempt: number, nonce: nonce, commands: [], host: step.host, effect: step.effect.word,
            fingerprint: fingerprint(of: step))))
      try end(step, number, .failed(.notStarted(error.summary)), file: nil, duration: 0)
      return .recorded
    }
  }

  /// The step's pipelines with nothing left open.
  func work(of step: PlannedStep, _ number: Int, _ nonce: String) throws(Problem) -> [Work] {
    var work: [Work] = []
    guard step.isReached else { throw CommandResolution.unreached(step.host) }
    let slug = step.id.utf8.map { $0 == 0x2F ? UInt8(ascii: ".") : $0 }
    let base = "\(outputFolder)/\(step.number)-\(String(decoding: slug, as: UTF8.self)).\(number)"
    for (index, pipeline) in step.pipelines.enumerated() {
      var commands = try resolution.resolve(pipeline, outputs: outputs)
      let key = "\(runID)/\(step.id)/\(number)"
      let directory = step.pipelines.count == 1 ? base : "\(base).\(index + 1)"
      commands = commands.map {
        let marked = $0.adding("RUNBOOK_IDEMPOTENCY_KEY", SHA256.digest(key).hex)
        // The folders of the run are here.
        if step.away != nil { return marked }
        return marked.adding("RUNBOOK_WORK_DIRECTORY", directory + ".files")
          .adding("RUNBOOK_RUN_FOLDER", Files.directory(of: outputFolder) ?? "/")
      }
      let secrets = pipeline.commands.flatMap(\.environment).compactMap { if case .secret = $0.value { $0.name } else { nil } }
      let part = index + 1
      work.append(
        Work(
          run: runID, step: step.id, attempt: number, nonce: nonce, part: part, commands: commands, secretVariables: Set(secrets),
          timeLimit: step.policy.timeout, isSupervised: pipeline.effect.changesSomething,
          outputIsData: step.keepsOutputAsData,
          directory: directory))
    }
    return work
  }

  /// Captures, verification, then the durable outcome.
  func conclude(_ attempt: Attempt, _ performance: Performance) throws(Problem) {
    let step = attempt.step
    let duration = max(0, Clock.boottime() - attempt.beganAt)
    var failure = performance.failure
    if performance.wasEnded, failure == nil { failure = .notStarted("it was ended by the operator") }
    let output = String(decoding: performance.output, as: UTF8.self)
    if case .check(let probe) = step.kind {
      failure = try judge(step, probe, output, failure, performance)
    } else if failure == nil {
      failure = try verify(step)
    }
    if failure == nil {
      failure = try capture(step, output)
    } else if step.policy.mark == .reconcile {
      // What is still missing is the very thing that the log must hold (seed §3.5, last point).
      _ = try capture(step, output)
    }
    let outcome = failure.map(StepOutcome.failed) ?? .succeeded
    try end(step, attempt.number, outcome, file: performance.file, duration: duration, late: attempt.late)
  }

  func end(
    _ step: PlannedStep, _ number: Int, _ outcome: StepOutcome, file: OutputFile?, duration: Int64, late: Bool = false
  ) throws(Problem) {
    try log.append(.stepEnded(Ending(step: step.id, attempt: number, outcome: outcome, output: file, duration: duration, late: late)))
    switch outcome {
    case .succeeded:
      try closeObligations(of: step)
      try countAsMessage(step, step.title.shown(outputs), person)
      console.tell(.done(step, WallTime.durationText(nanoseconds: duration)))
    case .failed(let reason): console.tell(.failed(step, reason.words))
    }
  }

  private func judge(
    _ step: PlannedStep, _ probe: PlannedProbe, _ output: String, _ failure: FailureReason?, _ performance: Performance
  ) throws(Problem) -> FailureReason? {
    var (output, failure) = (output, failure)
    var verdict = probe.criterion.passes(output: output, succeeded: failure == nil, outputs: outputs)
    // A rehearsal has made its answer up; it waits for no other.
    if verdict != true, rehearsal == nil, let patience = probe.patience {
      let answer = look(probe, until: Clock.boottime() + Int64(patience.wholeSeconds) * 1_000_000_000)
      (output, failure, verdict) = (answer.output, answer.failure, answer.verdict)
    }
    let observed = probe.criterion.observed(in: output)
    let value = observed.isEmpty ? (failure?.words ?? "(nothing)") : observed
    try log.append(
      .checkObserved(
        CheckObservation(step: step.id, value: Self.clipped(value), criterion: probe.criterion.words(outputs), passed: verdict == true)))
    if verdict == true { return nil }
    return .check("\(Self.clipped(value)), wanted: \(probe.criterion.words(outputs))")
  }

  private func verify(_ step: PlannedStep) throws(Problem) -> FailureReason? {
    for probe in step.policy.verifications {
      let patience = Int64(probe.patience?.wholeSeconds ?? 0) * 1_000_000_000
      let answer = rehearsal?.look(probe, after: step) ?? look(probe, until: Clock.boottime() + patience)
      if answer.verdict != true {
        return .check(
          "the commands ended well, but afterwards: \(Self.clipped(answer.observed)), wanted: \(probe.criterion.words(outputs))")
      }
    }
    return nil
  }

  private func capture(_ step: PlannedStep, _ output: String) throws(Problem) -> FailureReason? {
    for capture in step.policy.captures {
      guard let text = capture.source.value(in: output), let value = capture.output.parse(text) else {
        return .check(
          "‹\(capture.output.name)› could not be taken from \(capture.source.words) of the output: it must be \(capture.output.rule)")
      }
      try log.append(.outputCaptured(step: step.id, name: capture.output.name, value: value))
    }
    return nil
  }

  static func clipped(_ text: String) -> String {
    let safe = TerminalText.escapedLine(text)
    return safe.utf8.count <= 400 ? safe : String(safe.prefix(400)) + "…"
  }

  func fingerprint(of step: PlannedStep) -> String {
    SHA256.digest(JSON.array(step.pipelines.flatMap(\.commands).map(\.json)).canonicalBytes).hex
  }
}

extension PlannedStep {
  /// Whether what the last command prints is for the run to take values from.
  var keepsOutputAsData: Bool {
    if case .check(let probe) = kind {
      switch probe.criterion {
      case .json: return true
      case .all(let parts) where parts.contains(where: { if case .json = $0 { true } else { false } }): return true
      default: break
      }
    }
    return !policy.captures.isEmpty
  }
}

extension ResolvedCommand {
  func adding(_ name: String, _ value: String) -> ResolvedCommand {
    ResolvedCommand(
      executable: executable, arguments: arguments, environment: environment.merging([name: value]) { $1 }, input: input,
      workingDirectory: workingDirectory, secrets: secrets, away: away)
  }
}

extension CaptureSource {
  /// The part of an output that a capture takes.
  func value(in output: String) -> String? {
    switch self {
    case .whole: return TextTrim.trimmed(output)
    case .json(let path): return JSONPath.member(path, of: output)
    case .line(let number):
      let lines = output.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
      let kept = lines.last?.isEmpty == true ? Array(lines.dropLast()) : lines
      let index = number > 0 ? number - 1 : kept.count + number
      return kept.indices.contains(index) ? kept[index] : nil
    }
  }
}
