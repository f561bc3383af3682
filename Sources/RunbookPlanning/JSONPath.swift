import RunbookBase

/// Reaches into printed JSON by a path of dots: `tables.0.name`, `tables.last.name`.
package enum JSONPath {
  /// The member as text; nil when the output is no JSON or has no such member.
  package static func member(_ path: String, of output: String) -> String? {
    guard var value = try? JSON.parse(Array(output.utf8), dialect: .foreign) else { return nil }
    for part in path.split(separator: ".") {
      guard let next = next(part, in: value) else { return nil }
      value = next
    }
    switch value {
    case .string(let text), .number(let text): return text
    case .int(let number): return String(number)
    case .bool(let flag): return flag ? "true" : "false"
    case .null: return nil
    case .array, .object: return String(decoding: value.canonicalBytes, as: UTF8.self)
    }
  }

  /// The word for an array's last element; an object's member of that name is meant by it, too.
  static let last = "last"

  private static func next(_ part: Substring, in value: JSON) -> JSON? {
    if case .array(let items) = value, part.utf8.elementsEqual(last.utf8) { return items.last }
    return Int(part).map { value[$0] } ?? value[String(part)]
  }
}

/// Small text helpers that compare bytes, never canonical equivalence.
package enum TextTrim {
  /// The text without white space at both ends.
  package static func trimmed(_ text: String) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func contains(_ text: String, _ part: String) -> Bool {
    let haystack = Array(text.utf8)
    let needle = Array(part.utf8)
    guard needle.count <= haystack.count else { return false }
    return (0...(haystack.count - needle.count)).contains { haystack[$0..<($0 + needle.count)].elementsEqual(needle) }
  }
}
