import RunbookBase
import Testing

@testable import Runbooks

@Suite("Moments and recovery targets") struct MomentTests {
  @Test(
    "an accepted moment is told in UTC, and nothing of it is lost",
    arguments: [
      ("2026-06-15T14:05:00Z", "2026-06-15T14:05:00Z"),
      ("2026-06-15T14:05:00+02:00", "2026-06-15T12:05:00Z"),
      ("2026-06-15T14:05:00-05:30", "2026-06-15T19:35:00Z"),
      ("2026-06-15 14:05:00+00", "2026-06-15T14:05:00Z"),
      ("2026-06-15 14:05:00-05", "2026-06-15T19:05:00Z"),
      ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
      ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
      ("2000-02-29T23:59:59Z", "2000-02-29T23:59:59Z"),
      ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"),
      ("2026-06-15T14:05:00.000Z", "2026-06-15T14:05:00Z"),
      ("2026-06-15T14:05:00.5Z", "2026-06-15T14:05:00.5Z"),
      ("2026-06-15T14:05:00.123456Z", "2026-06-15T14:05:00.123456Z"),
      ("2026-06-15T14:05:00.000001Z", "2026-06-15T14:05:00.000001Z"),
    ])
  func accepts(text: String, canonical: String) throws {
    let moment = try Timestamp(parsing: text)
    #expect(moment.text == canonical)
    #expect(try Timestamp(parsing: canonical) == moment)
  }

  static let refused = [
    ("2026-06-15T14:05:00", "has no time zone"),
    ("2026-06-15 14:05:00", "has no time zone"),
    ("2026-06-15T14:05:00.5", "has no time zone"),
    ("2026-02-30T10:00:00Z", "is no date: month 2 of 2026 has 28 days"),
    ("2024-02-30T10:00:00Z", "is no date: month 2 of 2024 has 29 days"),
    ("1900-02-29T10:00:00Z", "is no date: month 2 of 1900 has 28 days"),
    ("2026-02-30T10:00:00", "is no date: month 2 of 2026 has 28 days"),
    ("2026-04-31T10:00:00+02:00", "is no date: month 4 of 2026 has 30 days"),
    ("2026-06-00T10:00:00Z", "is no date: month 6 of 2026 has 30 days"),
    ("2026-13-01T10:00:00Z", "is no date: there is no month 13"),
    ("2026-00-01T10:00:00Z", "is no date: there is no month 0"),
    ("2026-06-15T24:00:00Z", "is not a moment"),
    ("2026-06-15T23:60:00Z", "is not a moment"),
    ("2016-12-31T23:59:60Z", "is not a moment"),
    ("15-06-2026T14:05:00Z", "is not a moment"),
    ("15.06.2026 14:05", "is not a moment"),
    ("06/15/2026 14:05:00Z", "is not a moment"),
    ("14:05:00Z 2026-06-15", "is not a moment"),
    ("2026-06-15", "is not a moment"),
    ("yesterday", "is not a moment"),
    ("now", "is not a moment"),
    ("2026-06-15T14:05:00.Z", "is not a moment"),
    ("2026-06-15T14:05:00.1234567890Z", "is not a moment"),
    ("2026-06-15T14:05:00+24:00", "is not a moment"),
    ("2026-06-15T14:05:00 CEST", "is not a moment"),
    ("1781532300", "is not a moment"),
    ("0000-01-01T00:00:00Z", "is not a moment"),
    ("9999-12-31T23:59:59Z", "is not a moment"),
  ]

  @Test("a text that names no moment is refused with the reason", arguments: refused)
  func refuses(text: String, reason: String) throws {
    let problem = try #require(Parser(Timestamp.self).refusal(text))
    #expect(problem == Problem(.parameterRejected, "“\(text)” \(reason)", hint: "it must be \(Timestamp.rule)"))
  }

  /// 2026-06-15T14:05:00Z.
  static let now: Int64 = 1_781_532_300_000_000_000

