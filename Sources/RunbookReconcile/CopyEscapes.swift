import RunbookBase

/// The escapes of PostgreSQL's COPY text format.
enum CopyEscapes {
  /// Decodes `range` in place and answers the new end; decoding never lengthens.
  static func decode(_ bytes: inout [UInt8], _ range: Range<Int>) -> Int {
    var (read, write) = (range.lowerBound, range.lowerBound)
    while read < range.upperBound {
      var byte = bytes[read]
      read += 1
      if byte == UInt8(ascii: "\\"), read < range.upperBound {
        byte = bytes[read]
        read += 1
        switch byte {
        case UInt8(ascii: "b"): byte = 8
        case UInt8(ascii: "t"): byte = 9
        case UInt8(ascii: "n"): byte = 10
        case UInt8(ascii: "v"): byte = 11
        case UInt8(ascii: "f"): byte = 12
        case UInt8(ascii: "r"): byte = 13
        case UInt8(ascii: "x"):
          (byte, read) = number(bytes, read, range.upperBound, base: 16, digits: 2, otherwise: byte)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
          (byte, read) = number(bytes, read - 1, range.upperBound, base: 8, digits: 3, otherwise: byte)
        default: break
        }
      }
      bytes[write] = byte
      write += 1
    }
    return write
  }

  private static func number(
    _ bytes: [UInt8], _ start: Int, _ end: Int, base: Int, digits: Int, otherwise: UInt8
  ) -> (UInt8, Int) {
    var (value, read) = (0, start)
    while read < end, read - start < digits, let digit = hexDigit(bytes[read]), digit < base {
      value = value * base + digit
      read += 1
    }
    return read == start ? (otherwise, start) : (UInt8(truncatingIfNeeded: value), read)
  }
}

/// Percent-encoding as S3 writes keys in inventories and listings.
enum PercentEncoding {
  /// Decodes `range` in place, exactly once, and answers the new end.
  ///
  /// - Parameter plusIsSpace: true for S3's own encoding (space `+`, plus `%2B`), false for the path of a URL.
  /// - Returns: nil when a `%` is not followed by two hex digits.
  static func decode(_ bytes: inout [UInt8], _ range: Range<Int>, plusIsSpace: Bool) -> Int? {
    var (read, write) = (range.lowerBound, range.lowerBound)
    while read < range.upperBound {
      var byte = bytes[read]
      read += 1
      if byte == UInt8(ascii: "+"), plusIsSpace {
        byte = UInt8(ascii: " ")
      } else if byte == UInt8(ascii: "%") {
        guard read + 1 < range.upperBound, let high = hexDigit(bytes[read]), let low = hexDigit(bytes[read + 1]) else { return nil }
        byte = UInt8(high << 4 | low)
        read += 2
      }
      bytes[write] = byte
      write += 1
    }
    return write
  }

  /// Encodes everything but unreserved characters and `/`, for the source of a copy.
  static func encode(_ key: [UInt8]) -> String {
    var text: [UInt8] = []
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in key {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.append(byte)
      default: text += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The value of a hexadecimal digit in either case.
func hexDigit(_ byte: UInt8) -> Int? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
  case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 87
  case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 55
  default: nil
  }
}
