import RunbookApproval
import RunbookBase
import RunbookJournal

/// What verification keeps of a log while it is read, once and record by record.
struct LogReading {
  /// The head behind each record.
  private(set) var heads: [SHA256.Digest] = []
  /// The first record.
  private(set) var genesis: Genesis?
  private(set) var gates = GateRecords()
  private(set) var clocks = ClockOrder()
  /// The ends of steps, each with its record.
  private(set) var endings: [(record: Int, ending: Ending)] = []

  mutating func take(_ stored: Journal.StoredRecord) {
    heads.append(stored.hash)
    gates.add(stored.record)
    clocks.add(stored.record)
    switch stored.record.event {
    case .genesis(let genesis): self.genesis = genesis
    case .stepEnded(let ending): endings.append((stored.record.seq, ending))
    default: break
    }
  }
}
