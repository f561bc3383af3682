import RunbookBase
import Testing

@testable import RunbookJournal

@Suite("Records") struct RecordTests {
  static func record(_ event: Event) -> Record { Record(at: Sample.instant(3), by: "ben", epoch: 2, seq: 7, event: event) }

  @Test("every event comes back from its bytes", arguments: Sample.everyEvent) func roundTrips(event: Event) throws {
    let record = Self.record(event)
    let payload = record.payload
    let back = try Record(payload: payload.span)
    // Fields of an unknown type come back in canonical order, so its bytes are what counts.
    #expect(back.payload == payload)
    if case .unknown = event { return }
    #expect(back == record)
  }

  @Test("the sample has every type of event") func sampleIsComplete() {
    #expect(Set(Sample.everyEvent.map(\.type)).count == 36)
  }

  @Test("a record looks as documented") func spelling() {
    #expect(
      String(decoding: Self.record(.paused(.signOff, step: "gate")).payload, as: UTF8.self)
        == #"{"at":{"boot":3000000000,"wall":"2026-06-15T14:05:03.000Z"},"by":"ben","epoch":2,"reason":"sign-off","seq":7,"step":"gate","type":"paused"}"#
    )
  }

  static let refused = [
    #"{"a":1}"#, "[]", "1", "",
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"extra":1,"reason":"sign-off","seq":1,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"reason":"tired","seq":1,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03Z"},"by":"x","epoch":1,"reason":"sign-off","seq":1,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T16:05:03.000+02:00"},"by":"x","epoch":1,"reason":"sign-off","seq":1,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"reason":"sign-off","seq":1,"step":null,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"reason":"sign-off","seq":1,"step":"ä","type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"reason":"sign-off","seq":1,"step":"a b","type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":"1","reason":"sign-off","seq":1,"type":"paused"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"plan":"00","seq":1,"type":"plan-accepted"}"#,
    #"{"at":{"boot":1,"wall":"2026-06-15T14:05:03.000Z"},"by":"x","epoch":1,"other":"../x","person":{"login":"x","name":"x"},"reason":"y","seq":1,"targets":[],"type":"goes-beside"}"#,
  ]

  @Test("a payload that says more, less or something else is refused", arguments: refused) func refuses(text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: RecordError.self) { _ = try Record(payload: bytes.span) }
  }

  @Test("what is decoded from a changed payload encodes to just those bytes", arguments: UInt64(1)...10)
  func decodingIsOneToOne(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for event in Sample.everyEvent {
      let original = Self.record(event).payload
      for _ in 0..<40 {
        var bytes = original
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0x20...0x7E, using: &random)
        if Bool.random(using: &random) { bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random)) }
        guard let record = try? Record(payload: bytes.span) else { continue }
        #expect(record.payload == bytes)
      }
    }
  }
}

@Suite("Run ids") struct RunIDTests {
  @Test("an id says when, what and which") func parts() throws {
    let id = try #require(RunID(began: WallTime(seconds: 1_781_532_300), runbook: "tenant-delete", short: "7f3a91"))
    #expect(id.text == "20260615T140500Z-tenant-delete-7f3a91")
    #expect(id.runbook == "tenant-delete")
    #expect(id.short == "7f3a91")
  }

  static let refused = [
    "", "x", "20260615T140500Z-tenant-7f3a9", "20260615T140500Z--7f3a91", "20260615T140500Z-../../etc-7f3a91",
    "20260615T140500Z-Ten-7f3a91",
    "20260615T140500Z-tenant-7F3A91", "20260615T140500-tenant-7f3a911", "20260615T140500Z-tänant-7f3a91", "20260615T140500Z-a/b-7f3a91",
    "20260615T140500Z-tenant-7f3a91.tmp", "20260615T140500Z-tenant-7f3a91\0", "2026061ST140500Z-tenant-7f3a91",
  ]

  @Test("whatever could leave the folder is no id", arguments: refused) func refuses(text: String) {
    #expect(RunID(text) == nil)
  }
}
