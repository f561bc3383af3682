import RunbookBase

/// Reads one record after the other and decides whether a bad one is torn or damaged.
struct JournalReader {
  enum Step {
    case record(Journal.StoredRecord)
    case torn(String)
    case damaged(String)
  }

  private let run: RunID?
  private(set) var offset = 0
  private(set) var state = RunState()

  init(run: RunID?) {
    self.run = run
  }

  /// The next record; the offset moves only past a valid one.
  mutating func next(_ bytes: Span<UInt8>) -> Step {
    let end: Int
    switch Frame.head(bytes, at: offset) {
    case .invalid(let reason): return bad(reason, bytes)
    case .cut: return bad("the file ends within its header", bytes, isCut: true)
    case .complete(let length, let hash):
      end = offset + Frame.headerLength + length
      guard end < bytes.count else { return bad("the file ends within its payload", bytes, isCut: true) }
      guard bytes[end] == 0x0A else { return bad("its length does not lead to its end", bytes) }
      let payload = bytes.extracting((end - length)..<end)
      return take(bytes, payload: payload, stored: hash, end: end + 1)
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, payload: Span<UInt8>, stored: SHA256.Digest, end: Int) -> Step {
    // The first link needs run id and nonce, so the first payload is read before its hash is checked.
    var first: Record?
    let previous: SHA256.Digest
    if state.recordCount == 0 {
      guard let record = try? Record(payload: payload), case .genesis(let genesis) = record.event else {
        return bad("it is no first record", bytes)
      }
      first = record
      previous = Frame.start(run: genesis.run, nonce: genesis.nonce)
    } else {
      previous = state.head
    }
    let length = bytes.extracting((offset + 4)..<(offset + 12))
    guard Frame.link(after: previous, length: length, payload: payload) == stored else {
      return bad("its hash does not match its content and what came before", bytes)
    }
    let record: Record
    do throws(RecordError) {
      record = if let first { first } else { try Record(payload: payload) }
    } catch {
      return .damaged("its hash is right but its content is not: \(error.message)")
    }
    if case .genesis(let genesis) = record.event, let run, genesis.run != run {
      return .damaged("it belongs to the run \(genesis.run), not to \(run)")
    }
    do throws(IllegalTransition) {
      try state.apply(record, hash: stored)
    } catch {
      return .damaged("its hash is right but it cannot follow: \(error.reason)")
    }
    let result = Journal.StoredRecord(record: record, hash: stored, offset: offset, length: end - offset)
    offset = end
    return .record(result)
  }

  /// Torn or damaged (reliability A.4).
  ///
  /// A payload has no raw newline, so a record with a newline was written to its end: then only a sector of zeros, which a power
  /// loss leaves behind, speaks for a torn write. Whatever is followed by another record is damaged.
  private func bad(_ reason: String, _ bytes: Span<UInt8>, isCut: Bool = false) -> Step {
    let rest = bytes.extracting(offset..<bytes.count)
    var newline: Int?
    var isZero = true
    for index in 0..<rest.count {
      if rest[index] != 0 { isZero = false }
      if rest[index] == 0x0A, newline == nil { newline = index }
    }
    if isZero { return .torn("\(rest.count) zero bytes") }
    if isCut, newline == nil { return .torn(reason) }
    let isLast = (newline == nil || newline == rest.count - 1) && rest.count <= Frame.headerLength + Frame.payloadLimit + 1
    if isLast, hasZeroSector(bytes) { return .torn("\(reason), and a sector of it is zero") }
    return .damaged(reason)
  }

  /// Whether the part of the rest in one of the file's 512-byte sectors is all zero.
  private func hasZeroSector(_ bytes: Span<UInt8>) -> Bool {
    var start = offset
    while start < bytes.count {
      let end = min(bytes.count, (start / 512 + 1) * 512)
      var isZero = true
      for index in start..<end where bytes[index] != 0 {
        isZero = false
        break
      }
      if isZero { return true }
      start = end
    }
    return false
  }

  /// The problem that stops everything (exit 10).
  func damaged(_ reason: String) -> Problem {
    Problem(
      .auditLogDamaged, "the audit log is damaged at record \(state.recordCount + 1), byte \(offset): \(reason)",
      details: ["\(state.recordCount) records before it are valid, head \(state.recordCount > 0 ? state.head.short : "none")"],
      hint: "nothing was changed; keep the file, compare it with a copy of the run's folder, and take the call to the Incident Commander")
  }
}
