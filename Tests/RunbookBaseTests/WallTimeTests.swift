import RunbookBase
import Testing

@Suite("Wall time") struct WallTimeTests {
  static let texts: [(Int64, String)] = [
    (0, "1970-01-01T00:00:00Z"), (1_781_532_300, "2026-06-15T14:05:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (-1, "1969-12-31T23:59:59Z"), (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (-2_203_891_200, "1900-03-01T00:00:00Z"),
  ]

  @Test("seconds and text name the same time", arguments: texts) func namesTheSameTime(seconds: Int64, text: String) {
    #expect(WallTime(seconds: seconds).text() == text)
    #expect(WallTime(text) == WallTime(seconds: seconds))
  }

  @Test("fractions and offsets are read")
  func fractionsAndOffsets() {
    #expect(WallTime("1970-01-01T00:00:01.5Z")?.nanoseconds == 1_500_000_000)
    #expect(WallTime("1970-01-01T00:00:00.000000001Z")?.nanoseconds == 1)
    #expect(WallTime("2026-06-15T16:05:00+02:00") == WallTime("2026-06-15T14:05:00Z"))
    #expect(WallTime("2026-06-15T09:35:00.25-04:30") == WallTime("2026-06-15T14:05:00.25Z"))
    #expect(WallTime(nanoseconds: -1).text(.milliseconds) == "1969-12-31T23:59:59.999Z")
    #expect(WallTime(nanoseconds: 1_234_567_891).text(.milliseconds) == "1970-01-01T00:00:01.234Z")
    #expect(WallTime(nanoseconds: -1).truncatedToMilliseconds.nanoseconds == -1_000_000)
  }

  static let refused = [
    "", "2026-06-15", "2026-06-15T14:05:00", "2026-06-15 14:05:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-06-15T24:00:00Z", "2026-06-15T23:59:60Z", "2026-06-15T14:05:00.Z", "2026-06-15T14:05:00.1234567890Z", "2026-06-15T14:05:00z",
    "2026-06-15T14:05:00ZZ", "2026-06-15T14:05:00+0200", "2026-06-15T14:05:00+24:00", "0000-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
    "-026-06-15T14:05:00Z", "2026-06-15T14:05:00.1",
  ]

  @Test("a text without zone, or of a time that does not exist, is refused", arguments: refused) func refuses(text: String) {
    #expect(WallTime(text) == nil)
  }

  @Test("every day of four centuries comes back from its number")
  func days() throws {
    var expected = try #require(WallTime.Day(year: 1800, month: 1, day: 1))
    var number = expected.daysSinceEpoch
    while expected.year < 2200 {
      #expect(WallTime.Day(daysSinceEpoch: number) == expected)
      guard expected.daysSinceEpoch == number else { break }
      number += 1
      if expected.day < WallTime.Day.length(year: expected.year, month: expected.month) {
        expected.day += 1
      } else {
        expected.day = 1
        expected.month = expected.month % 12 + 1
        if expected.month == 1 { expected.year += 1 }
      }
    }
    #expect(expected.year == 2200)
  }

  @Test("extreme times neither trap nor wrap", arguments: [Int64.min, .min + 1, -1, 0, .max])
  func extremes(nanoseconds: Int64) {
    let time = WallTime(nanoseconds: nanoseconds)
    #expect(time.text(.milliseconds).utf8.count == 24)
    #expect(WallTime(seconds: nanoseconds).nanoseconds.signum() == nanoseconds.signum())
    #expect(WallTime(nanoseconds: .max).nanoseconds(since: WallTime(nanoseconds: .min)) == .max)
    #expect(time.adding(nanoseconds: .max) >= time)
  }

  static let durations: [(Int64, String)] = [
    (0, "0 s"), (1, "1 ms"), (850_000_000, "850 ms"), (12_900_000_000, "12 s"), (60_000_000_000, "1 min"), (192_000_000_000, "3 min 12 s"),
    (7_500_000_000_000, "2 h 5 min"), (273_600_000_000_000, "3 d 4 h"), (-192_000_000_000, "-3 min 12 s"), (.min, "-106751 d 23 h"),
  ]

  @Test("a duration is told in its two largest units", arguments: durations) func tellsDuration(nanoseconds: Int64, text: String) {
    #expect(WallTime.durationText(nanoseconds: nanoseconds) == text)
  }

  @Test("the compact form fits a folder name")
  func compact() {
    #expect(WallTime("2026-06-15T14:05:00.9Z")?.compact == "20260615T140500Z")
  }
}
