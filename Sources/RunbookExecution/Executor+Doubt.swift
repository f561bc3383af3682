import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// A step was started and has no outcome: exit record, then liveness, then the step's own look, then a person.
  ///
  /// Never silently run again unless the step says `.idempotent`.
  func settleDoubt(_ step: PlannedStep, _ attempt: Int) throws(Problem) -> ExitCode? {
    let nonce = state.step(step.id).nonce ?? ""
    let began = state.step(step.id).intendedAt?.boot ?? Clock.boottime()
    let work = try work(of: step, attempt, nonce)
    // Parts run in order, so the last one that was begun tells about all before it.
    for index in work.indices.reversed() where work[index].isSupervised {
      var known = performer.state(of: work[index])
      if case .running = known {
        console.tell(.warning("step \(step.number) is still running from the earlier session; it is not started twice. Waiting for it"))
        known = performer.adopt(work[index]) { console.show(step, $0) }
      }
      switch known {
      case .notStarted: continue
      case .running: return try pause(.inDoubt, at: step, .inDoubt, "step \(step.number) is still running")
      case .unreachable(let words):
        let doubtful = Attempt(step: step, number: attempt, work: work, beganAt: began, part: index, late: true)
        return try ask(doubtful, "\(place(doubtful)) was sent to \(step.host), which cannot be asked about it: \(words)", isKnown: false)
      case .unsettled(let words):
        let doubtful = Attempt(step: step, number: attempt, work: work, beganAt: began, part: index, late: true)
        return try ask(doubtful, "\(place(doubtful)) was sent to \(step.host); \(words)", isKnown: false)
      case .unknown:
        let doubtful = Attempt(step: step, number: attempt, work: work, beganAt: began, part: index, late: true)
        // A person has said already that this command is done.
        if index < state.step(step.id).commandsDone { return try goOn(doubtful.behind) }
        return try ask(doubtful)
      case .finished(let performance, _):
        let isOver = performance.failure != nil || performance.wasEnded || index + 1 == work.count
        if isOver { return try adopt(step, attempt, performance) }
        return try goOn(Attempt(step: step, number: attempt, work: work, beganAt: began, part: index + 1, late: true))
      }
    }
    let changes = work.contains(where: \.isSupervised)
    return try resolved(
      step, attempt, .notDone, .exitRecord,
      !changes
        ? "the step only reads"
        : step.away.map { "no command of the attempt was begun: \($0.name) was not asked to, or says so" }
          ?? "no command of the attempt was begun: its folder is not there"
    )
  }

  /// Takes the outcome that the supervisor wrote while nobody watched.
  private func adopt(_ step: PlannedStep, _ attempt: Int, _ performance: Performance) throws(Problem) -> ExitCode? {
    console.tell(.note("step \(step.number) ended while nobody watched; its recorded outcome is taken"))
    let began = state.step(step.id).intendedAt?.boot ?? Clock.boottime()
    try openObligations(of: step)
    try conclude(Attempt(step: step, number: attempt, work: [], beganAt: began, late: true), performance)
    return nil
  }

  /// Goes on with the parts of an attempt that were certainly not begun, or that a person says did nothing.
  private func goOn(_ attempt: Attempt) throws(Problem) -> ExitCode? {
    var attempt = attempt
    if let stop = try assertIdentity(of: attempt.step) { return stop }
    try openObligations(of: attempt.step)
    try setAside(attempt.work[attempt.part].directory)
    while attempt.part < attempt.work.count {
      let item = attempt.work[attempt.part]
      let performance = performer.perform([item], started: { _, _ in }, show: { console.show(attempt.step, $1) })[0]
      attempt.part += 1
      if performance.isInDoubt { return nil }
      if performance.failure != nil || performance.wasEnded || attempt.part == attempt.work.count {
        try conclude(attempt, performance)
        return nil
      }
    }
    return nil
  }

  /// A folder in which nothing of value happened keeps its files under another name; an attempt's folder is never used twice.
  private func setAside(_ directory: String) throws(Problem) {
    guard Files.exists(directory) else { return }
    do throws(SystemError) { try Files.rename(directory, to: "\(directory).aside-\(nonces().prefix(8))") } catch {
      throw Problem(.stepFailed, "the folder of the earlier attempt cannot be set aside: \(error)", hint: "move it away: \(directory)")
    }
  }

  private func place(_ attempt: Attempt) -> String {
    attempt.work.count == 1 ? "the command" : "command \(attempt.part + 1) of \(attempt.work.count)"
  }

  private func ask(_ attempt: Attempt) throws(Problem) -> ExitCode? {
    try ask(attempt, "\(place(attempt)) was started, nothing of it lives, and it left no exit record", isKnown: true)
  }

  /// - Parameter isKnown: whether nothing of it lives; what may still be running is not run again without a person's word.
  private func ask(_ attempt: Attempt, _ evidence: String, isKnown: Bool) throws(Problem) -> ExitCode? {
    let step = attempt.step
    var lines = [evidence]
    let isLast = attempt.part + 1 == attempt.work.count
    let wanted = isLast ? values(of: step) : []
    switch step.policy.doubt {
    case _ where !isKnown: break
    case .idempotent where attempt.number < Self.idempotentAttempts:
      return try resolved(step, attempt.number, .notDone, .probe, evidence + "; running it twice has the same effect as once")
    case .probe(let probe):
      let answer = look(probe, until: Clock.boottime() + Int64(probe.patience?.wholeSeconds ?? 0) * 1_000_000_000)
      lines.append("its own look says: \(Self.clipped(answer.observed)), wanted: \(probe.criterion.words(outputs))")
      guard let verdict = answer.verdict else { break }
      // What it printed went with the attempt: only a person can say what a look cannot.
      if verdict, !wanted.isEmpty { break }
      let words = lines.joined(separator: "; ")
      return verdict ? try resolved(step, attempt.number, .done, .probe, words) : try again(attempt, .probe, words)
    case .idempotent, .askAPerson: break
    }
    if attempt.part > 0 { lines.append("the commands before it are done; they do not run again") }
    if !isLast { lines.append("the commands behind it were not started; they run when this one is done") }
    let question = DoubtQuestion(step: step, title: step.title.shown(outputs), evidence: lines, isRunning: false, values: wanted)
    switch console.answer(question) {
    case .done(let said): return try done(attempt, said)
    case .notDone(let said): return try again(attempt, .person, said.text, said.person)
    case .wait, .pause, nil:
      console.tell(.warning("step \(step.number) is in doubt: \(evidence)"))
      return try pause(.inDoubt, at: step, .inDoubt, "a person must say what happened to step \(step.number)")
    }
  }

  /// How often a step is tried whose supervisor dies each time, before a person is asked.
  private static let idempotentAttempts = 3

  /// The command in doubt is done; those behind it are not.
  private func done(_ attempt: Attempt, _ said: Evidence) throws(Problem) -> ExitCode? {
    let isLast = attempt.part + 1 == attempt.work.count
    let command = isLast ? nil : attempt.part + 1
    let words = isLast ? try record(said, for: attempt.step) : said.text
    if let stop = try resolved(attempt.step, attempt.number, .done, .person, words, said.person, command: command) { return stop }
    return isLast ? nil : try goOn(attempt.behind)
  }

  /// The command in doubt did nothing: it runs again, and no command before it does.
  private func again(
    _ attempt: Attempt, _ source: Resolution.Source, _ evidence: String, _ person: Person? = nil
  ) throws(Problem) -> ExitCode? {
    let command = attempt.part == 0 ? nil : attempt.part + 1
    if let stop = try resolved(attempt.step, attempt.number, .notDone, source, evidence, person, command: command) { return stop }
    return command == nil ? nil : try goOn(attempt)
  }

  private func resolved(
    _ step: PlannedStep, _ attempt: Int, _ verdict: Resolution.Verdict, _ source: Resolution.Source, _ evidence: String,
    _ person: Person? = nil, command: Int? = nil
  ) throws(Problem) -> ExitCode? {
    try log.append(
      .inDoubtResolved(
        Resolution(
          step: step.id, attempt: attempt, verdict: verdict, source: source, evidence: Self.clipped(evidence), person: person,
          command: command)))
    if verdict == .done, command == nil { try closeObligations(of: step) }
    let place = command.map { ", command \($0)" } ?? ""
    console.tell(.note("step \(step.number), attempt \(attempt)\(place): \(verdict == .done ? "done" : "not done") (\(source.rawValue))"))
    return nil
  }
}

extension Executor.Attempt {
  /// The same attempt behind the part at which it stands.
  fileprivate var behind: Executor.Attempt {
    Executor.Attempt(step: step, number: number, work: work, beganAt: beganAt, part: part + 1, late: late)
  }
}
