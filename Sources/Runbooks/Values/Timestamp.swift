public import RunbookBase

/// A moment with its zone: a time without one means something else on every machine (pgBackRest takes it as local).
public struct Timestamp: ParameterValue {
  /// The rule in words.
  public static let rule = "a date and time with a zone, such as 2026-06-15T14:05:00Z or 2026-06-15T14:05:00+02:00"
  /// The moment.
  public let time: WallTime

  /// The moment in UTC, as RFC 3339 with every digit that was given: a recovery target that is cut is another moment.
  public var text: String {
    let fraction = time.nanoseconds - time.seconds * 1_000_000_000
    guard fraction > 0 else { return time.text(.seconds) }
    var digits = Array(String(1_000_000_000 + fraction).utf8.dropFirst())
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return time.text(.seconds).dropLast() + "." + String(decoding: digits, as: UTF8.self) + "Z"
  }

  /// Parses RFC 3339; a blank may stand for the T, and `+00` for `+00:00`, as in the seed.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    do { time = try Self.moment(in: text) } catch { throw Self.refusal(text, error.reason) }
  }

  init(time: WallTime) { self.time = time }

  /// Why a text names no moment.
  struct Objection: Error {
    let reason: String
  }

  /// The moment that a text names; what holds for every text from outside was checked before.
  static func moment(in text: String) throws(Objection) -> WallTime {
    var bytes = Array(text.utf8)
    if bytes.count > 10, bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
    if bytes.count >= 3, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[bytes.count - 3]), bytes.count > 19 {
      bytes += Array(":00".utf8)
    }
    if let time = WallTime(String(decoding: bytes, as: UTF8.self)) { return time }
    if WallTime(String(decoding: bytes, as: UTF8.self) + "Z") != nil { throw Objection(reason: "has no time zone") }
    if let date = impossibleDate(bytes) { throw Objection(reason: "is no date: \(date)") }
    throw Objection(reason: "is not a moment")
  }

  /// Refuses a moment that has not come yet.
  public func check(now: Int64) throws(Problem) {
    guard time.nanoseconds > now else { return }
    throw Problem(
      .parameterRejected, "“\(text)” lies in the future; now is \(WallTime(nanoseconds: now).text(.seconds))",
      hint: "give a moment that has passed; if this one has, the clock of this machine is wrong")
  }

  /// What is wrong with a well-formed date, such as “month 2 of 2026 has 28 days”.
  private static func impossibleDate(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
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
