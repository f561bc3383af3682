import RunbookBase
import Testing

@testable import RunbookJournal

/// What other places know of a log: its numbers, heads that were written down, a second copy.
@Suite("Evidence about a log") struct EvidenceTests {
  private static let log: LogBuilder? = try? LogBuilder(Sample.run)

  private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
  }

  @Test("it says which record was edited")
  func edited() throws {
    var lines = lines(try #require(Self.log).bytes)
    lines[16][100] ^= 1
    #expect(Journal.diagnosis(of: Array(lines.joined())) == Contradiction(record: 17, words: "record 17 was edited"))
  }

  @Test("it says which records were removed")
  func removed() throws {
    let lines = lines(try #require(Self.log).bytes)
    let one = lines[..<16] + lines[17...]
    #expect(Journal.diagnosis(of: Array(one.joined()))?.words == "record 17 was removed")
    let many = lines[..<16] + lines[20...]
    #expect(Journal.diagnosis(of: Array(many.joined()))?.words == "records 17 to 20 were removed")
  }

  @Test("it says which record stands there twice")
  func repeated() throws {
    let lines = lines(try #require(Self.log).bytes)
    let twice = lines[..<17] + lines[16...]
    #expect(
      Journal.diagnosis(of: Array(twice.joined()))
        == Contradiction(record: 18, words: "record 17 stands there twice, the second time where record 18 belongs"))
  }

  @Test("it says which records have changed places")
  func swapped() throws {
    var lines = lines(try #require(Self.log).bytes)
    lines.swapAt(16, 17)
    #expect(Journal.diagnosis(of: Array(lines.joined()))?.words == "records 17 and 18 have changed places")
  }

  @Test("of a whole log there is nothing to say, and of a torn one neither")
  func whole() throws {
    let bytes = try #require(Self.log).bytes
    #expect(Journal.diagnosis(of: bytes) == nil)
    #expect(Journal.diagnosis(of: Array(bytes.dropLast(7))) == nil)
  }

  /// The same run with one note changed and every hash computed anew: the chain alone says nothing.
  private func forged() throws -> LogBuilder {
    var events = Sample.run
    let place = try #require(events.firstIndex { if case .decisionMade = $0 { true } else { false } })
    events[place] = .decisionMade(step: "reach", arm: "everything", reason: "audit trail", by: Sample.ada)
    return try LogBuilder(events)
  }

  private func heads(_ log: LogBuilder) throws -> [SHA256.Digest] {
    try Journal.records(log.bytes).map(\.hash)
  }

  @Test("a chain that was computed anew is found by a head that was read aloud, and the place is told as closely as the heads allow")
  func anchors() throws {
    let (real, fake) = (try heads(#require(Self.log)), try heads(forged()))
    let place = try #require(zip(real, fake).enumerated().first { $0.element.0 != $0.element.1 }).offset + 1
    #expect(throws: Never.self) { try Journal.verify(forged().bytes) }
    let spoken = try Anchor(parsing: real[real.count - 1].short)
    #expect(Journal.contradictions(of: real, [spoken], from: "given") == [])
    #expect(Journal.contradictions(of: fake, [spoken], from: "given").map(\.record) == [nil])
    let before = try Anchor(parsing: "\(place - 1):\(real[place - 2].short)")
    let behind = try Anchor(parsing: "\(place):\(real[place - 1].hex)")
    #expect(Journal.contradictions(of: real, [before, behind], from: "given") == [])
    let found = Journal.contradictions(of: fake, [before, behind], from: "given")
    #expect(found.map(\.record) == [place])
    #expect(found[0].words.hasSuffix("the change lies in records \(place) to \(place)"))
  }

  @Test("a head behind the end of the log says that the end is cut off")
  func cut() throws {
    let heads = try heads(#require(Self.log))
    let last = try Anchor(parsing: "\(heads.count):\(heads[heads.count - 1].short)")
    let found = Journal.contradictions(of: Array(heads.dropLast(3)), [last], from: "given")
    #expect(found.map(\.record) == [heads.count - 2])
    #expect(found[0].words.contains("its end is cut off"))
  }

  @Test("what is no fingerprint is refused", arguments: ["", "7196", "7196-a91", "hello-world", "0:7196-a917", "x:7196-a917", ":"])
  func noAnchor(text: String) {
    #expect(throws: Problem.self) { try Anchor(parsing: text) }
  }

  @Test("a second copy says which record is another one, which were cut, and that a copy that lags is no contradiction")
  func copies() throws {
    let real = try #require(Self.log).bytes
    let fake = try forged().bytes
    let place = try #require(zip(lines(real), lines(fake)).enumerated().first { $0.element.0 != $0.element.1 }).offset + 1
    #expect(Journal.contradiction(of: real, copy: real, place: "/copy").contradiction == nil)
    let changed = Journal.contradiction(of: fake, copy: real, place: "/copy").contradiction
    #expect(changed?.record == place && changed?.words.contains("there: decision-made reach at") == true)
    let short = lines(real).dropLast(4)
    let cut = Journal.contradiction(of: Array(short.joined()), copy: real, place: "/copy").contradiction
    #expect(cut?.record == short.count + 1 && cut?.words.hasSuffix("are cut off") == true)
    let late = Journal.contradiction(of: real, copy: Array(short.joined()), place: "/copy")
    #expect(late.contradiction == nil && late.missing == 4)
    let torn = Journal.contradiction(of: real, copy: Array(real.dropLast(9)), place: "/copy")
    #expect(torn.contradiction == nil && torn.missing == 1)
  }
}
