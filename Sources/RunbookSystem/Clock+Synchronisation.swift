import Glibc

extension Clock {
  /// Whether the kernel says that something keeps its wall clock right; nil when it cannot be asked.
  ///
  /// A daemon such as chrony tells the kernel so; one that steers the clock without telling counts as no.
  public static func isSynchronised() -> Bool? {
    // `modes` is 0, so nothing is set; the structure has 208 bytes, and the kernel writes no more.
    var time = [UInt64](repeating: 0, count: 64)
    let state = unsafe time.withUnsafeMutableBytes { buffer in
      unsafe buffer.baseAddress.map { unsafe linuxAdjtimex($0) } ?? -1
    }
    return state < 0 ? nil : state != unsynchronised
  }

  /// `TIME_ERROR`.
  private static let unsynchronised: Int32 = 5
}
