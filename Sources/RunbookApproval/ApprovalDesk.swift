public import RunbookBase
public import RunbookJournal
public import Runbooks

/// The sign-off of one run: writes requests, takes in answers, judges them, and judges them again right before a start.
///
/// One per session of a run; it holds nothing that the log and the folder do not hold as well.
public struct ApprovalDesk {
  /// Where the trust files are and who may own them.
  public struct TrustLocation: Hashable, Sendable {
    let folder: String
    let owner: UInt32?
    let operatorMayOwn: Bool

    /// A place, as for ``TrustStore/load(_:owner:operatorMayOwn:)``.
    public init(_ folder: String, owner: UInt32? = nil, operatorMayOwn: Bool = false) {
      self.folder = folder
      self.owner = owner
      self.operatorMayOwn = operatorMayOwn
    }

    /// The place that an estate names, as the user with this number sees it.
    public init(_ signOff: SignOff, user: UInt32) {
      switch signOff.keeper {
      case .root: self.init(signOff.trust.text)
      case .user(let owner): self.init(signOff.trust.text, owner: owner)
      case .theOperator: self.init(signOff.trust.text, owner: user, operatorMayOwn: true)
      }
    }

    /// The files as they are now.
    public func load() throws(Problem) -> TrustStore { try TrustStore.load(folder, owner: owner, operatorMayOwn: operatorMayOwn) }
  }

  /// What came in.
  public struct Intake {
    /// Where the gate stands now.
    public let standing: ApprovalTally.Standing
    /// Answers that count for nothing, by file name and digest, to be told and recorded.
    public let refusals: [(file: String, content: SHA256.Digest, refusal: ApprovalRefusal)]
    /// The trust files under which it was judged.
    public let trust: SHA256.Digest
  }

  /// The folder of requests and answers.
  public let folder: ApprovalFolder
  /// The rules.
  public let policy: ApprovalPolicy
  private let location: TrustLocation
  private let verifier: ApprovalVerifier
  /// By the digest of a request.
  private var tallies: [SHA256.Digest: Progress] = [:]

  /// What has been counted of the answers to a request, and which were looked at.
  private struct Progress {
    var tally: ApprovalTally
    /// Digests of counted answers, each with the file that it came in first.
    var counted: [SHA256.Digest: String] = [:]
    var refused: Set<SHA256.Digest> = []
    /// Files that hold a counted answer once more.
    var repeated: Set<String> = []
    /// The trust files under which they were refused; other ones are a reason to look again.
    var trust: SHA256.Digest?
  }

  /// A desk.
  ///
  /// - Throws: `safetyRefusal` when ssh-keygen or the trust files cannot be believed: better told at the start than at the gate.
  public init(
    _ run: RunFolder, policy: ApprovalPolicy, trust: TrustLocation, keygen: SSHKeygen, exchange: String? = nil
  ) throws(Problem) {
    try self.init(ApprovalFolder(run, exchange: exchange), policy: policy, trust: trust, keygen: keygen)
  }

  init(_ folder: ApprovalFolder, policy: ApprovalPolicy, trust: TrustLocation, keygen: SSHKeygen) throws(Problem) {
    self.folder = folder
    self.policy = policy
    location = trust
    verifier = ApprovalVerifier(policy: policy, keygen: keygen)
    _ = try trust.load()
  }

  /// The request of a gate that waits: the one already sent out while it still fits, else a new one, written durably.
  ///
  /// - Parameters:
  ///   - question: what the gate shows now.
  ///   - facts: lines for people.
  ///   - sequence: how many records the log has.
  ///   - head: the head of its chain.
  ///   - headAt: the chain's head after so many records; nil beyond the end. An old request must be anchored in this very log.
  public func open(
    _ question: ApprovalRequest.Question, facts: [String], sequence: Int, head: SHA256.Digest, at moment: ApprovalMoment,
    headAt: (Int) -> SHA256.Digest?
  ) throws(Problem) -> ApprovalRequest {
    let rule = policy.rule(gate: question.gate, destroys: question.destroys)
    // A damaged file is as good as none: a new request takes its place.
    if let sent = (try? folder.request(question.gate)) ?? nil, sent.question == question, !moment.usedNonces.contains(sent.nonce),
      headAt(sent.sequence) == sent.head, moment.latest(sent) < sent.notAfter, moment.latest(sent) >= sent.notBefore,
      sent.notAfter.nanoseconds(since: sent.notBefore) <= Int64(rule.lifetime) * 1_000_000_000
    {
      return sent
    }
    let request = ApprovalRequest(
      question, facts: facts, sequence: sequence, head: head, from: max(moment.now, moment.newestInLog ?? moment.now),
      lifetime: rule.lifetime)
    try folder.write(request)
    return request
  }

