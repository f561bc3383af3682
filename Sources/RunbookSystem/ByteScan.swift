public import Glibc

/// Fast questions about runs of bytes, for readers of large listings.
public enum ByteScan {
  /// The first index of the byte at or after `start`, nil when there is none.
  @inlinable @inline(__always)
  public static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    guard start >= 0 && start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { buffer -> Int? in
      guard let base = buffer.baseAddress else { return nil }
      guard let found = unsafe memchr(base + start, Int32(byte), buffer.count - start) else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Byte order of two runs: negative, zero or positive as the first is before, equal to or after the second.
  @inlinable @inline(__always)
  public static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    let common = min(left.count, right.count)
    let order = unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right -> Int32 in
        guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        return unsafe memcmp(left, right, common)
      }
    }
    return order != 0 ? Int(order) : left.count - right.count
  }
}
