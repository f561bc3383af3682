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
  /// The files that the log names, each with the record that names it.
  private(set) var outputs: [(record: Int, file: OutputFile)] = []

  mutating func take(_ stored: Journal.StoredRecord) {
    heads.append(stored.hash)
    gates.add(stored.record)
    switch stored.record.event {
    case .genesis(let genesis): self.genesis = genesis
    case .stepEnded(let ending): if let file = ending.output { outputs.append((stored.record.seq, file)) }
    default: break
    }
  }
}