  /// Takes in what has arrived since the last call; cheap when nothing has, so it may be called several times a second.
  ///
  /// - Throws: `safetyRefusal` when the trust files cannot be believed any more.
  public mutating func collect(_ request: ApprovalRequest, at moment: ApprovalMoment) throws(Problem) -> Intake {
    let rule = policy.rule(gate: request.question.gate, destroys: request.question.destroys)
    var progress = tallies[request.digest] ?? Progress(tally: ApprovalTally(quorum: rule.quorum))
    let trust = try location.load()
    if progress.trust != trust.digest { progress.refused = [] }
    progress.trust = trust.digest
    var refusals: [(file: String, content: SHA256.Digest, refusal: ApprovalRefusal)] = []
    var fresh: [(file: String, content: SHA256.Digest, answer: SignedAnswer)] = []
    for name in folder.answerNames(request.question.gate) {
      let text = folder.answerText(name)
      let content = SHA256.digest(text ?? Array(name.utf8))
      if let first = progress.counted[content] ?? fresh.first(where: { $0.content == content })?.file {
        if first != name, progress.repeated.insert(name).inserted {
          let person = text.flatMap { try? SignedAnswer(text: $0) }?.answer.principal ?? "somebody"
          refusals.append((name, content, .alreadyAnswered(person)))
        }
        continue
      }
      guard progress.refused.insert(content).inserted else { continue }
      do throws(Problem) {
        guard let text else { throw Problem(.usage, "it is no plain file of moderate size") }
        fresh.append((name, content, try SignedAnswer(text: text)))
      } catch { refusals.append((name, content, .unreadable(error.summary))) }
    }
    let judged = fresh.map { ($0.answer, verifier.verify($0.answer, to: request, trust: trust, at: moment)) }
    for (index, refusal) in progress.tally.count(judged).enumerated() {
      if let refusal {
        refusals.append((fresh[index].file, fresh[index].content, refusal))
      } else {
        progress.counted[fresh[index].content] = fresh[index].file
      }
    }
    tallies[request.digest] = progress
    return Intake(standing: progress.tally.standing, refusals: refusals, trust: trust.digest)
  }

  /// Forgets what was counted of the answers to a request: they are judged anew.
  public mutating func forget(_ request: ApprovalRequest) { tallies[request.digest] = nil }

  /// Puts an answer that came by another way beside its request.
  ///
  /// - Throws: `usage` when the text holds none, `auditLogUnwritable` when the disk does not take it.
  public func handIn(_ text: [UInt8]) throws(Problem) { try folder.write(try SignedAnswer(text: text)) }

  /// Judges recorded answers again, right before the step starts, under the trust files and clocks of that moment.
  ///
  /// A no that has arrived in the meantime counts.
  ///
  /// - Parameters:
  ///   - signature: of the recorded ``RunbookJournal/GateAnswer``.
  ///   - request: the one that was answered, made again with ``renewed(_:question:)`` from what the gate shows now.
  /// - Throws: `signOffRefused` with every reason when the approval does not hold any more; nothing may be started then.
  public func confirm(_ signature: String, of request: ApprovalRequest, at moment: ApprovalMoment) throws(Problem) {
    let rule = policy.rule(gate: request.question.gate, destroys: request.question.destroys)
    let trust = try location.load()
    var answers = try SignedAnswer.all(in: signature)
    for name in folder.answerNames(request.question.gate) {
      if let late = folder.answerText(name).flatMap({ try? SignedAnswer(text: $0) }), late.answer.decision == .decline {
        answers.append(late)
      }
    }
    var tally = ApprovalTally(quorum: rule.quorum)
    let judged = answers.map { ($0, verifier.verify($0, to: request, trust: trust, at: moment)) }
    let refusals = tally.count(judged).compactMap(\.self)
    switch tally.standing {
    case .approved: return
    case .declined(let vote, let reason):
      throw Problem(.signOffRefused, "\(vote.approver.person.name) has declined: \(TerminalText.escapedLine(reason))")
    case .waiting(let have, let need):
      throw Problem(
        .signOffRefused, "the approval of gate \(request.question.number) does not hold any more: \(have) of \(need) people",
        details: refusals.map(\.text), hint: refusals.first?.remedy ?? "ask again")
    }
  }

  /// Answers that lie there now and were neither counted nor refused before: they came after the gate was closed.
  ///
  /// - Parameters:
  ///   - signature: of the recorded answer.
  ///   - known: digests of answers that the log has refused already.
  public func late(
    _ gate: String, signature: String?, known: Set<SHA256.Digest>
  ) -> [(content: SHA256.Digest, refusal: ApprovalRefusal)] {
    let counted = signature.flatMap { try? SignedAnswer.all(in: $0) } ?? []
    return folder.answerNames(gate).compactMap { name in
      guard let text = folder.answerText(name), !known.contains(SHA256.digest(text)) else { return nil }
      if let answer = try? SignedAnswer(text: text), counted.contains(answer) { return nil }
      return (SHA256.digest(text), .gateClosed)
    }
  }

  /// The answered request with what the gate shows now in its place: any difference makes its digest another one.
  public static func renewed(_ request: ApprovalRequest, question: ApprovalRequest.Question) -> ApprovalRequest {
    ApprovalRequest(
      question: question, facts: request.facts, sequence: request.sequence, head: request.head, nonce: request.nonce,
      notBefore: request.notBefore, notAfter: request.notAfter)
  }
}
