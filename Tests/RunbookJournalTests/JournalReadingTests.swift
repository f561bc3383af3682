import RunbookBase
import Testing

@testable import RunbookJournal

@Suite("Reading a log") struct JournalReadingTests {
  @Test("a whole run folds to its end") func readsRun() throws {
    let log = try LogBuilder(Sample.run)
    var seen: [Event] = []
    let contents = try Journal.read(log.bytes, run: Sample.runID()) { seen.append($0.record.event) }
    #expect(seen == [.genesis(Sample.genesis())] + Sample.run)
    #expect(contents.state == log.state)
    #expect(contents.tail == .clean)
    #expect(contents.validLength == log.bytes.count)
    #expect(contents.isSealed)
    #expect(contents.state.status == .completedWithExceptions)
    #expect(try Journal.records(log.bytes).map(\.offset) == [0] + log.ends.dropLast())
  }

  @Test("the first line is as documented") func framing() throws {
    let log = try LogBuilder()
    let line = log.bytes
    let payload = Array(line[78..<(line.count - 1)])
    let digits = String(payload.count, radix: 16)
    #expect(String(decoding: line[..<13], as: UTF8.self) == "RB1 " + String(repeating: "0", count: 8 - digits.count) + digits + " ")
    let genesis = Sample.genesis()
    let start = SHA256.digest("rb1-genesis\0\(genesis.run.text)\(genesis.nonce)")
    let hash = SHA256.digest(Array("rb1-record\0".utf8) + start.bytes + Array(line[4..<12]) + payload)
    #expect(String(decoding: line[13..<77], as: UTF8.self) == hash.hex)
    #expect(line.last == 0x0A)
    #expect(log.state.head == hash)
  }

  @Test("one flipped bit at any place is seen") func bitFlips() throws {
    let log = try LogBuilder(Array(Sample.run.prefix(4)))
    for index in log.bytes.indices {
      for bit in 0..<8 {
        var bytes = log.bytes
        bytes[index] ^= 1 << bit
        let problem = #expect(throws: Problem.self) { try Journal.verify(bytes) }
        #expect(problem?.code == .auditLogDamaged, "byte \(index) bit \(bit)")
      }
    }
  }

  @Test("a damaged record is named by number and offset") func namesRecord() throws {
    let log = try LogBuilder(Array(Sample.run.prefix(9)))
    var bytes = log.bytes
    bytes[log.ends[3] + 100] ^= 1
    let problem = #expect(throws: Problem.self) { try Journal.verify(bytes) }
    #expect(problem?.summary.contains("record 5, byte \(log.ends[3])") == true)
  }

  @Test("cut anywhere, a log is clean or torn and keeps every record that was whole") func truncation() throws {
    let log = try LogBuilder(Array(Sample.run.prefix(9)))
    for length in 0..<log.bytes.count {
      let bytes = Array(log.bytes[..<length])
      let whole = log.ends.filter { $0 <= length }.count
      guard whole > 0 else {
        #expect(throws: Problem.self, "a log without its first record is none") { try Journal.verify(bytes) }
        continue
      }
      let contents = try Journal.verify(bytes)
      #expect(contents.state.recordCount == whole)
      #expect(contents.validLength == log.ends[whole - 1])
      if length == contents.validLength {
        #expect(contents.tail == .clean)
      } else {
        guard case .torn(length - contents.validLength, _) = contents.tail else {
          Issue.record("not torn at \(length)")
          continue
        }
      }
    }
  }

  @Test("a record followed by another is never torn") func middleIsDamaged() throws {
    let log = try LogBuilder(Array(Sample.run.prefix(9)))
    for record in 1..<8 {
      let (start, end) = (log.ends[record - 1], log.ends[record])
      let removed = Array(log.bytes[..<start] + log.bytes[end...])
      #expect(throws: Problem.self) { try Journal.verify(removed) }
      let zeroed = Array(log.bytes[..<start]) + [UInt8](repeating: 0, count: end - start) + Array(log.bytes[end...])
      #expect(throws: Problem.self) { try Journal.verify(zeroed) }
      let cut = Array(log.bytes[..<(end - 5)] + log.bytes[end...])
      #expect(throws: Problem.self) { try Journal.verify(cut) }
    }
    var swapped = Array(log.bytes[..<log.ends[1]])
    swapped += log.bytes[log.ends[2]..<log.ends[3]]
    swapped += log.bytes[log.ends[1]..<log.ends[2]]
    #expect(throws: Problem.self) { try Journal.verify(swapped) }
    let twice = log.bytes + log.bytes[log.ends[7]...]
    #expect(throws: Problem.self) { try Journal.verify(twice) }
  }

