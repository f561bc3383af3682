import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

extension Executor {
  /// The longest block that a record holds; a longer request is known there by its digest.
  private static let blockLimit = 40 << 10

  /// A request that is out, and what has become of it.
  private final class OpenRequest {
    enum Outcome {
      case answered(GateAnswer)
      /// It has to be asked anew, and why.
      case stale(String)
      case trouble(Problem)
    }

    let statement: GateStatement
    let question: ApprovalRequest.Question
    let request: ApprovalRequest
    let history: ApprovalHistory
    var outcome: Outcome?
    var have = 0

    init(_ statement: GateStatement, _ question: ApprovalRequest.Question, _ request: ApprovalRequest, _ history: ApprovalHistory) {
      self.statement = statement
      self.question = question
      self.request = request
      self.history = history
    }
  }

  /// Asks a gate whose answers are signed; nil to go on.
  func askSigned(_ step: PlannedStep, _ statement: GateStatement, _ signOff: GateSignOff) throws(Problem) -> ExitCode? {
    switch try wait(for: step, statement, signOff) {
    case .stop(let code): return code
    case .recorded(let answer) where answer.decision == .declined: return try declined(step)
    case .recorded(let answer):
      console.tell(.done(step, answer.isBreakGlass ? "released without a sign-off" : "approved by \(answer.person.name)"))
      return nil
    }
  }

  private enum SignOffEnd {
    case recorded(GateAnswer)
    case stop(ExitCode)
  }

  private func wait(for step: PlannedStep, _ statement: GateStatement, _ signOff: GateSignOff) throws(Problem) -> SignOffEnd {
    while true {
      let open: OpenRequest
      do throws(Problem) { open = try self.open(step, statement, signOff) } catch { return .stop(try stopped(step, error)) }
      let isOver = { [self] in look(for: open, signOff) }
      var question = question(step, statement)
      question.signing = signing(open, signOff, isOver)
      // What is there already needs nobody at the terminal.
      let reply = isOver() ? nil : console.answer(question)
      // A no that arrived in the same moment wins over what was typed.
      if open.outcome == nil, reply != nil { _ = isOver() }
      switch open.outcome {
      case .answered(let answer):
        try log.append(.gateAnswered(answer))
        signOff.folder.unshare(statement.subject)
        return .recorded(answer)
      case .stale(let why):
        console.tell(.warning(why))
        continue
      case .trouble(let problem): return .stop(try stopped(step, problem))
      case nil: break
      }
      guard let reply else {
        let need = signOff.rule(statement).quorum
        let what = need == 1 ? "a signed answer" : "\(need) signed answers"
        tellWhere(open, signOff)
        return .stop(try unanswered(step, "gate \(step.number) waits for \(what) of the \(step.role)"))
      }
      if let answer = try taken(reply, open, signOff) {
        signOff.folder.unshare(statement.subject)
        return .recorded(answer)
      }
    }
  }

  /// The trust files cannot be believed, or the log cannot be written.
  private func stopped(_ step: PlannedStep, _ problem: Problem) throws(Problem) -> ExitCode {
    guard problem.code == .safetyRefusal || problem.code == .signOffRefused else { throw problem }
    for line in problem.details + (problem.hint.map { ["→ \($0)"] } ?? []) { console.tell(.warning(line)) }
    return try pause(.signOff, at: step, problem.code, "nothing was started: \(problem.summary)")
  }

  private func open(_ step: PlannedStep, _ statement: GateStatement, _ signOff: GateSignOff) throws(Problem) -> OpenRequest {
    let history = try signOff.history()
    for late in signOff.late(state, history) { try refuse(late.gate, late.refusal.text, late.content) }
    let question = try signOff.question(statement, plan, state)
    let facts = self.question(step, statement).facts
    let request = try signOff.open(question, facts: facts, state, history, now: WallTime(nanoseconds: now()))
    if let trouble = signOff.folder.share(request) { console.tell(.warning(trouble)) }
    let block = String(decoding: request.block, as: UTF8.self)
    try log.append(
      .gateRequested(
        GateRequest(
          step: statement.subject, role: step.role.rawValue, statement: statement.title, evidence: statement.evidence, word: statement.word,
          signing: request.digest, block: block.utf8.count <= Self.blockLimit ? block : nil)))
    // Read again: the time of a request counts from its record on.
    return OpenRequest(statement, question, request, try signOff.history())
  }

