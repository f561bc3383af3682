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
      let directory = work[index].directory
      var known = performer.state(of: directory, nonce: nonce)
      if case .running = known {
        console.tell(.warning("step \(step.number) is still running from the earlier session; it is not started twice. Waiting for it"))
        known = performer.adopt(directory, nonce: nonce) { console.show(step, $0) }
      }
      switch known {
      case .notStarted: continue
      case .running: return try pause(.inDoubt, at: step, .inDoubt, "step \(step.number) is still running")
      case .unknown: return try ask(step, attempt, "command \(index + 1) was started, nothing of it lives, and it left no exit record")
      case .finished(let performance, _):
        guard performance.failure == nil, index + 1 < work.count else { return try adopt(step, attempt, performance) }
        return try goOn(Attempt(step: step, number: attempt, work: work, beganAt: began, part: index + 1, late: true))
      }
    }
    let changes = work.contains(where: \.isSupervised)
    return try resolved(
      step, attempt, .notDone, .exitRecord, changes ? "no command of the attempt was begun: its folder is not there" : "the step only reads"
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

  /// Goes on with the parts of an attempt that were certainly not begun.
  private func goOn(_ attempt: Attempt) throws(Problem) -> ExitCode? {
    var attempt = attempt
    try openObligations(of: attempt.step)
    while attempt.part < attempt.work.count {
      let item = attempt.work[attempt.part]
      let performance = performer.perform([item], started: { _, _ in }, show: { console.show(attempt.step, $1) })[0]
      attempt.part += 1
      if performance.isInDoubt { return nil }
      if performance.failure != nil || attempt.part == attempt.work.count {
        try conclude(attempt, performance)
        return nil
      }
    }
    return nil
  }

  private func ask(_ step: PlannedStep, _ attempt: Int, _ evidence: String) throws(Problem) -> ExitCode? {
    var lines = [evidence]
    switch step.policy.doubt {
    case .idempotent:
      return try resolved(step, attempt, .notDone, .probe, evidence + "; running it twice has the same effect as once")
    case .probe(let probe):
      let answer = look(probe, until: Clock.boottime() + Int64(probe.patience?.wholeSeconds ?? 0) * 1_000_000_000)
      lines.append("its own look says: \(Self.clipped(answer.observed)), wanted: \(probe.criterion.words(outputs))")
      if let verdict = answer.verdict {
        return try resolved(step, attempt, verdict ? .done : .notDone, .probe, lines.joined(separator: "; "))
      }
    case .askAPerson: break
    }
    let question = DoubtQuestion(step: step, title: step.title.shown(outputs), evidence: lines, isRunning: false)
    switch console.answer(question) {
    case .done(let said): return try resolved(step, attempt, .done, .person, said.text, said.person)
    case .notDone(let said): return try resolved(step, attempt, .notDone, .person, said.text, said.person)
    case .wait, .pause, nil:
      console.tell(.warning("step \(step.number) is in doubt: \(evidence)"))
      return try pause(.inDoubt, at: step, .inDoubt, "a person must say what happened to step \(step.number)")
    }
  }

  private func resolved(
    _ step: PlannedStep, _ attempt: Int, _ verdict: Resolution.Verdict, _ source: Resolution.Source, _ evidence: String,
    _ person: Person? = nil
  ) throws(Problem) -> ExitCode? {
    try log.append(
      .inDoubtResolved(
        Resolution(step: step.id, attempt: attempt, verdict: verdict, source: source, evidence: Self.clipped(evidence), person: person)))
    if verdict == .done { try closeObligations(of: step) }
    console.tell(.note("step \(step.number), attempt \(attempt): \(verdict == .done ? "done" : "not done") (\(source.rawValue))"))
    return nil
  }
}
