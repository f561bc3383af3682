/// The dates of S3: `2026-06-15T00:00:00.000Z`, with or without fraction, `Z` or `+00:00`.
enum TimeText {
  /// Milliseconds since 1970 UTC, nil when the text has another shape.
  static func milliseconds(_ bytes: Span<UInt8>) -> Int64? {
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A else { return nil }
    guard let year = digits(bytes, 0, 4), let month = digits(bytes, 5, 2), let day = digits(bytes, 8, 2), let hour = digits(bytes, 11, 2),
      let minute = digits(bytes, 14, 2), let second = digits(bytes, 17, 2), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    var (index, fraction, scale) = (19, 0, 1000)
    if bytes[index] == 0x2E {
      index += 1
      while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
        scale /= 10
        fraction += Int(bytes[index] - 0x30) * scale
        index += 1
      }
    }
    var offset = 0
    if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D, bytes.count >= index + 6 {
      guard let hours = digits(bytes, index + 1, 2), let minutes = digits(bytes, index + 4, 2) else { return nil }
      offset = (hours * 60 + minutes) * (bytes[index] == 0x2B ? 1 : -1)
    } else if index >= bytes.count || bytes[index] != 0x5A {
      return nil
    }
    let days = daysSinceEpoch(year, month, day)
    return Int64(((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + Int64(fraction)
  }

  @inline(__always)
  private static func digits(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// The proleptic Gregorian calendar, with the year starting in March so that the leap day comes last.
  @inline(__always)
  private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