  private func signing(_ open: OpenRequest, _ signOff: GateSignOff, _ isOver: @escaping () -> Bool) -> SigningQuestion {
    let rule = signOff.rule(open.statement)
    return SigningQuestion(
      code: open.request.code, path: signOff.folder.requestPath(open.question.gate),
      sharedPath: signOff.folder.sharedRequestPath(open.question.gate), block: String(decoding: open.request.block, as: UTF8.self),
      validUntil: open.request.notAfter.text(.seconds), quorum: rule.quorum, holder: open.question.holder, acceptsTyped: rule.acceptsTyped,
      allowsBreakGlass: rule.allowsBreakGlass && open.statement.subject == open.statement.gate.id, isOver: isOver,
      handIn: { text in
        do throws(Problem) {
          try signOff.handIn(text)
          return nil
        } catch { return error.summary }
      })
  }

  /// One look for answers and handovers; true when asking is over.
  private func look(for open: OpenRequest, _ signOff: GateSignOff) -> Bool {
    guard open.outcome == nil else { return true }
    do throws(Problem) {
      log.takeIn()
      let now = WallTime(nanoseconds: now())
      guard try signOff.question(open.statement, plan, state) == open.question else {
        open.outcome = .stale("a role was handed over; the gate is asked anew")
        return true
      }
      let intake = try signOff.collect(open.request, state, open.history, now: now)
      for refusal in intake.refusals where !open.history.refused.contains(refusal.content) {
        try refuse(open.question.gate, refusal.refusal.text, refusal.content)
        if let remedy = refusal.refusal.remedy { console.tell(.note("→ \(remedy)")) }
      }
      if let answer = intake.standing.gateAnswer(to: open.request) {
        open.outcome = .answered(answer)
      } else if signOff.isExpired(open.request, state, open.history, now: now) {
        open.outcome = .stale("the request expired; another one is written")
      } else if case .waiting(let have, let need) = intake.standing, have > open.have {
        open.have = have
        console.tell(.note("\(have) of \(need) people have approved"))
      }
    } catch { open.outcome = .trouble(error) }
    return open.outcome != nil
  }

  /// Takes what was typed; nil when it counts for nothing and the gate is asked again.
  private func taken(_ reply: GateReply, _ open: OpenRequest, _ signOff: GateSignOff) throws(Problem) -> GateAnswer? {
    let (subject, evidence) = (open.statement.subject, open.statement.evidence)
    var answer: GateAnswer
    switch reply {
    case .decline(let person, let reason):
      answer = GateAnswer(step: subject, decision: .declined, person: person, reason: reason, evidence: evidence)
    case .approve(let person):
      do throws(Problem) {
        guard signOff.rule(open.statement).acceptsTyped else {
          throw Problem(.signOffRefused, "“\(person.name)” was typed, and this gate is released by signatures alone")
        }
        try signOff.typed(person.name, role: open.question.role, state)
      } catch {
        guard error.code == .signOffRefused else { throw error }
        try refuse(subject, error.summary, nil)
        return nil
      }
      answer = GateAnswer(step: subject, decision: .approved, person: person, evidence: evidence)
    case .breakGlass(let reason, let whyNotWait):
      let one = signOff.operator(state)
      let person = Person(name: one.person ?? one.login, login: one.login, role: Role.restoreOperator.rawValue)
      let glass: BreakGlass
      do throws(Problem) {
        glass = try BreakGlass(reason: reason, whyNotWait: whyNotWait, person: person, rule: signOff.rule(open.statement))
      } catch {
        try refuse(subject, error.summary, nil)
        return nil
      }
      answer = glass.answer(gate: subject, evidence: evidence)
      answer.isBreakGlass = true
      // Owed before it counts: no crash can lose it.
      let owed = GlassObligation.id(subject)
      if state.obligations[owed]?.status != .open { try log.append(.obligationOpened(id: owed, text: glass.obligation, step: subject)) }
      console.tell(.warning("\(glass.text). The run cannot end before somebody with the role has reviewed it"))
    }
    try log.append(.gateAnswered(answer))
    return answer
  }

