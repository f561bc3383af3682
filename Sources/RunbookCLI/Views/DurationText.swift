import RunbookBase
import Runbooks

/// Durations for people.
enum DurationText {
  /// `2 h`, `20 min`, `45 s`.
  static func short(_ duration: Duration) -> String { WallTime.durationText(nanoseconds: Int64(duration.wholeSeconds) * 1_000_000_000) }
}
