/// Base64 with the standard alphabet (RFC 4648 section 4), for armour, keys and signatures.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of the bytes, padded.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = UInt32(bytes[start]) << 16
      if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[start + 2]) }
      for place in 0..<4 { result.append(place <= count ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "=")) }
    }
    return result
  }

  /// The bytes that the text spells; nil unless it is exactly what ``encode(_:)`` writes.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var places = 0
    var padding = 0
    for byte in text {
      if byte == UInt8(ascii: "=") {
        padding += 1
        group <<= 6
      } else {
        guard padding == 0, let value = value(byte) else { return nil }
        group = group << 6 | value
      }
      places += 1
      guard places == 4 else { continue }
      guard padding < 3 else { return nil }
      // Bits behind the last byte must be zero, or two texts would spell the same bytes.
      if padding > 0, group & (padding == 1 ? 0xFF : 0xFFFF) != 0 { return nil }
      for shift in [16, 8, 0].prefix(3 - padding) { result.append(UInt8(truncatingIfNeeded: group >> UInt32(shift))) }
      (group, places) = (0, 0)
    }
    return result
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || value(byte) != nil }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 97 + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 48 + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
