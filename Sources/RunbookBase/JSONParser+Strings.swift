extension JSONParser {
  /// The text whose opening quote stands at `index`.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
    let open = index
    var end = open + 1
    while end < bytes.count, JSONText.isPlain(bytes[end]) { end += 1 }
    guard end < bytes.count else { throw JSONError(.unexpectedEnd, at: end) }
    if bytes[end] == 0x22 {
      index = end + 1
      return try JSONParser.text(bytes.extracting((open + 1)..<end), at: open + 1)
    }
    let text = try mixed(bytes, from: open)
    if dialect == .canonical {
      var written: [UInt8] = []
      JSONText.append(text, to: &written)
      guard written.count == index - open else { throw JSONError(.notCanonical, at: open) }
      for offset in written.indices where written[offset] != bytes[open + offset] { throw JSONError(.notCanonical, at: open + offset) }
    }
    return text
  }

  /// The general case: escapes or bytes beyond ASCII.
  private mutating func mixed(_ bytes: Span<UInt8>, from open: Int) throws(JSONError) -> String {
    var text: [UInt8] = []
    index = open + 1
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x22:
        index += 1
        return try JSONParser.text(text.span, at: open + 1)
      case 0x5C: try escape(bytes, &text)
      case 0x00...0x1F: throw JSONError(.rawControlCharacter, at: index)
      default:
        text.append(byte)
        index += 1
      }
    }
    throw JSONError(.unexpectedEnd, at: index)
  }

  private mutating func escape(_ bytes: Span<UInt8>, _ text: inout [UInt8]) throws(JSONError) {
    let start = index
    guard start + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: start) }
    index += 2
    switch bytes[start + 1] {
    case 0x22: text.append(0x22)
    case 0x5C: text.append(0x5C)
    case 0x2F: text.append(0x2F)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      let high = try hex(bytes, at: start)
      var value = UInt32(high)
      if (0xD800...0xDBFF).contains(high) {
        guard index + 1 < bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75 else { throw JSONError(.invalidEscape, at: start) }
        index += 2
        let low = try hex(bytes, at: start)
        guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.invalidEscape, at: start) }
        value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw JSONError(.invalidEscape, at: start) }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw JSONError(.invalidEscape, at: start)
    }
  }

  private mutating func hex(_ bytes: Span<UInt8>, at start: Int) throws(JSONError) -> UInt16 {
    guard index + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: start) }
    var value: UInt16 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch bytes[index] {
      case let byte where byte &- 0x30 < 10: digit = byte - 0x30
      case let byte where (byte | 0x20) &- 0x61 < 6: digit = (byte | 0x20) - 0x57
      default: throw JSONError(.invalidEscape, at: start)
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  /// A string of bytes that must be UTF-8; decoding with repair would change what was hashed.
  private static func text(_ bytes: Span<UInt8>, at offset: Int) throws(JSONError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes))
    } catch {
      throw JSONError(.invalidUTF8, at: offset + error.byteOffsets.lowerBound)
    }
  }
}
