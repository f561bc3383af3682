/// A point on the wall clock: nanoseconds since 1970-01-01T00:00:00Z, always UTC.
///
/// Recorded for people and never trusted: order comes from sequence numbers, durations from the boot clock (reliability A.10).
public struct WallTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch, negative before it.
  public var nanoseconds: Int64

  /// A time from nanoseconds since the epoch.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A time from seconds since the epoch, clamped to the years 1678 to 2261.
  public init(seconds: Int64) {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    nanoseconds = overflow ? (seconds < 0 ? .min : .max) : value
  }

  /// Whether the first time is earlier.
  public static func < (a: WallTime, b: WallTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Whole seconds since the epoch, rounded down.
  public var seconds: Int64 { WallTime.floor(nanoseconds, 1_000_000_000).quotient }

  /// This time cut to whole milliseconds, the precision of the audit log.
  public var truncatedToMilliseconds: WallTime {
    let millisecond = WallTime.floor(nanoseconds, 1_000_000)
    return WallTime(nanoseconds: millisecond.quotient &* 1_000_000)
  }

  /// Nanoseconds from another time to this one, clamped instead of overflowing.
  public func nanoseconds(since other: WallTime) -> Int64 {
    let (value, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? (nanoseconds < other.nanoseconds ? .min : .max) : value
  }

  /// This time moved by nanoseconds, clamped instead of overflowing.
  public func adding(nanoseconds delta: Int64) -> WallTime {
    let (value, overflow) = nanoseconds.addingReportingOverflow(delta)
    return WallTime(nanoseconds: overflow ? (delta < 0 ? .min : .max) : value)
  }

  /// Division that rounds down, so that times before 1970 fall into the right second.
  static func floor(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
