extension WallTime {
  /// A duration as people read it, in its two largest units: `850 ms`, `12 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`.
  ///
  /// - Parameter nanoseconds: the duration; a negative one gets a minus sign.
  public static func durationText(nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    let seconds = magnitude / 1_000_000_000
    func two(_ large: UInt64, _ largeUnit: String, _ small: UInt64, _ smallUnit: String) -> String {
      small == 0 ? "\(sign)\(large) \(largeUnit)" : "\(sign)\(large) \(largeUnit) \(small) \(smallUnit)"
    }
    switch seconds {
    case 0: return magnitude == 0 ? "0 s" : "\(sign)\(max(1, magnitude / 1_000_000)) ms"
    case 1..<60: return "\(sign)\(seconds) s"
    case 60..<3600: return two(seconds / 60, "min", seconds % 60, "s")
    case 3600..<86_400: return two(seconds / 3600, "h", seconds / 60 % 60, "min")
    default: return two(seconds / 86_400, "d", seconds / 3600 % 24, "h")
    }
  }
}
