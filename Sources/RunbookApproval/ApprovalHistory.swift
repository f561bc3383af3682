public import RunbookBase
public import RunbookJournal

/// What earlier records of a run say about its approvals: read from the log, so that no restart forgets it.
public struct ApprovalHistory: Hashable, Sendable {
  /// Nonces of answers that have released a step.
  public private(set) var usedNonces: Set<String> = []
  /// Everybody who opened a session of the run.
  public private(set) var operators: [Operator] = []
  private var heads: [SHA256.Digest] = []
  private var signatures: [String: String] = [:]

  /// Reads the log of a run.
  ///
  /// - Throws: what ``RunbookJournal/RunFolder/read(visit:)`` throws.
  public init(_ run: RunFolder) throws(Problem) {
    var records: [Journal.StoredRecord] = []
    _ = try run.read { records.append($0) }
    for record in records { add(record.record.event, head: record.hash) }
  }

  init() {}

  mutating func add(_ event: Event, head: SHA256.Digest) {
    heads.append(head)
    switch event {
    case .sessionOpened(let session):
      if !operators.contains(where: { $0.login == session.login }) { operators.append(Operator(login: session.login)) }
    case .gateRequested(let request): signatures[request.step] = nil
    case .gateAnswered(let answer): signatures[answer.step] = answer.signature
    case .gateConsumed(let gate, _):
      for answer in signatures[gate].flatMap({ try? SignedAnswer.all(in: $0) }) ?? [] { usedNonces.insert(answer.answer.nonce) }
    default: break
    }
  }

  /// The chain's head after so many records; nil where the log has not been.
  public func head(after count: Int) -> SHA256.Digest? { heads.indices.contains(count - 1) ? heads[count - 1] : nil }

  /// The answers recorded for a gate's last question, as ``ApprovalDesk/confirm(_:of:at:)`` takes them.
  public func signature(gate: String) -> String? { signatures[gate] }

  /// What is known now, for judging answers to a request.
  ///
  /// - Parameters:
  ///   - sinceRequest: nanoseconds of the boot clock since the request was written, in the same boot.
  public func moment(now: WallTime, newestInLog: WallTime?, sinceRequest: Int64? = nil) -> ApprovalMoment {
    ApprovalMoment(now: now, newestInLog: newestInLog, sinceRequest: sinceRequest, operators: operators, usedNonces: usedNonces)
  }
}
