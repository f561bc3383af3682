/// SHA-256 (FIPS 180-4), in pure Swift because the platform offers none without a dependency.
///
/// Feed it in pieces of any size: `var hash = SHA256(); hash.update(bytes); hash.finalize()`.
public struct SHA256: Sendable {
  var state: Words
  private var pending = InlineArray<64, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var length: UInt64 = 0

  /// The eight working words, as a value that stays in registers.
  struct Words: Sendable {
    var a, b, c, d, e, f, g, h: UInt32
  }

  /// The hash of nothing yet.
  public init() {
    state = Words(
      a: 0x6a09_e667, b: 0xbb67_ae85, c: 0x3c6e_f372, d: 0xa54f_f53a, e: 0x510e_527f, f: 0x9b05_688c, g: 0x1f83_d9ab, h: 0x5be0_cd19)
  }

  /// Feeds bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    length &+= UInt64(bytes.count)
    var offset = 0
    if pendingCount > 0 {
      while pendingCount < 64, offset < bytes.count {
        pending[pendingCount] = bytes[offset]
        pendingCount += 1
        offset += 1
      }
      guard pendingCount == 64 else { return }
      pendingCount = 0
      state.compress(pending.span, at: 0)
    }
    while bytes.count - offset >= 64 {
      state.compress(bytes, at: offset)
      offset += 64
    }
    while offset < bytes.count {
      pending[pendingCount] = bytes[offset]
      pendingCount += 1
      offset += 1
    }
  }

  /// Feeds bytes.
  public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// Feeds the UTF-8 bytes of a text.
  public mutating func update(_ text: String) { update(Array(text.utf8).span) }

  /// The digest of everything fed; the value may be fed on afterwards.
  public func finalize() -> Digest {
    var copy = self
    copy.pending[copy.pendingCount] = 0x80
    copy.pendingCount += 1
    if copy.pendingCount > 56 {
      for index in copy.pendingCount..<64 { copy.pending[index] = 0 }
      copy.state.compress(copy.pending.span, at: 0)
      copy.pendingCount = 0
    }
    for index in copy.pendingCount..<56 { copy.pending[index] = 0 }
    let bits = length &<< 3
    for index in 0..<8 { copy.pending[56 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)) }
    copy.state.compress(copy.pending.span, at: 0)
    return Digest(copy.state)
  }

  /// The digest of bytes in one call.
  public static func digest(_ bytes: [UInt8]) -> Digest { digest(bytes.span) }

  /// The digest of bytes in one call.
  public static func digest(_ bytes: Span<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The digest of a text's UTF-8 bytes in one call.
  public static func digest(_ text: String) -> Digest { digest(Array(text.utf8)) }
}
