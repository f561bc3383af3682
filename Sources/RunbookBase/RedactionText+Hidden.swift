extension RedactionText {
  /// The longest control string that is waited for, and the most that is passed over between two bytes of a secret.
  static let longestHidden = 4096
  /// The longest control sequence.
  private static let longestSequence = 64
  // One by one: constants, while a tuple is made at its first use and asked for at each.
  private static let escape: UInt8 = 0x1B
  private static let backspace: UInt8 = 0x08
  private static let bell: UInt8 = 0x07

  /// Whether something that is not shown begins with a byte, or ends with it as an underlined character does.
  @inline(__always) static func hides(_ byte: UInt8) -> Bool {
    byte < 0x20 && (byte == 0 || byte == backspace || byte == 0x0E || byte == 0x0F || byte == escape)
  }

  /// The length of what stands at a place and is not shown: 0 where there is nothing of that kind, nil where it is cut by the end.
  ///
  /// It is looked for only where a secret does not go on as it is written, so that it hides nothing that follows.
  func hidden(at place: Int) -> Int? {
    switch bytes[place] {
    // NUL, also of UTF-16; shifts to another character set.
    case 0x00, 0x0E, 0x0F: 1
    case Self.escape: sequence(at: place)
    case Self.backspace: struckAgain(at: place)
    case UInt8(ascii: "_"): place + 1 < bytes.count ? (bytes[place + 1] == Self.backspace ? 2 : 0) : isLast ? 0 : nil
    default: 0
    }
  }

  /// Where the next byte is shown; the end of the bytes where none is, nil where that is not known yet.
  func shown(from place: Int) -> Int? {
    var (index, passed) = (place, 0)
    while index < bytes.count, passed < Self.longestHidden {
      guard let length = hidden(at: index) else { return nil }
      if length == 0 { return index }
      (index, passed) = (index + length, passed + Self.weight(length))
    }
    return index
  }

  /// How much something counts against what may be passed over: no less than a sequence does, so that many short ones take no time.
  static func weight(_ length: Int) -> Int { max(length, longestSequence) }

  /// Where something that is not shown begins that ends at a place.
  func hiddenStart(before end: Int) -> Int? {
    for start in stride(from: end - 1, through: max(0, end - Self.longestSequence), by: -1) {
      guard start == end - 1 || bytes[start] == Self.escape else { continue }
      if hidden(at: start) == end - start { return start }
      if bytes[start] == Self.escape { return nil }
    }
    return nil
  }

  /// An escape sequence (ECMA-35, ECMA-48); one that breaks off is as long as it got.
  private func sequence(at place: Int) -> Int? {
    guard place + 1 < bytes.count else { return isLast ? 1 : nil }
    switch bytes[place + 1] {
    case UInt8(ascii: "["): return sequence(at: place, passing: 0x20...0x3F, ending: 0x40...0x7E)
    case 0x20...0x2F: return sequence(at: place, passing: 0x20...0x2F, ending: 0x30...0x7E)
    // OSC, DCS, SOS, PM and APC.
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): return string(at: place)
    case 0x30...0x7E: return 2
    default: return 1
    }
  }

  private func sequence(at place: Int, passing: ClosedRange<UInt8>, ending: ClosedRange<UInt8>) -> Int? {
    var index = place + 2
    while index < bytes.count, index - place < Self.longestSequence {
      if ending.contains(bytes[index]) { return index - place + 1 }
      guard passing.contains(bytes[index]) else { return index - place }
      index += 1
    }
    return index - place < Self.longestSequence && !isLast ? nil : index - place
  }

  /// A string up to BEL, ST or another sequence; of one that does not end, its introducer alone.
  private func string(at place: Int) -> Int? {
    var index = place + 2
    while index < bytes.count, index - place < Self.longestHidden {
      if bytes[index] == Self.bell { return index - place + 1 }
      if bytes[index] == Self.escape {
        guard index + 1 < bytes.count else { return isLast ? index - place : nil }
        return bytes[index + 1] == UInt8(ascii: "\\") ? index - place + 2 : index - place
      }
      index += 1
    }
    return index - place < Self.longestHidden && !isLast ? nil : 2
  }

  /// A backspace and the character before it once more, which is how programs print bold.
  private func struckAgain(at place: Int) -> Int? {
    guard place + 1 < bytes.count else { return isLast ? 0 : nil }
    let lead = bytes[place + 1]
    let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length < bytes.count else { return isLast ? 0 : nil }
    guard place >= length, bytes[place - length..<place] == bytes[place + 1...place + length] else { return 0 }
    return length + 1
  }
}
