import RunbookBase
import RunbookJournal
import RunbookReporting
import Testing

@testable import RunbookCLI

@Suite("The lines of the log") struct TimelineViewTests {
  @Test("the day stands once before its first record, and a note about another day says the whole date")
  func days() throws {
    var view = TimelineView(Style.plain, width: nil)
    let early = WallTime(seconds: 1_577_836_800)
    let records: [(String, WallTime?)] = [
      ("2026-06-15T23:59:58.000Z", nil), ("2026-06-15T23:59:59.000Z", early), ("2026-06-16T00:00:01.000Z", nil),
      ("2026-06-16T00:00:02.000Z", nil),
    ]
    let lines = try records.enumerated().flatMap { place, record in
      let at = try #require(WallTime(record.0))
      return view.lines(
        TimelineEntry(Record(at: .init(wall: at, boot: 1), by: "ben", epoch: 1, seq: place + 1, event: .note("x", about: record.1)), nil))
    }
    #expect(
      lines == [
        "— 2026-06-15 —", "23:59:58.000Z note: x", "23:59:59.000Z note about 2020-01-01T00:00:00Z: x", "— 2026-06-16 —",
        "00:00:01.000Z note: x", "00:00:02.000Z note: x",
      ])
  }
}