  @Test("a moment that has not come is refused, the present one is not")
  func refusesTheFuture() throws {
    try Timestamp(parsing: "2026-06-15T14:05:00Z").check(now: Self.now)
    try Timestamp(parsing: "2026-06-15T16:05:00+02:00").check(now: Self.now)
    let late = try Timestamp(parsing: "2026-06-15T14:05:00.000001Z")
    #expect(
      throws: Problem(
        .parameterRejected, "“2026-06-15T14:05:00.000001Z” lies in the future; now is 2026-06-15T14:05:00Z",
        hint: "give a moment that has passed; if this one has, the clock of this machine is wrong")
    ) { try late.check(now: Self.now) }
  }

  @Test(
    "an accepted recovery target has one spelling",
    arguments: [
      ("time:2026-06-15 16:05:00+02", "2026-06-15T14:05:00Z"), ("2026-06-15 16:05:00+02", "2026-06-15T14:05:00Z"), ("xid:1234", "xid:1234"),
      ("xid:0003", "xid:3"),
      ("xid:4294967295", "xid:4294967295"), ("lsn:0/16b3748", "lsn:0/16B3748"), ("lsn:FFFFFFFF/0", "lsn:FFFFFFFF/0"),
      ("immediate", "immediate"),
    ])
  func acceptsTargets(text: String, canonical: String) throws {
    let target = try RecoveryTarget(parsing: text)
    #expect(target.text == canonical)
    #expect(try RecoveryTarget(parsing: canonical) == target)
  }

  @Test(
    "anything else is no recovery target",
    arguments: [
      ("latest", "is no recovery target"), ("immediate:now", "is no recovery target"), ("IMMEDIATE", "is no recovery target"),
      ("name:before", "is no recovery target"), (":5", "is no recovery target"), ("2026-06-15T14:05:00", "has no time zone"),
      ("xid:", "names no transaction"), ("xid:0", "names no transaction"), ("xid:2", "names no transaction"),
      ("xid:4294967296", "names no transaction"), ("xid:+5", "names no transaction"), ("xid:-5", "names no transaction"),
      ("xid:0x10", "names no transaction"), ("lsn:", "names no place in the log"), ("lsn:16B3748", "names no place in the log"),
      ("lsn:0/", "names no place in the log"), ("lsn:0/1/2", "names no place in the log"), ("lsn:0/123456789", "names no place in the log"),
      ("lsn:+0/1", "names no place in the log"), ("lsn:-0/1", "names no place in the log"), ("lsn:0/G", "names no place in the log"),
    ])
  func refusesTargets(text: String, reason: String) throws {
    let problem = try #require(Parser(RecoveryTarget.self).refusal(text))
    #expect(problem == Problem(.parameterRejected, "“\(text)” \(reason)", hint: "it must be \(RecoveryTarget.rule)"))
  }

  @Test("a recovery target in time follows the rules of moments", arguments: refused.map(\.0) + ["", "-5", "time:2026-06-15T14:05:00Z"])
  func targetsInTime(text: String) throws {
    let problem = try #require(Parser(RecoveryTarget.self).refusal("time:" + text))
    #expect(problem.code == .parameterRejected)
    #expect(problem.summary.utf8.starts(with: "“time:\(text)” ".utf8))
    #expect(problem.hint == "it must be \(RecoveryTarget.rule)")
  }

  @Test("a recovery target in the future is refused; one by transaction, place or backup has no time")
  func targetsInTheFuture() throws {
    try RecoveryTarget(parsing: "time:2026-06-15T14:05:00Z").check(now: Self.now)
    for text in ["xid:5", "lsn:0/5", "immediate"] { try RecoveryTarget(parsing: text).check(now: 0) }
    let late = try RecoveryTarget(parsing: "time:2030-01-01T00:00:00Z")
    #expect(
      throws: Problem(
        .parameterRejected, "“2030-01-01T00:00:00Z” lies in the future; now is 2026-06-15T14:05:00Z",
        hint: "give a moment that has passed; if this one has, the clock of this machine is wrong")
    ) { try late.check(now: Self.now) }
  }
}
