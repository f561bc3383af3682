package import RunbookApproval
package import RunbookBase
package import RunbookJournal
import RunbookPlanning
import RunbookSystem
package import Runbooks

/// The sign-off of one run by signed answers: makes requests of what gates show, and judges what comes back.
package final class GateSignOff {
  package let rules: SignOff
  /// Who opened this session.
  package let sessionOperator: Operator
  private let run: RunFolder
  private let user: UInt32
  private var desk: ApprovalDesk
  private let handoverBefore: Handover?

  /// The sign-off of a run that this session holds.
  ///
  /// - Throws: `safetyRefusal` when ssh-keygen or the trust files cannot be believed.
  package init(_ rules: SignOff, operator: Operator, run: RunFolder, keygen: SSHKeygen, user: UInt32, state: RunState) throws(Problem) {
    self.rules = rules
    self.run = run
    self.user = user
    sessionOperator = `operator`
    handoverBefore = state.holders[Role.restoreOperator.rawValue]
    desk = try ApprovalDesk(
      run, policy: rules.policy, trust: .init(rules, user: user), keygen: keygen, exchange: rules.exchange?.text)
  }

  var folder: ApprovalFolder { desk.folder }

  func rule(_ statement: GateStatement) -> ApprovalPolicy.Rule {
    rules.policy.rule(gate: statement.subject, destroys: statement.releases.contains { !$0.destroys.isEmpty })
  }

  /// Who works on the run now: whoever it was handed to in this session, else whoever opened it.
  func `operator`(_ state: RunState) -> Operator {
    guard let handover = state.holders[Role.restoreOperator.rawValue], handover != handoverBefore else { return sessionOperator }
    return Operator(login: handover.to.login, person: handover.rosterID ?? handover.to.name)
  }

  /// What is asked, as far as it is signed.
  func question(_ statement: GateStatement, _ plan: Plan, _ state: RunState) throws(Problem) -> ApprovalRequest.Question {
    guard let digest = SHA256.Digest(hex: plan.digest) else { throw Problem(.planInvalid, "the plan has no digest") }
    let commands = statement.releases.filter { $0.effect != "reads" }.flatMap { release in
      release.commands.map { command in
        ApprovedCommand(
          number: release.number, step: release.id, title: release.title, host: release.host, effect: release.effect, argv: command.argv,
          destroys: command.destroys, input: command.input, environment: shown(command.environment, plan))
      }
    }
    return ApprovalRequest.Question(
      run: run.id, gate: statement.subject, number: statement.gate.number, title: statement.title, role: statement.gate.role.rawValue,
      estate: plan.estate.name, plan: digest, evidence: statement.evidence, policy: rules.policy.digest, commands: commands,
      targets: statement.identities.map { .init($0.target, $0.observed) }, operator: `operator`(state),
      holder: state.holders[statement.gate.role.rawValue]?.to.name)
  }

  /// A command's own variables, without those that every command of the estate has; never a value whose name speaks of a secret.
  private func shown(_ environment: [String: String], _ plan: Plan) -> [String: String] {
    var shown: [String: String] = [:]
    for (name, value) in environment where plan.estate.environment[name] != value { shown[name] = Plan.shown(name, value) }
    return shown
  }

  /// The request that goes out; the one that is out already while it fits.
  func open(
    _ question: ApprovalRequest.Question, facts: [String], _ state: RunState, _ history: ApprovalHistory, now: WallTime
  ) throws(Problem) -> ApprovalRequest {
    try desk.open(
      question, facts: facts, sequence: state.recordCount, head: state.head, at: moment(history, state, now, nil),
      headAt: { history.head(after: $0) })
  }

  func history() throws(Problem) -> ApprovalHistory { try ApprovalHistory(run) }

  func collect(
    _ request: ApprovalRequest, _ state: RunState, _ history: ApprovalHistory, now: WallTime
  ) throws(Problem) -> ApprovalDesk.Intake {
    try desk.collect(request, at: moment(history, state, now, request))
  }

  func isExpired(_ request: ApprovalRequest, _ state: RunState, _ history: ApprovalHistory, now: WallTime) -> Bool {
    moment(history, state, now, request).latest(request) > request.notAfter
  }

  func forget(_ request: ApprovalRequest) { desk.forget(request) }

  func handIn(_ text: [UInt8]) throws(Problem) { try desk.handIn(text) }

  /// Answers that came after their gates were closed.
  func late(_ state: RunState, _ history: ApprovalHistory) -> [(gate: String, content: SHA256.Digest, refusal: ApprovalRefusal)] {
    state.gates.sorted { $0.key < $1.key }.filter { $0.value.answer != nil }.flatMap { gate in
      desk.late(gate.key, signature: gate.value.answer?.signature, known: history.refused).map { (gate.key, $0.content, $0.refusal) }
    }
  }

  /// Who may answer by typing, by the roster as it is now.
  ///
  /// - Throws: `signOffRefused` for the operator, a stranger, somebody without the role.
  package func typed(_ name: String, role: String, _ state: RunState) throws(Problem) {
    let trust = try ApprovalDesk.TrustLocation(rules, user: user).load()
    let operators = [`operator`(state)] + ((try? history())?.operators ?? [])
    let person = try Separation.atTerminal(name, role: role, operators: operators, roster: trust.roster, policy: rules.policy)
    guard let person, let holder = state.holders[role], holder.rosterID != person.id else { return }
    let refusal = ApprovalRefusal.handedOver(person: person.id, role: role, to: holder.to.name)
    throw Problem(.signOffRefused, refusal.text, hint: refusal.remedy)
  }

  /// Judges a recorded approval again, right before what it releases starts.
  ///
  /// - Throws: `signOffRefused` with the reasons when it does not hold any more, `safetyRefusal` for the trust files.
  func confirm(_ gate: GateState, _ question: ApprovalRequest.Question, _ state: RunState, now: WallTime) throws(Problem) {
    guard let answer = gate.answer else { throw Problem(.signOffRefused, "the gate has no answer") }
    let rule = rules.policy.rule(gate: question.gate, destroys: question.destroys)
    if answer.isBreakGlass, rule.allowsBreakGlass { return }
    guard let signature = answer.signature else {
      guard rule.acceptsTyped else { throw Problem(.signOffRefused, "it was typed, and this gate is released by signatures alone") }
      return try typed(answer.person.name, role: question.role, state)
    }
    guard let digest = gate.request.signing, let request = sent(gate.request, digest) else {
      throw Problem(.signOffRefused, "the request that was signed is not there any more")
    }
    let history = try history()
    guard history.head(after: request.sequence) == request.head else {
      throw Problem(.signOffRefused, "the request that was signed belongs to another log: its head is not one of this log")
    }
    try desk.confirm(signature, of: ApprovalDesk.renewed(request, question: question), at: moment(history, state, now, request))
  }

  /// The request of a record: from the record itself, or the file if it is that very request.
  func sent(_ asked: GateRequest, _ digest: SHA256.Digest) -> ApprovalRequest? {
    let recorded = asked.block.flatMap { try? ApprovalRequest(text: Array($0.utf8)) } ?? (try? folder.request(asked.step)) ?? nil
    return recorded?.digest == digest ? recorded : nil
  }

  private func moment(_ history: ApprovalHistory, _ state: RunState, _ now: WallTime, _ request: ApprovalRequest?) -> ApprovalMoment {
    history.moment(
      now: now, newestInLog: state.newestWall, boot: state.session.map { (Clock.boottime(), $0.bootID) }, request: request)
  }
}