  @Test("zeros behind the last record are torn") func zeroTail() throws {
    let log = try LogBuilder(Array(Sample.run.prefix(3)))
    for count in [1, 77, 512, 70_000] {
      let contents = try Journal.verify(log.bytes + [UInt8](repeating: 0, count: count))
      #expect(contents.tail == .torn(droppedBytes: count, reason: "\(count) zero bytes"))
    }
    #expect(throws: Problem.self) { try Journal.verify(log.bytes + [0, 0, 1]) }
  }

  @Test("a last record with a sector of zeros is torn, with a smaller hole it is damaged") func zeroSector() throws {
    var log = try LogBuilder(Array(Sample.run.prefix(2)))
    let start = log.bytes.count
    try log.append(.note(String(repeating: "long text ", count: 300), about: nil))
    let sector = (start / 512 + 2) * 512
    for (range, isTorn) in [
      (sector..<(sector + 512), true), ((sector + 1)..<(sector + 512), false), ((sector - 300)..<(sector + 200), false),
      (sector..<log.bytes.count, true), (((log.bytes.count - 1) / 512 * 512)..<log.bytes.count, true),
    ] {
      var bytes = log.bytes
      for index in range { bytes[index] = 0 }
      if isTorn {
        let contents = try Journal.verify(bytes)
        #expect(contents.validLength == start)
      } else {
        #expect(throws: Problem.self) { try Journal.verify(bytes) }
      }
    }
  }

  @Test("a length above the bound is damage before anything is allocated")
  func boundsLength() throws {
    let log = try LogBuilder()
    for digits in ["00010001", "7fffffff", "ffffffff", "00000000"] {
      let bytes = log.bytes + Array("RB1 \(digits) ".utf8)
      #expect(throws: Problem.self) { try Journal.verify(bytes) }
    }
    let contents = try Journal.verify(log.bytes + Array("RB1 00010000 ab".utf8))
    #expect(contents.tail != .clean)
  }

  @Test("a right hash does not excuse a wrong payload")
  func refusesWrongPayload() throws {
    for payload in [
      "{}", #"{"at": 1}"#, "x\ny", #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":9,"seq":2,"type":"x"}"#,
    ] {
      var log = try LogBuilder()
      log.append(payload: Array(payload.utf8))
      let bytes = log.bytes
      let problem = #expect(throws: Problem.self) { try Journal.verify(bytes) }
      #expect(problem?.code == .auditLogDamaged)
    }
  }

  @Test("the log of another run is refused") func otherRun() throws {
    let log = try LogBuilder()
    #expect(throws: Problem.self) { try Journal.verify(log.bytes, run: Sample.runID("000000")) }
  }

  @Test("a type of a newer version is kept and counted") func unknownType() throws {
    var log = try LogBuilder(Array(Sample.run.prefix(1)))
    try log.append(.unknown(type: "role-change", fields: ["to": "ada"]))
    let contents = try Journal.verify(log.bytes)
    #expect(contents.state.unknownRecords == 1)
    #expect(try Journal.records(log.bytes).last?.record.event == .unknown(type: "role-change", fields: ["to": "ada"]))
  }

  @Test("any bytes give an answer", arguments: UInt64(1)...20) func totalOverRandomBytes(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let log = try LogBuilder(Array(Sample.run.prefix(6)))
    for _ in 0..<150 {
      var bytes = log.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let noise = (0..<Int.random(in: 0...90, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(contentsOf: noise, at: at)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + noise.count + 1))
        case 2: bytes.replaceSubrange(at..<min(bytes.count, at + noise.count), with: noise.prefix(bytes.count - at))
        default: bytes.append(contentsOf: bytes[at..<min(bytes.count, at + 200)])
        }
        if bytes.isEmpty { bytes = [0] }
      }
      do {
        let contents = try Journal.verify(bytes)
        #expect(bytes[..<contents.validLength].elementsEqual(log.bytes[..<contents.validLength]), "only an untouched prefix is believed")
      } catch { #expect(error.code == .auditLogDamaged) }
    }
    for count in [0, 1, 5, 77, 78, 79, 1000] {
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(throws: Problem.self) { try Journal.verify(noise) }
    }
  }
}
