public import RunbookBase

/// Reading an audit log: total over any bytes, strict about every one of them.
public enum Journal {
  /// A record with its place in the file.
  public struct StoredRecord: Hashable, Sendable {
    /// The record.
    public var record: Record
    /// The chain's head after this record.
    public var hash: SHA256.Digest
    /// The offset of its first byte.
    public var offset: Int
    /// The length of its line, newline included.
    public var length: Int
  }

  /// How a log ends.
  public enum Tail: Hashable, Sendable {
    /// With a whole record.
    case clean
    /// With an incomplete record: the writer died while it wrote. Nothing that was acknowledged is in it.
    case torn(droppedBytes: Int, reason: String)
  }

  /// What a log says.
  public struct Contents: Sendable {
    /// The state after the last valid record.
    public var state: RunState
    /// The offset behind the last valid record.
    public var validLength: Int
    /// How the log ends.
    public var tail: Tail

    /// Whether the run has its last record; a log without one may have lost its end.
    public var isSealed: Bool { state.outcome != nil }
  }

  /// Checks every record and folds them into the state of the run.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - run: the id that the log must have, when it is known from the folder.
  ///   - visit: is shown every valid record in order.
  /// - Throws: `auditLogDamaged`, naming record and byte offset, for anything but a valid log or a torn tail (reliability A.4).
  public static func read(
    _ bytes: Span<UInt8>, run: RunID? = nil, visit: (StoredRecord) -> Void = { _ in }
  ) throws(Problem) -> Contents {
    var reader = JournalReader(run: run)
    while reader.offset < bytes.count {
      switch reader.next(bytes) {
      case .record(let stored): visit(stored)
      case .torn(let reason):
        guard reader.state.recordCount > 0 else {
          // The first record is durable before the folder gets its name, so it cannot be torn.
          throw reader.damaged("the log has no first record: \(reason)")
        }
        return Contents(
          state: reader.state, validLength: reader.offset,
          tail: .torn(droppedBytes: bytes.count - reader.offset, reason: reason))
      case .damaged(let reason): throw reader.damaged(reason)
      }
    }
    guard reader.state.recordCount > 0 else { throw reader.damaged("the log is empty") }
    return Contents(state: reader.state, validLength: reader.offset, tail: .clean)
  }

  /// Checks every record and folds them into the state of the run.
  public static func read(_ bytes: [UInt8], run: RunID? = nil, visit: (StoredRecord) -> Void = { _ in }) throws(Problem) -> Contents {
    try read(bytes.span, run: run, visit: visit)
  }

  /// Every record of a log, for those who show them.
  public static func records(_ bytes: [UInt8], run: RunID? = nil) throws(Problem) -> [StoredRecord] {
    var records: [StoredRecord] = []
    _ = try read(bytes, run: run) { records.append($0) }
    return records
  }

  /// Proves that nobody edited a log: chain, order and every transition; a torn tail is told, not an error.
  public static func verify(_ bytes: [UInt8], run: RunID? = nil) throws(Problem) -> Contents {
    try read(bytes, run: run)
  }
}
