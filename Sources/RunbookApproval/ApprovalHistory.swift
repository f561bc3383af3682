public import RunbookBase
public import RunbookJournal
import Runbooks

/// What earlier records of a run say about its approvals: read from the log, so that no restart forgets it.
public struct ApprovalHistory: Sendable {
  /// Nonces of answers that have released a step.
  public private(set) var usedNonces: Set<String> = []
  /// Everybody who worked on the run: whoever opened a session that did more than write something down, and whom it was handed to.
  public private(set) var operators: [Operator] = []
  /// Digests of answers that were refused already.
  public private(set) var refused: Set<SHA256.Digest> = []
  private var heads: [SHA256.Digest] = []
  private var signatures: [String: String] = [:]
  private var handovers: [Handover] = []
  private var session: Session?
  /// When a request was recorded first, by its digest, and under which boot.
  private var asked: [SHA256.Digest: (boot: Int64, bootID: String?)] = [:]

  /// Reads the log of a run.
  ///
  /// - Throws: what ``RunbookJournal/RunFolder/read(visit:)`` throws.
  public init(_ run: RunFolder) throws(Problem) {
    var history = ApprovalHistory()
    _ = try run.read { history.add($0.record.event, head: $0.hash, at: $0.record.at) }
    self = history
  }

  init() {}

  mutating func add(_ event: Event, head: SHA256.Digest, at instant: Record.Instant? = nil) {
    heads.append(head)
    switch event {
    case .sessionOpened(let session): self.session = session
    case .gateRequested(let request):
      signatures[request.step] = nil
      if let digest = request.signing, let instant, asked[digest] == nil { asked[digest] = (instant.boot, session?.bootID) }
    case .gateAnswered(let answer): signatures[answer.step] = answer.signature
    case .gateConsumed(let gate, _):
      for answer in signatures[gate].flatMap({ try? SignedAnswer.all(in: $0) }) ?? [] { usedNonces.insert(answer.answer.nonce) }
    case .answerRefused(let refusal): if let answer = refusal.answer { refused.insert(answer) }
    case .roleHandedOver(let handover):
      handovers.append(handover)
      guard handover.role == Role.restoreOperator.rawValue else { break }
      addOperator(Operator(login: handover.to.login, person: handover.rosterID ?? handover.to.name))
    default: break
    }
    switch event {
    case .genesis, .sessionOpened, .note, .messagePosted, .clockJump, .recovered, .roleHandedOver: break
    default: if let session { addOperator(Operator(login: session.login, person: session.rosterID)) }
    }
  }

  private mutating func addOperator(_ one: Operator) { if !operators.contains(one) { operators.append(one) } }

  /// The chain's head after so many records; nil where the log has not been.
  public func head(after count: Int) -> SHA256.Digest? { heads.indices.contains(count - 1) ? heads[count - 1] : nil }

  /// The answers recorded for a gate's last question, as ``ApprovalDesk/confirm(_:of:at:)`` takes them.
  public func signature(gate: String) -> String? { signatures[gate] }

  /// What is known now, for judging answers to a request.
  ///
  /// - Parameters:
  ///   - boot: nanoseconds of the boot clock now, and under which boot.
  ///   - request: the request; the time since it was recorded is known within the same boot.
  public func moment(
    now: WallTime, newestInLog: WallTime?, boot: (nanoseconds: Int64, id: String)? = nil, request: ApprovalRequest? = nil
  ) -> ApprovalMoment {
    var since: Int64?
    if let boot, let request, let asked = asked[request.digest], asked.bootID == boot.id { since = max(0, boot.nanoseconds - asked.boot) }
    return ApprovalMoment(
      now: now, newestInLog: newestInLog, sinceRequest: since, operators: operators, usedNonces: usedNonces, handovers: handovers)
  }
}
