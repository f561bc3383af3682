/// A key as `to_string([Key])` prints it: a JSON array of one string, `["designs/caf\u00e9.pdf"]`.
enum ListedKey {
  /// Appends the key's bytes; false when the text has another shape.
  static func decode(_ bytes: [UInt8], _ range: Range<Int>, into key: inout [UInt8]) -> Bool {
    guard range.count >= 4, bytes[range.lowerBound] == UInt8(ascii: "["), bytes[range.lowerBound + 1] == UInt8(ascii: "\""),
      bytes[range.upperBound - 2] == UInt8(ascii: "\""), bytes[range.upperBound - 1] == UInt8(ascii: "]")
    else { return false }
    var index = range.lowerBound + 2
    let end = range.upperBound - 2
    var high: UInt32?
    while index < end {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        guard high == nil, byte != UInt8(ascii: "\"") else { return false }
        key.append(byte)
        continue
      }
      guard index < end else { return false }
      let escape = bytes[index]
      index += 1
      if escape == UInt8(ascii: "u") {
        guard index + 4 <= end, let unit = unit(bytes, index) else { return false }
        index += 4
        switch (high, unit) {
        case (nil, 0xD800...0xDBFF): high = unit
        case (let first?, 0xDC00...0xDFFF):
          guard append(0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00), to: &key) else { return false }
          high = nil
        case (nil, _):
          guard append(unit, to: &key) else { return false }
        default: return false
        }
        continue
      }
      guard high == nil else { return false }
      switch escape {
      case UInt8(ascii: "n"): key.append(10)
      case UInt8(ascii: "t"): key.append(9)
      case UInt8(ascii: "r"): key.append(13)
      case UInt8(ascii: "b"): key.append(8)
      case UInt8(ascii: "f"): key.append(12)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): key.append(escape)
      default: return false
      }
    }
    return high == nil
  }

  private static func unit(_ bytes: [UInt8], _ start: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = hexDigit(bytes[index]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func append(_ value: UInt32, to key: inout [UInt8]) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    key += Array(String(scalar).utf8)
    return true
  }
}
