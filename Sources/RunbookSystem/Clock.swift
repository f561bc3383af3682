import Glibc

/// The clocks of the machine (reliability A.10).
public enum Clock {
  /// Wall time, in nanoseconds since 1970 UTC; can jump.
  public static func wall() -> Int64 { now(CLOCK_REALTIME) }

  /// Time since boot, in nanoseconds, suspension included; never goes back.
  public static func boottime() -> Int64 { now(CLOCK_BOOTTIME) }

  /// The name of this boot; boot times compare only under the same one.
  public static func bootID() -> String {
    let bytes = (try? Files.read("/proc/sys/kernel/random/boot_id", limit: 256)) ?? []
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  /// Waits that long, whatever signals come.
  public static func sleep(milliseconds: Int) {
    let end = boottime() + Int64(milliseconds) * 1_000_000
    while true {
      let left = end - boottime()
      if left <= 0 { return }
      var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      _ = unsafe nanosleep(&time, nil)
    }
  }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
