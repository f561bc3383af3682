extension WallTime {
  /// How fine a time is written.
  public enum Precision: Hashable, Sendable {
    /// `2026-06-15T14:05:00Z`
    case seconds
    /// `2026-06-15T14:05:00.123Z`
    case milliseconds
  }

  /// The time as RFC 3339 in UTC, cut (not rounded) to the precision.
  public func text(_ precision: Precision = .seconds) -> String {
    let (day, second) = civil
    var text: [UInt8] = []
    text.reserveCapacity(24)
    func append(_ value: Int, _ width: Int) {
      var divisor = [1, 10, 100, 1000][width - 1]
      while divisor > 0 {
        text.append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
        divisor /= 10
      }
    }
    append(day.year, 4)
    text.append(0x2D)
    append(day.month, 2)
    text.append(0x2D)
    append(day.day, 2)
    text.append(0x54)
    append(second / 3600, 2)
    text.append(0x3A)
    append(second / 60 % 60, 2)
    text.append(0x3A)
    append(second % 60, 2)
    if precision == .milliseconds {
      text.append(0x2E)
      append(Int(WallTime.floor(nanoseconds, 1_000_000_000).remainder / 1_000_000), 3)
    }
    text.append(0x5A)
    return String(decoding: text, as: UTF8.self)
  }

  /// The time as it stands in names of folders and files: `20260615T140500Z`.
  public var compact: String {
    String(decoding: text(.seconds).utf8.filter { $0 != 0x2D && $0 != 0x3A }, as: UTF8.self)
  }

  /// The time that an RFC 3339 text names, with `Z` or an offset such as `+02:00`; a text without a zone is refused.
  ///
  /// Fractions beyond nanoseconds, leap seconds and days that do not exist are refused, too.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ width: Int) -> Int? {
      guard start + width <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[start..<(start + width)] {
        guard byte &- 0x30 < 10 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A,
      let year = number(0, 4), let month = number(5, 2), let date = number(8, 2), let day = Day(year: year, month: month, day: date),
      let hour = number(11, 2), hour < 24, let minute = number(14, 2), minute < 60, let second = number(17, 2), second < 60
    else { return nil }
    var index = 19
    var fraction: Int64 = 0
    if bytes[index] == 0x2E {
      index += 1
      let start = index
      while index < bytes.count, bytes[index] &- 0x30 < 10 {
        fraction = fraction * 10 + Int64(bytes[index] - 0x30)
        index += 1
        guard index - start <= 9 else { return nil }
      }
      guard index > start else { return nil }
      for _ in (index - start)..<9 { fraction *= 10 }
    }
    guard index < bytes.count else { return nil }
    var offset = 0
    switch bytes[index] {
    case 0x5A where index + 1 == bytes.count: break
    case 0x2B, 0x2D:
      guard index + 6 == bytes.count, bytes[index + 3] == 0x3A, let hours = number(index + 1, 2), hours < 24,
        let minutes = number(index + 4, 2), minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (bytes[index] == 0x2D ? -1 : 1)
    default: return nil
    }
    let seconds = day.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, more) = whole.addingReportingOverflow(fraction)
    guard !overflow, !more else { return nil }
    nanoseconds = sum
  }
}

extension WallTime: CustomStringConvertible {
  /// The time as RFC 3339 in UTC, to the second.
  public var description: String { text(.seconds) }
}
