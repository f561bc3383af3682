extension JSON {
  /// The one canonical spelling: keys sorted by their UTF-8 bytes, no spaces, hidden characters as `\u` (reliability A.3).
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(to: &bytes)
    return bytes
  }

  /// Appends the canonical spelling, for writers that reuse one buffer.
  public func appendCanonical(to bytes: inout [UInt8]) {
    switch self {
    case .array(let elements):
      bytes.append(0x5B)
      var first = true
      for element in elements {
        if !first { bytes.append(0x2C) }
        first = false
        element.appendCanonical(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      var first = true
      for member in JSON.sorted(members) {
        if !first { bytes.append(0x2C) }
        first = false
        JSONText.append(member.key, to: &bytes)
        bytes.append(0x3A)
        member.value.appendCanonical(to: &bytes)
      }
      bytes.append(0x7D)
    default: appendScalar(to: &bytes)
    }
  }

  /// The spelling for people and for `--json`: two spaces a level, members in their order, no newline at the end.
  public var pretty: String {
    var bytes: [UInt8] = []
    appendPretty(to: &bytes, level: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func appendPretty(to bytes: inout [UInt8], level: Int) {
    func newline(_ level: Int) {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }
    switch self {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        newline(level + 1)
        element.appendPretty(to: &bytes, level: level + 1)
      }
      newline(level)
      bytes.append(0x5D)
    case .object(let members) where !members.isEmpty:
      bytes.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        newline(level + 1)
        JSONText.append(member.key, to: &bytes)
        bytes += [0x3A, 0x20]
        member.value.appendPretty(to: &bytes, level: level + 1)
      }
      newline(level)
      bytes.append(0x7D)
    default: appendCanonical(to: &bytes)
    }
  }

  private func appendScalar(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(contentsOf: String(value).utf8)
    case .number(let text) where JSONNumber.isValid(text): bytes.append(contentsOf: text.utf8)
    // Anyone can build the case with any text; what is no number is written as what it is.
    case .number(let text), .string(let text): JSONText.append(text, to: &bytes)
    case .array, .object: appendCanonical(to: &bytes)
    }
  }

  private static func sorted(_ members: [Member]) -> [Member] {
    // What was parsed from canonical bytes is sorted already; and for a few members nothing is as quick as putting each in its place.
    var sorted = members
    for index in members.indices.dropFirst() where precedes(sorted[index].key, sorted[index - 1].key) {
      if members.count > 32 { return members.sorted { precedes($0.key, $1.key) } }
      var place = index
      while place > 0, precedes(sorted[place].key, sorted[place - 1].key) {
        sorted.swapAt(place, place - 1)
        place -= 1
      }
    }
    return sorted
  }

  /// Whether a key stands before another by its UTF-8 bytes.
  static func precedes(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.utf8.span, b.utf8.span)
    for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] }
    return a.count < b.count
  }
}

extension JSON: CustomStringConvertible {
  /// The canonical spelling as text.
  public var description: String { String(decoding: canonicalBytes, as: UTF8.self) }
}
