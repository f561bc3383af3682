extension WallTime {
  /// A day of the proleptic Gregorian calendar.
  public struct Day: Hashable, Sendable {
    /// The year, such as 2026.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, from 1.
    public var day: Int

    /// A day that exists, or `nil`; the year is 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
      guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(year: year, month: month) else { return nil }
      self.year = year
      self.month = month
      self.day = day
    }

    /// The day that lies a number of days after 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day is the last (Howard Hinnant, "chrono-compatible low-level date algorithms").
    public init(daysSinceEpoch days: Int64) {
      let shifted = days + 719_468
      let (era, dayOfEra) = WallTime.floor(shifted, 146_097)
      let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let month = (5 * dayOfYear + 2) / 153
      day = Int(dayOfYear - (153 * month + 2) / 5 + 1)
      self.month = Int(month < 10 ? month + 3 : month - 9)
      year = Int(yearOfEra + era * 400) + (self.month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01, negative before it.
    public var daysSinceEpoch: Int64 {
      let shifted = Int64(month <= 2 ? year - 1 : year)
      let (era, yearOfEra) = WallTime.floor(shifted, 400)
      let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The number of days of a month, 28 to 31.
    public static func length(year: Int, month: Int) -> Int {
      switch month {
      case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }
  }

  /// The day in UTC and the second within it, 0 to 86399.
  public var civil: (day: Day, second: Int) {
    let (days, second) = WallTime.floor(seconds, 86_400)
    return (Day(daysSinceEpoch: days), Int(second))
  }

  /// A time from a day and a time of day in UTC.
  public init(_ day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.init(seconds: day.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second))
  }
}
