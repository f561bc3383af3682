import RunbookBase
import RunbookJournal

/// A log whose whole chain was computed anew, as whoever changes a record would do it (Docs/Audit-log.md, written a second time).
enum Recomputed {
  static func log(_ records: [Record]) -> [UInt8] {
    guard case .genesis(let genesis)? = records.first?.event else { return [] }
    var hash = SHA256()
    hash.update("rb1-genesis\0" + genesis.run.text + genesis.nonce)
    var head = hash.finalize()
    var bytes: [UInt8] = []
    for record in records {
      let payload = record.payload
      let digits = String(payload.count, radix: 16)
      let length = String(repeating: "0", count: 8 - digits.utf8.count) + digits
      var hash = SHA256()
      hash.update("rb1-record\0")
      hash.update(head)
      hash.update(length)
      hash.update(payload)
      head = hash.finalize()
      bytes += Array("RB1 \(length) \(head.hex) ".utf8) + payload + [0x0A]
    }
    return bytes
  }
}