  private func refuse(_ gate: String, _ reason: String, _ content: SHA256.Digest?) throws(Problem) {
    try log.append(.answerRefused(AnswerRefusal(step: gate, reason: reason, answer: content)))
    console.tell(.warning("not accepted: \(reason)"))
  }

  private func tellWhere(_ open: OpenRequest, _ signOff: GateSignOff) {
    console.tell(.note("request \(signOff.folder.requestPath(open.question.gate)), code \(open.request.code)"))
    if let shared = signOff.folder.sharedRequestPath(open.question.gate) { console.tell(.note("also \(shared)")) }
    console.tell(.note("sign it with: \(Host.programName) approve --request FILE --key KEY"))
    console.tell(.note("the answer goes beside the request, or: \(Host.programName) approve \(runID) --hand-in ANSWER\(stateWords)"))
  }

  /// Judges the approval of a gate again right before what it releases starts; one that does not hold is asked anew, once.
  func confirmApproval(of gate: PlannedStep) throws(Problem) -> ExitCode? {
    guard let signOff else { return nil }
    for attempt in 1...2 {
      guard let known = state.gates[gate.id], known.consumedBy == nil else { return nil }
      log.takeIn()
      let statement = GateStatement(gate, plan: plan, coverage: coverage, state: state)
      do throws(Problem) {
        try signOff.confirm(known, try signOff.question(statement, plan, state), state, now: WallTime(nanoseconds: now()))
        return nil
      } catch {
        guard error.code == .signOffRefused else { return try stopped(gate, error) }
        try refuse(gate.id, ([error.summary] + error.details).joined(separator: "; "), nil)
        if let digest = known.request.signing, let request = signOff.sent(known.request, digest) { signOff.forget(request) }
        if attempt == 2 { return try pause(.signOff, at: gate, .awaitingSignOff, "gate \(gate.number) waits for another sign-off") }
        if let stop = try askGate(gate) { return stop }
      }
    }
    return nil
  }

  /// Asks somebody with the role about each gate that its operator released alone; nil when nothing of that is owed.
  func reviewBreakGlass() throws(Problem) -> ExitCode? {
    guard let signOff else { return nil }
    let history = try signOff.history()
    for late in signOff.late(state, history) { try refuse(late.gate, late.refusal.text, late.content) }
    for obligation in state.openObligations {
      guard let id = GlassObligation.gate(obligation.id), let gate = plan.step(withID: id) else { continue }
      let statement = GateStatement(gate, plan: plan, coverage: coverage, state: state).reviewing(obligation.text)
      switch try wait(for: gate, statement, signOff) {
      case .stop(let code): return code == .awaitingSignOff ? .openObligations : code
      case .recorded(let answer) where answer.decision == .declined:
        let words = "the break-glass at gate \(gate.number) was not accepted: \(answer.reason ?? "")"
        return try pause(.signOff, at: gate, .openObligations, words)
      case .recorded: try log.append(.obligationClosed(id: obligation.id, step: statement.subject))
      }
    }
    return nil
  }
}

/// What a broken glass leaves owing.
enum GlassObligation {
  private static let prefix = "break-glass/"
  static func id(_ gate: String) -> String { prefix + gate }
  static func gate(_ id: String) -> String? { id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count)) : nil }
}
