/// Makes text from outside safe to show: what a terminal would obey, hide or reorder is spelled out instead.
///
/// Control characters (except tab and line feed), bidirectional controls, zero-width and other invisible characters become
/// `\u{1b}`; bytes that are not UTF-8 become `\x{ff}`. A backslash stays as it is, so ordinary output stays readable and the
/// result cannot be turned back. Works on a stream: a character that is cut by the end of a piece is held until the next one.
///
///     var text = TerminalText()
///     log.write(text.escape(piece))   // for each piece
///     log.write(text.finish())
public struct TerminalText: Sendable {
  /// The first bytes of a character that the last piece cut.
  private var held: [UInt8] = []

  /// An escaper at the start of a stream.
  public init() {}

  /// The piece with everything dangerous spelled out, except up to three bytes that wait for the next piece.
  public mutating func escape(_ piece: some Sequence<UInt8>) -> [UInt8] {
    let bytes = held + piece
    held = []
    var result: [UInt8] = []
    // What may stay as it is goes over in whole runs.
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x09 {
        index += 1
        continue
      }
      switch Self.character(in: bytes, at: index) {
      case .scalar(let value, let length):
        if Self.isHidden(value) {
          result += bytes[start..<index]
          Self.spell(UInt8(ascii: "u"), value, into: &result)
          start = index + length
        }
        index += length
      case .cut:
        held = Array(bytes[index...])
        result += bytes[start..<index]
        return result
      case .bad:
        result += bytes[start..<index]
        Self.spell(UInt8(ascii: "x"), UInt32(byte), into: &result)
        index += 1
        start = index
      }
    }
    if start == 0 { return bytes }
    result += bytes[start...]
    return result
  }

  /// The end of the stream: what is still held is not a character.
  public mutating func finish() -> [UInt8] {
    var result: [UInt8] = []
    for byte in held { Self.spell(UInt8(ascii: "x"), UInt32(byte), into: &result) }
    held = []
    return result
  }

  /// A whole text made safe to show.
  public static func escaped(_ text: String) -> String {
    var escaper = TerminalText()
    var bytes = escaper.escape(text.utf8)
    bytes += escaper.finish()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A whole text made safe to show on one line: line feeds and tabs are spelled out as well.
  public static func escapedLine(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in escaped(text).utf8 {
      if byte == 0x0A || byte == 0x09 { spell(UInt8(ascii: "u"), UInt32(byte), into: &bytes) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private enum Character {
    case scalar(UInt32, length: Int)
    case cut
    case bad
  }

  /// Reads one character by the table of well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates.
  private static func character(in bytes: [UInt8], at index: Int) -> Character {
    let lead = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case ..<0x80: return .scalar(UInt32(lead), length: 1)
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF } else if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF } else if lead == 0xF4 { second = 0x80...0x8F }
    default: return .bad
    }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      guard index + offset < bytes.count else { return .cut }
      let byte = bytes[index + offset]
      guard (offset == 1 ? second : 0x80...0xBF).contains(byte) else { return .bad }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return .scalar(value, length: length)
  }

  /// Whether a terminal would obey the character, draw nothing for it, or draw its neighbours in another order.
  private static func isHidden(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F...0x9F: true
    case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164: true
    case 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF: true
    default: false
    }
  }

  private static func spell(_ kind: UInt8, _ value: UInt32, into result: inout [UInt8]) {
    result.append(UInt8(ascii: "\\"))
    result.append(kind)
    result.append(UInt8(ascii: "{"))
    var shift = value == 0 ? 0 : (31 - UInt32(value.leadingZeroBitCount)) & ~3
    while true {
      let digit = UInt8(value >> shift & 0xF)
      result.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      if shift == 0 { break }
      shift -= 4
    }
    result.append(UInt8(ascii: "}"))
  }
}
