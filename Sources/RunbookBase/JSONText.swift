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
    if text.utf8.allSatisfy(isPlain) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x22: bytes += [0x5C, 0x22]
        case 0x5C: bytes += [0x5C, 0x5C]
        case let value where isHidden(value):
          for unit in String(scalar).utf16 { appendEscape(unit, to: &bytes) }
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
      }
    }
    bytes.append(0x22)
  }

  private static func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    bytes += [0x5C, 0x75]
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: (unit >> UInt16(shift)) & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
