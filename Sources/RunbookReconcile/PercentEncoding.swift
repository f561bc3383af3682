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
