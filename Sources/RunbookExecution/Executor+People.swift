import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// Asks a gate, a manual step or a decision; nil to go on.
  func ask(_ step: PlannedStep) throws(Problem) -> ExitCode? {
    if let stop = try checkPreconditions(of: step) { return stop }
    switch step.kind {
    case .gate:
      try lookAgain(before: step)
      return try askGate(step)
    case .manual:
      guard let evidence = console.answer(ManualQuestion(step: step, title: step.title.shown(outputs))) else {
        return try unanswered(step, "step \(step.number) waits for a person: \(step.title.shown(outputs))")
      }
      try log.append(.manualConfirmed(step: step.id, evidence: evidence.text, by: evidence.person))
      try closeObligations(of: step)
      try countAsMessage(step, evidence.text, evidence.person)
      console.tell(.done(step, "confirmed"))
      return nil
    case .decision(let arms, _):
      let question = DecisionQuestion(
        step: step, title: step.title.shown(outputs), arms: arms.map { ($0.answer, obstacle(to: $0)) }, clock: clock,
        deadlines: deadlines(of: arms, at: step))
      guard let reply = console.answer(question) else {
        return try unanswered(step, "decision \(step.number) waits for the \(step.role)")
      }
      return try choose(step, arm: reply.arm, reason: reply.reason, reply.person)
    case .run, .check, .group, .concurrently, .settle: return nil
    }
  }

  /// Records a decision; what it fills is recorded first, so that a crash between the two asks again.
  func choose(_ step: PlannedStep, arm: String, reason: String, _ person: Person) throws(Problem) -> ExitCode? {
    guard case .decision(let arms, _) = step.kind, let chosen = arms.first(where: { $0.answer == arm }) else { return nil }
    if let obstacle = obstacle(to: chosen) {
      console.tell(.warning("“\(arm)” cannot be taken in this run: \(obstacle)"))
      return try pause(.signOff, at: step, .awaitingSignOff, "decision \(step.number) waits for another answer")
    }
    for capture in step.policy.captures {
      guard let value = capture.output.parse(arm) else { continue }
      try log.append(.outputCaptured(step: step.id, name: capture.output.name, value: value))
    }
    try log.append(.decisionMade(step: step.id, arm: arm, reason: reason, by: person))
    console.tell(.done(step, "“\(arm)” (\(reason))"))
    return nil
  }

  /// Why an arm cannot be taken: a parameter that only it needs was not given.
  private func obstacle(to arm: PlannedStep.Arm) -> String? {
    let missing = plan.missingParameters(in: arm.steps)
    guard !missing.isEmpty else { return nil }
    return "it needs " + missing.map { "--\($0)" }.joined(separator: ", ") + "; abort this run and start another one with them"
  }

  /// Nobody answered: the run waits for the answer, or Ctrl-C has ended the question.
  func unanswered(_ step: PlannedStep, _ words: String) throws(Problem) -> ExitCode {
    guard let interruption, interruption.wish != .none else { return try pause(.signOff, at: step, .awaitingSignOff, words) }
    return try pause(.operator, at: step, .interrupted, "paused by the operator; \(words)")
  }

  func askGate(_ step: PlannedStep) throws(Problem) -> ExitCode? {
    let statement = GateStatement(step, plan: plan, coverage: coverage, state: state)
    if let signOff { return try askSigned(step, statement, signOff) }
    try log.append(
      .gateRequested(
        GateRequest(step: step.id, role: step.role.rawValue, statement: statement.title, evidence: statement.evidence, word: statement.word)
      ))
    guard let reply = console.answer(question(step, statement)) else {
      return try unanswered(step, "gate \(step.number) waits for the \(step.role)")
    }
    switch reply {
    case .approve(let person):
      try log.append(.gateAnswered(answer(step, .approved, person, nil, statement)))
      console.tell(.done(step, "approved by \(person.name)"))
      return nil
    case .decline(let person, let reason):
      try log.append(.gateAnswered(answer(step, .declined, person, reason, statement)))
      return try declined(step)
    case .breakGlass: return try unanswered(step, "gate \(step.number) waits for the \(step.role)")
    }
  }

  /// A gate as it is shown now.
  func question(_ step: PlannedStep, _ statement: GateStatement) -> GateQuestion {
    var question = GateQuestion(
      statement: statement, role: step.role.description, word: statement.word, clock: clock, objective: plan.objectives.rto,
      lossObjective: plan.objectives.rpo, probedAgo: lookAge, message: MessageClock.next(state), head: state.fingerprint,
      records: state.recordCount, turnBack: turnBack(step))
    question.estateHasKeys = plan.estate.signOff != nil
    question.expectedLoss = expectedLoss(at: step)
    return question
  }

  /// Nanoseconds since the run began; over a reboot by the wall clock, since boot times do not compare (reliability A.10).
  var sinceBeginning: Int64 {
    guard let began = state.began else { return 0 }
    let isSameBoot = state.genesis?.bootID == state.session?.bootID
    return max(0, isSameBoot ? Clock.boottime() - began.boot : now() - began.wall.nanoseconds)
  }

  /// The last moment for each answer at which it still fits the objective.
  private func deadlines(of arms: [PlannedStep.Arm], at step: PlannedStep) -> [String: WallTime] {
    var deadlines: [String: WallTime] = [:]
    for arm in arms { deadlines[arm.answer] = clock.decideBy(remaining(choosing: [step.id: arm.answer])) }
    return deadlines
  }

  private func answer(
    _ step: PlannedStep, _ decision: GateAnswer.Decision, _ person: Person, _ reason: String?, _ statement: GateStatement
  ) -> GateAnswer {
    GateAnswer(step: step.id, decision: decision, person: person, reason: reason, evidence: statement.evidence, signature: nil)
  }

  /// A no ends the run; it is neither a failure nor an abort, and nothing is taken back by itself.
  func declined(_ step: PlannedStep) throws(Problem) -> ExitCode {
    try log.append(.declined(step: step.id))
    for obligation in state.openObligations { console.tell(.warning("still owed, settle it by hand: \(obligation.text)")) }
    try log.append(.sealed(.declined))
    console.tell(.warning("declined at gate \(step.number): \(state.gates[step.id]?.answer?.reason ?? "")"))
    return .signOffRefused
  }

  /// The last moment to turn back without loss, in words.
  private func turnBack(_ gate: PlannedStep) -> String {
    let destroying = (coverage.released[gate.id] ?? []).first { if case .destroys = $0.effect { true } else { false } }
    let writing = (coverage.released[gate.id] ?? []).first { $0.effect.changesSomething }
    if let destroying { return "until step \(destroying.number) starts nothing is lost" }
    if let writing { return "until step \(writing.number) starts nothing is changed" }
    return "this gate releases nothing that changes anything"
  }

  /// Uses the approval that covers the step, if a gate stands before it; the evidence must still be the same.
  func consumeApproval(for step: PlannedStep, attempt: Int) throws(Problem) -> ExitCode? {
    guard let gateID = coverage.gates[step.id], let gate = plan.step(withID: gateID) else {
      // The planner refuses such a plan; this is the second lock on the same door.
      guard case .destroys = step.effect else { return nil }
      return try pause(.failedStep, at: step, .safetyRefusal, "step \(step.number) destroys and no gate shows it")
    }
    let status = state.step(gateID).status
    // A person left the gate out, with a reason that the log holds.
    if status == .skipped || status == .markedDone { return nil }
    // An arm ended the run before that gate was reached: what is still owed does not wait for a question that nobody asks any more.
    if case .settle = step.kind, state.gates[gateID] == nil, !step.effect.isDestroying { return nil }
    let statement = GateStatement(gate, plan: plan, coverage: coverage, state: state)
    let known = state.gates[gateID]
    var isDestroying = false
    if case .destroys = step.effect { isDestroying = true }
    let isUsable = known?.usableApproval(bootID: state.session?.bootID ?? "") != nil
    let isUsed = known?.consumedBy != nil && known?.answer?.decision == .approved
    let isSame = known?.request.evidence == statement.evidence
    let mustAskAgain = !isSame || (!isUsable && !isUsed) || (isDestroying && attempt > 1 && isUsed)
    if mustAskAgain {
      console.tell(
        .warning(
          isSame
            ? "the approval of gate \(gate.number) is used up or expired; it is asked again"
            : "what gate \(gate.number) showed has changed; it is asked again"))
      if let stop = try askGate(gate) { return stop }
    }
    if let stop = try confirmApproval(of: gate) { return stop }
    if state.gates[gateID]?.consumedBy == nil { try log.append(.gateConsumed(step: gateID, releasing: step.id)) }
    return nil
  }
}
