import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension Executor {
  /// Whether the run may be declared recovered.
  enum Declaration {
    case yes
    /// A person said what to do about a proof; the machine walks again.
    case again
    case no(ExitCode)
  }

  /// Nobody says “recovered” before §4.3 and §3.5 have passed (seed §6.3): what has not is asked about, and without an answer
  /// the run pauses with 15.
  func declareRecovery() throws(Problem) -> Declaration {
    if isDry { return .yes }
    let open = RecoveryProof(plan, state).open
    guard let first = open.first else { return .yes }
    console.tell(.warning("production was changed, and recovery cannot be declared: \(Self.count(open.count)) not passed"))
    for proof in open { console.tell(.warning("not passed: \(proof.words(outputs))")) }
    guard let reply = console.answer(question(about: first)) else { return .no(try undeclared(open)) }
    interruption?.reset()
    switch (reply.choice, reply.evidence) {
    case (.retry, _):
      if let stop = try run([first.step]) { return .no(stop) }
    case (.done, let evidence?):
      if let stop = try refuseWord(on: first.step, evidence) { return .no(stop) }
      let words = try record(evidence, for: first.step)
      try log.append(.stepMarkedDone(step: first.step.id, evidence: words, by: evidence.person))
      try closeObligations(of: first.step)
    case (.abort, let evidence?): return .no(try abort(evidence))
    default: return .no(try undeclared(open))
    }
    machine = ExecutionMachine(plan)
    return .again
  }

  private func question(about proof: RecoveryProof.Open) -> FailureQuestion {
    let owed = state.openObligations.map(\.text).joined(separator: ", ")
    return FailureQuestion(
      step: proof.step, title: proof.step.title.shown(outputs), reason: proof.why + ", and recovery needs it", tail: [],
      choices: [
        (.retry, "runs it now, as attempt \(state.step(proof.step.id).attempts + 1)"),
        (.done, "the Incident Commander vouches for it; an exception in the report"),
        (.pause, "keeps the run open; go on later with --resume"),
        (.abort, "ends the run without a recovery" + (owed.isEmpty ? "" : "; still owed: \(owed)")),
      ], provesRecovery: true, values: values(of: proof.step))
  }

  private func undeclared(_ open: [RecoveryProof.Open]) throws(Problem) -> ExitCode {
    try pause(
      .operator, at: open.first?.step, .openObligations,
      "not recovered: \(Self.count(open.count)) not passed (\(open.map(\.step.number).joined(separator: ", ")))")
  }

  /// Only the Incident Commander may vouch for what proves the recovery; nil when this person does not, or need not.
  func refuseWord(on step: PlannedStep, _ evidence: Evidence) throws(Problem) -> ExitCode? {
    guard evidence.person.role != Role.incidentCommander.rawValue, RecoveryProof(plan, state).covers(step) else { return nil }
    return try pause(
      .failedStep, at: step, .awaitingSignOff,
      "step \(step.number) proves the recovery: to count it as done by hand is for the Incident Commander to say")
  }

  private static func count(_ count: Int) -> String { count == 1 ? "1 proof has" : "\(count) proofs have" }
}
