import RunbookBase
import RunbookJournal
import Runbooks

/// What a gate's signed answers say, against what the log's records say of them.
///
/// Everything is derived again from what was signed and from what the run recorded; the roster of today only says who bears a name.
struct SignOffComparison {
  private(set) var contradictions: [String] = []

  private let given: GateAnswer
  private let record: Int
  private let answers: [ApprovalAnswer]
  private let roster: Roster?

  init(
    _ answer: GateRecords.Answer, _ asked: GateRequest, _ request: ApprovalRequest, _ answers: [ApprovalAnswer], policy: RecordedPolicy,
    roster: Roster?, genesis: Genesis?
  ) {
    given = answer.given
    record = answer.record
    self.answers = answers
    self.roster = roster
    compare(asked, with: request, genesis)
    compareDecision()
    comparePeople(role: request.question.role)
    compareRules(request, policy, answer.operators)
  }

  private var isYes: Bool { answers.allSatisfy { $0.decision == .approve } }
  private var signers: String { answers.map(\.principal).joined(separator: ", ") }

  private mutating func refuse(_ words: String) { contradictions.append(words) }

  /// The question as it was recorded, and as it was signed.
  private mutating func compare(_ asked: GateRequest, with request: ApprovalRequest, _ genesis: Genesis?) {
    let question = request.question
    let pairs = [
      ("step", asked.step, question.gate), ("role", asked.role, question.role), ("statement", asked.statement, question.title),
      ("evidence", asked.evidence.hex, question.evidence.hex), ("run", genesis?.run.text ?? "", question.run.text),
      ("estate", genesis?.estate ?? "", question.estate), ("plan", genesis?.plan.hex ?? "", question.plan.hex),
    ]
    for (what, recorded, signed) in pairs where !recorded.hasSameBytes(as: signed) {
      refuse("\(signers) signed the \(what) “\(signed)” at gate \(given.step), and the log says “\(recorded)”")
    }
  }

  private mutating func compareDecision() {
    let gate = given.step
    guard !given.isBreakGlass else { return refuse("gate \(gate) was signed, and record \(record) says that the glass was broken there") }
    let noes = answers.filter { $0.decision == .decline }
    switch given.decision {
    case .approved where !noes.isEmpty:
      refuse("\(noes.map(\.principal).joined(separator: ", ")) signed a no at gate \(gate), and record \(record) says approved")
    case .declined where noes.isEmpty: refuse("\(signers) signed a yes at gate \(gate), and record \(record) says declined")
    case .declined:
      if noes[0].reason != given.reason {
        refuse("\(noes[0].principal) signed the reason “\(noes[0].reason ?? "")” at gate \(gate), and record \(record) has another one")
      }
    case .approved: compareReasons()
    }
  }

  /// A yes may have reasons, too; the record joins them with the names.
  private mutating func compareReasons() {
    let reasons = answers.compactMap(\.reason)
    let recorded = given.reason ?? ""
    let isSame =
      reasons.isEmpty
      ? given.reason == nil
      : zip(names ?? [], answers).compactMap { name, answer in answer.reason.map { "\(name): \($0)" } }.joined(separator: "; ")
        .hasSameBytes(as: recorded) || names == nil
    if !isSame { refuse("record \(record) gives another reason for the yes at gate \(given.step) than was signed") }
  }

  /// The recorded names, one for each signed answer; nil where a name has a comma in it.
  private var names: [String]? {
    if answers.count == 1 { return [given.person.name] }
    let names = given.person.name.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
    return names.count == answers.count ? names : nil
  }

  private mutating func comparePeople(role: String) {
    let gate = given.step
    guard given.person.login.hasSameBytes(as: signers) else {
      refuse("gate \(gate) was signed by \(signers), and record \(record) names \(given.person.name) (\(given.person.login))")
      return
    }
    for (name, answer) in zip(names ?? [], answers) {
      // A name is not signed. The roster may call people otherwise today, but not by somebody else's name.
      guard let roster, let other = roster.person(called: name), let own = roster.person(principal: answer.principal), own.id != other.id
      else { continue }
      refuse("gate \(gate) was signed by \(answer.principal), who is \(own.name), and record \(record) names \(name)")
    }
    if let recorded = given.person.role, !recorded.hasSameBytes(as: role) {
      refuse("gate \(gate) asked for the \(role), and record \(record) names a \(recorded)")
    }
    for answer in answers where answer.decision == .approve && !answer.role.hasSameBytes(as: role) {
      refuse("\(answer.principal) signed as \(answer.role) at gate \(gate), which asked for the \(role)")
    }
  }

  private mutating func compareRules(_ request: ApprovalRequest, _ policy: RecordedPolicy, _ operators: [Operator]) {
    let gate = given.step
    switch policy {
    case .unknown: break
    case .typed: refuse("gate \(gate) was signed, and the plan of the run names no keys")
    case .keys(let policy):
      if policy.digest != request.question.policy { refuse("gate \(gate) was signed under other rules than those of the run's plan") }
      guard isYes else { break }
      let need = policy.rule(gate: gate, destroys: request.question.destroys).quorum
      let have = Set(answers.map { (roster?.person(principal: $0.principal)?.id ?? $0.principal).folded }).count
      if have < need { refuse("gate \(gate) needs the yes of \(need) people, and record \(record) holds the signature of \(have)") }
      if !policy.operatorMayApprove { compareOperators([request.question.operator] + operators) }
    }
  }

  /// Nobody approves their own work, by whatever name the run recorded them.
  private mutating func compareOperators(_ operators: [Operator]) {
    for (index, answer) in answers.enumerated() {
      let known = roster?.person(principal: answer.principal)
      let called = [answer.principal, names.map { $0[index] }, known?.id, known?.name].compactMap(\.self)
      if operators.contains(where: { called.contains(where: $0.isCalled) }) {
        refuse("\(answer.principal), who signed at gate \(given.step), worked on the run: nobody approves their own work")
      }
    }
  }
}
