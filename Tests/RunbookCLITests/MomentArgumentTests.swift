import RunbookBase
import Testing

@testable import RunbookCLI

@Suite("A time on the command line") struct MomentArgumentTests {
  @Test(
    "a time of day is the last one, unless the clock says it within the hour",
    arguments: [
      ("2026-06-15T14:04:10Z", "14:04Z", "2026-06-15T14:04:00Z"), ("2026-06-15T14:04:10Z", "14:04:10Z", "2026-06-15T14:04:10Z"),
      ("2026-06-15T14:04:10Z", "15:04:10Z", "2026-06-14T15:04:10Z"), ("2026-06-15T14:04:10Z", "23:59Z", "2026-06-14T23:59:00Z"),
      ("2026-06-15T14:04:10Z", "2026-06-14T14:05:00Z", "2026-06-14T14:05:00Z"), ("2026-06-15T00:10:00Z", "23:50Z", "2026-06-14T23:50:00Z"),
    ])
  func taken(now: String, text: String, time: String) throws {
    #expect(try MomentArgument.parse(text, option: "since", try #require(WallTime(now))) == WallTime(time))
  }

  @Test(
    "a time of day that comes within the hour is refused, and both days are named to type",
    arguments: [
      ("2026-06-15T14:04:10Z", "14:05Z", "2026-06-14T14:05:00Z", "2026-06-15T14:05:00Z"),
      ("2026-06-15T14:04:10Z", "15:04:09Z", "2026-06-14T15:04:09Z", "2026-06-15T15:04:09Z"),
      ("2026-06-15T23:40:00Z", "00:10Z", "2026-06-15T00:10:00Z", "2026-06-16T00:10:00Z"),
    ])
  func refused(now: String, text: String, last: String, next: String) throws {
    let time = try #require(WallTime(now))
    let problem = try #require(throws: Problem.self) { try MomentArgument.parse(text, option: "at", time) }
    #expect(problem.code == .parameterRejected)
    #expect(problem.hint == "type \(last) for the day before, or, once it has passed, \(next)")
  }
}
