import RunbookBase
public import RunbookJournal
import Runbooks

/// What the signed answers of a log witness: heads of its chain (reliability B.1), and what was answered at its gates.
///
/// An answer signs its request, and the request holds the head that the log had then: whoever computes the chain anew has no
/// signature over the new one. What the records say of an answer is derived again from what was signed, and compared.
public struct SignedHeads {
  /// One head that somebody signed.
  public struct Witness: Hashable, Sendable {
    /// The gate.
    public let gate: String
    /// Who signed, as the estate's keys name them.
    public let principal: String
    /// Behind which record the head stood, and the head.
    public let anchor: Anchor
    /// Whether the trust files of today say that the key is this person's.
    public let isVouched: Bool
  }

  /// The heads under signatures that fit.
  public private(set) var witnesses: [Witness] = []
  /// What is not as the log says, or unknown.
  public private(set) var findings: [SignOffFinding] = []

  private let folder: ApprovalFolder
  private let policy: RecordedPolicy
  private let judge: SignatureJudge
  private let isRehearsed: Bool
  /// The requests under answers whose every signature fits, by the answer's record.
  var answered: [Int: ApprovalRequest] = [:]

  /// What the records of a run's gates hold.
  ///
  /// - Parameters:
  ///   - policy: the rules of the plan that the run accepted.
  ///   - judge: judges the signatures.
  public init(_ run: RunFolder, _ gates: GateRecords, policy: RecordedPolicy, judge: SignatureJudge) {
    folder = ApprovalFolder(run)
    self.policy = policy
    self.judge = judge
    isRehearsed = gates.genesis?.mode == .rehearsal
    if isRehearsed, let record = gates.firstSigned {
      add(.signOff, record, "the log says that it is a rehearsal, and record \(record) is of a signature: nobody signs in a rehearsal")
    }
    for question in gates.questions { look(at: question) }
    for answer in gates.answers { look(at: answer, gates.genesis) }
    lookAtReleases(gates)
    lookAtCommands(gates)
    findings.sort { ($0.record, $0.text) < ($1.record, $1.text) }
  }

  private func request(of question: GateRecords.Question) -> ApprovalRequest? {
    let asked = question.asked
    let known = asked.block.flatMap { try? ApprovalRequest(text: Array($0.utf8)) } ?? (try? folder.request(asked.step)) ?? nil
    return known?.digest == asked.signing ? known : nil
  }

  private mutating func look(at question: GateRecords.Question) {
    let asked = question.asked
    if asked.signing == nil {
      // A rehearsal asks at the terminal, whatever the rules of its estate.
      if case .keys = policy, !isRehearsed {
        add(.signOff, question.record, "gate \(asked.step) was not sent out to be signed, and the plan's gates are released by keys alone")
      }
    } else if let request = request(of: question) {
      guard request.sequence >= question.record else { return }
      add(
        .signature, question.record,
        "the request of gate \(asked.step) was made behind record \(request.sequence), and record \(question.record) says that it is out")
    } else if asked.block != nil {
      add(.signature, question.record, "the request that gate \(asked.step) sent out is not the one whose digest it recorded")
    }
  }

  private mutating func look(at answer: GateRecords.Answer, _ genesis: Genesis?) {
    let gate = answer.given.step
    guard let question = answer.question else { return }
    guard let text = answer.given.signature else { return lookUnsigned(answer, question) }
    guard let request = request(of: question) else {
      return add(.signature, answer.record, "the request that was signed at gate \(gate) is not there any more")
    }
    guard let signed = try? SignedAnswer.all(in: text), !signed.isEmpty else {
      return add(.signature, answer.record, "the signature at gate \(gate) cannot be read")
    }
    let fitting = signed.filter { isFitting($0, request, answer) }
    guard fitting.count == signed.count else { return }
    answered[answer.record] = request
    let comparison = SignOffComparison(
      answer, question.asked, request, signed.map(\.answer), policy: policy, roster: judge.roster, genesis: genesis)
    for contradiction in comparison.contradictions { add(.signOff, answer.record, contradiction) }
  }

  /// An answer without a signature where the question was sent out to be signed: a no may be typed, a yes only where the rules say so.
  private mutating func lookUnsigned(_ answer: GateRecords.Answer, _ question: GateRecords.Question) {
    let given = answer.given
    guard given.decision == .approved, question.asked.signing != nil else { return }
    var rule: ApprovalPolicy.Rule?
    if case .keys(let policy) = policy, let request = request(of: question) {
      rule = policy.rule(gate: given.step, destroys: request.question.destroys)
    }
    guard given.isBreakGlass ? rule?.allowsBreakGlass != true : rule?.acceptsTyped != true else { return }
    add(
      .signOff, answer.record,
      given.isBreakGlass
        ? "gate \(given.step) was released by breaking the glass, which the plan's rules do not allow"
        : "gate \(given.step) was sent out to be signed, and the yes has no signature: the plan's rules take no typed one, and no glass was broken"
    )
  }

  /// A yes is its owner's to give in a role; nobody wrote down who had it then.
  private mutating func lookAtRole(_ answer: ApprovalAnswer, _ record: Int, _ request: ApprovalRequest) {
    // Whoever has retired keeps their line in the roster without any role.
    guard answer.decision == .approve, case .keys(let policy) = policy, let person = judge.roster?.person(principal: answer.principal),
      !person.roles.isEmpty, !policy.mayHold(request.question.role, person)
    else { return }
    add(
      .role, record,
      "\(answer.principal) signed as \(answer.role) at gate \(request.question.gate), and the roster of today gives \(person.name) other roles "
        + "and not this one: whether it did then is not known")
  }

  /// Whether a signature is one over an answer to this very request; what it witnesses is taken down.
  private mutating func isFitting(_ signed: SignedAnswer, _ request: ApprovalRequest, _ answer: GateRecords.Answer) -> Bool {
    let (principal, gate) = (signed.answer.principal, answer.given.step)
    guard signed.answer.request == request.digest else {
      add(.signature, answer.record, "\(principal) signed another request than the one that the log holds for gate \(gate)")
      return false
    }
    // Within the time in which the request was good: a record's own time is no witness.
    var moment = max(answer.at, request.notBefore)
    if signed.answer.decision == .approve { moment = min(moment, request.notAfter) }
    let standing = judge.standing(of: signed, at: moment)
    switch standing {
    case .vouched: lookAtRole(signed.answer, answer.record, request)
    case .unvouched(let why):
      add(
        .trust, answer.record,
        "the signature of \(principal) at gate \(gate) fits, and the trust files of today do not vouch for its key: \(why)")
    case .misfit(let why):
      add(.signature, answer.record, "the signature of \(principal) at gate \(gate) does not fit: \(why)")
      return false
    }
    witnesses.append(
      Witness(
        gate: gate, principal: principal, anchor: Anchor(request.head, record: request.sequence), isVouched: standing == .vouched))
    return true
  }

  mutating func add(_ kind: SignOffFinding.Kind, _ record: Int, _ text: String) {
    findings.append(SignOffFinding(kind, record: record, text))
  }
}
