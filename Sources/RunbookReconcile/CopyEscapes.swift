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
