public import RunbookBase
public import RunbookJournal

/// What the run knows when it judges an answer: time as the log saw it, who works, what was used.
public struct ApprovalMoment: Hashable, Sendable {
  /// This machine's wall clock.
  public let now: WallTime
  /// The newest wall time of any record: a clock set back revives nothing (reliability A.10).
  public let newestInLog: WallTime?
  /// Nanoseconds of the boot clock since the request was written; nil when it was written under another boot.
  public let sinceRequest: Int64?
  /// Further operators of this run, beside the one whom the request names: whoever opened a session.
  public let operators: [Operator]
  /// Nonces of requests whose approval has released a step.
  public let usedNonces: Set<String>
  /// Handovers of the run, oldest first.
  public let handovers: [Handover]

  /// A moment from its parts.
  public init(
    now: WallTime, newestInLog: WallTime?, sinceRequest: Int64? = nil, operators: [Operator] = [], usedNonces: Set<String> = [],
    handovers: [Handover] = []
  ) {
    self.handovers = handovers
    self.now = now
    self.newestInLog = newestInLog
    self.sinceRequest = sinceRequest
    self.operators = operators
    self.usedNonces = usedNonces
  }

  /// The latest of all clocks.
  public func latest(_ request: ApprovalRequest) -> WallTime {
    [newestInLog, sinceRequest.map { request.notBefore.adding(nanoseconds: $0) }].compactMap(\.self).reduce(now, max)
  }
}
