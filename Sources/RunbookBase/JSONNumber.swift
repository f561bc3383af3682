/// The grammar of a JSON number: an optional minus, digits without a leading zero, an optional fraction and exponent.
struct JSONNumber {
  /// The offset behind the last byte of the number.
  var end: Int
  /// Whether it has neither fraction nor exponent.
  var isWhole: Bool
  /// The value, if whole and within 64 bits.
  var value: Int64?

  /// The longest number that starts at an offset, or `nil` if none does.
  init?(in bytes: Span<UInt8>, at start: Int) {
    let count = bytes.count
    var index = start
    let negative = index < count && bytes[index] == 0x2D
    if negative { index += 1 }
    let digits = index
    // Counted downwards, since the smallest value has no positive twin.
    var value: Int64? = 0
    while index < count, case let digit = bytes[index] &- 0x30, digit < 10 {
      if let sum = value {
        let (product, overflow) = sum.multipliedReportingOverflow(by: 10)
        let (next, more) = product.subtractingReportingOverflow(Int64(digit))
        value = overflow || more ? nil : next
      }
      index += 1
    }
    guard index > digits, bytes[digits] != 0x30 || index == digits + 1 else { return nil }
    isWhole = true
    if index < count, bytes[index] == 0x2E {
      isWhole = false
      guard JSONNumber.skipDigits(bytes, &index, after: index + 1) else { return nil }
    }
    if index < count, bytes[index] | 0x20 == 0x65 {
      isWhole = false
      let sign = index + 1 < count && (bytes[index + 1] == 0x2B || bytes[index + 1] == 0x2D)
      guard JSONNumber.skipDigits(bytes, &index, after: index + (sign ? 2 : 1)) else { return nil }
    }
    end = index
    if isWhole, let sum = value, negative || sum != .min {
      self.value = negative ? sum : -sum
    } else {
      self.value = nil
    }
  }

  /// Whether a text is one number and nothing else.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let number = JSONNumber(in: bytes.span, at: 0) else { return false }
    return number.end == bytes.count
  }

  private static func skipDigits(_ bytes: Span<UInt8>, _ index: inout Int, after start: Int) -> Bool {
    index = start
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    return index > start
  }
}
