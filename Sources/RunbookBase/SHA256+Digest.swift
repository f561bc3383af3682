extension SHA256 {
  /// The 32 bytes of a SHA-256, kept inline.
  public struct Digest: Hashable, Sendable, CustomStringConvertible {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    init(_ state: Words) {
      func pair(_ high: UInt32, _ low: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
      words = (pair(state.a, state.b), pair(state.c, state.d), pair(state.e, state.f), pair(state.g, state.h))
    }

    /// The digest that 64 lowercase hexadecimal digits spell, or `nil`.
    public init?(hex: String) {
      let digits = Array(hex.utf8)
      self.init(hex: digits.span)
    }

    /// The digest that 64 lowercase hexadecimal digits spell, or `nil`.
    public init?(hex digits: Span<UInt8>) {
      guard digits.count == 64 else { return nil }
      let text = digits.bytes
      func word(_ start: Int) -> UInt64? {
        guard let high = Self.eightDigits(text, at: start), let low = Self.eightDigits(text, at: start + 8) else { return nil }
        return UInt64(high) << 32 | UInt64(low)
      }
      guard let a = word(0), let b = word(16), let c = word(32), let d = word(48) else { return nil }
      words = (a, b, c, d)
    }

    /// What eight digits spell, worked on side by side in one word; reading a log spends a tenth of its time on them otherwise.
    private static func eightDigits(_ text: RawSpan, at start: Int) -> UInt32? {
      let digits = UInt64(bigEndian: text.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
      let ones: UInt64 = 0x0101_0101_0101_0101
      let letters = digits >> 6 & ones
      let values = (digits & (0x0F * ones)) + letters * 9
      // Spelt again it must be the same, a letter exactly where the value is 10 to 15.
      let spelt = values + 0x30 * ones + letters * 0x27
      let above = (values + 6 * ones) >> 4 & ones
      guard spelt == digits, above == letters, values & (0xF0 * ones) == 0 else { return nil }
      var packed = (values | values >> 4) & 0x00FF_00FF_00FF_00FF
      packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
      return UInt32(truncatingIfNeeded: packed | packed >> 16)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(32)
      for index in 0..<32 { bytes.append(byte(index)) }
      return bytes
    }

    /// The 64 lowercase hexadecimal digits.
    public var hex: String {
      var digits: [UInt8] = []
      digits.reserveCapacity(64)
      appendHex(to: &digits)
      return String(decoding: digits, as: UTF8.self)
    }

    /// Appends the 64 lowercase hexadecimal digits.
    public func appendHex(to digits: inout [UInt8]) {
      for index in 0..<32 {
        for digit in [byte(index) >> 4, byte(index) & 0xF] { digits.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
      }
    }

    /// The first 32 bits as people read them out on a call: `7f3a-91c2`.
    public var short: String {
      let digits = hex.utf8
      return "\(String(digits.prefix(4)) ?? "")-\(String(digits.dropFirst(4).prefix(4)) ?? "")"
    }

    /// The hexadecimal digits.
    public var description: String { hex }

    /// The byte at a position from 0 to 31.
    fileprivate func byte(_ index: Int) -> UInt8 {
      let word =
        switch index >> 3 {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        default: words.3
        }
      return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7)))
    }

    /// Whether all 32 bytes are equal.
    public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

    /// Feeds the first 8 bytes, which are as random as all 32.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
  }

  /// Feeds the 32 bytes of a digest, as a hash chain does.
  public mutating func update(_ digest: Digest) {
    var raw = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<32 { raw[index] = digest.byte(index) }
    update(raw.span)
  }
}
