/// How a text is written inside quotes, everywhere the same.
///
/// Whatever could hide in a terminal or an editor is escaped: C0, DEL, C1, bidirectional controls, line separators,
/// zero-width and other invisible characters (reliability A.3).
enum JSONText {
  /// Whether a character is written as `\u`.
  static func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }

  /// Whether a byte stands for itself in every text: printable ASCII but the quote and the backslash.
  @inline(__always) static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C
  }

  /// Appends the quoted text.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    if isPlain(text.utf8.span) {
      bytes.append(contentsOf: text.utf8)
    } else {
      appendEscaped(text.utf8.span, to: &bytes)
    }
    bytes.append(0x22)
  }

  /// All bytes are looked at, because a loop that may end early is slower than one that cannot.
  private static func isPlain(_ text: Span<UInt8>) -> Bool {
    var isPlain = true
    for index in text.indices { isPlain = isPlain && Self.isPlain(text[index]) }
    return isPlain
  }

  private static func appendEscaped(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    var index = 0
    while index < text.count {
      let byte = text[index]
      let width = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      if byte == 0x22 || byte == 0x5C {
        bytes.append(0x5C)
        bytes.append(byte)
      } else if isPlain(byte) {
        bytes.append(byte)
      } else {
        appendScalar(text.extracting(index..<index + width), to: &bytes)
      }
      index += width
    }
  }

  /// Appends one scalar that is no printable ASCII, from its bytes.
  private static func appendScalar(_ encoded: Span<UInt8>, to bytes: inout [UInt8]) {
    var scalar = UInt32(encoded[0])
    if encoded.count > 1 {
      scalar &= 0x7F >> UInt32(encoded.count)
      for index in 1..<encoded.count { scalar = scalar << 6 | UInt32(encoded[index] & 0x3F) }
    }
    guard isHidden(scalar) else {
      for index in encoded.indices { bytes.append(encoded[index]) }
      return
    }
    if scalar > 0xFFFF {
      appendEscape(UInt16(truncatingIfNeeded: 0xD800 + (scalar - 0x10000) >> 10), to: &bytes)
      appendEscape(UInt16(truncatingIfNeeded: 0xDC00 + (scalar - 0x10000) & 0x3FF), to: &bytes)
    } else {
      appendEscape(UInt16(truncatingIfNeeded: scalar), to: &bytes)
    }
  }

  private static func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    bytes.append(0x5C)
    bytes.append(0x75)
    for shift in stride(from: UInt16(12), through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: (unit >> shift) & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
