public import RunbookBase

/// A moment with its zone: a time without one means something else on every machine (pgBackRest takes it as local).
public struct Timestamp: ParameterValue {
  /// The rule in words.
  public static let rule = "a date and time with a zone, such as 2026-06-15T14:05:00Z or 2026-06-15T14:05:00+02:00"
  /// The moment.
  public let time: WallTime

  /// The moment in UTC, as RFC 3339.
  public var text: String { time.text(time.nanoseconds % 1_000_000_000 == 0 ? .seconds : .milliseconds) }

  /// Parses RFC 3339; a blank may stand for the T, and `+00` for `+00:00`, as in the seed.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    var bytes = Array(text.utf8)
    if bytes.count > 10, bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
    if bytes.count >= 3, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[bytes.count - 3]), bytes.count > 19 {
      bytes += Array(":00".utf8)
    }
    if let time = WallTime(String(decoding: bytes, as: UTF8.self)) {
      self.time = time
      return
    }
    if WallTime(String(decoding: bytes, as: UTF8.self) + "Z") != nil { throw Self.refusal(text, "has no time zone") }
    if let date = Self.impossibleDate(bytes) { throw Self.refusal(text, "is no date: \(date)") }
    throw Self.refusal(text, "is not a moment")
  }

  /// Refuses a moment that has not come yet.
  public func check(now: Int64) throws(Problem) {
    guard time.nanoseconds <= now else {
      throw Self.refusal(text, "lies in the future; now is \(WallTime(nanoseconds: now).text(.seconds))")
    }
  }

  /// What is wrong with a well-formed date, such as “February 2026 has 28 days”.
  private static func impossibleDate(_ bytes: [UInt8]) -> String? {
    let digits = { (range: Range<Int>) -> Int? in
      guard range.upperBound <= bytes.count else { return nil }
      return Int(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10) else { return nil }
    guard (1...12).contains(month) else { return "there is no month \(month)" }
    let length = WallTime.Day.length(year: year, month: month)
    return day > length || day < 1 ? "month \(month) of \(year) has \(length) days" : nil
  }
}
