/// A small text record: a header line, `key value` lines, and the line `end`, without which it is not whole.
///
/// Values are escaped (`\\`, `\n`), so that each stays on its line; keys may repeat.
struct RecordText {
  let header: String
  private(set) var fields: [(key: String, value: String)] = []

  init(header: String) { self.header = header }

  /// The record in the bytes, nil if it is not whole or is of another kind; NUL padding after it does not matter.
  init?(_ bytes: [UInt8], header: String) {
    let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else { return nil }
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    // After the last line feed nothing may follow.
    guard let rest = lines.popLast(), rest.isEmpty, let last = lines.popLast(), let first = lines.popFirst() else { return nil }
    guard last.elementsEqual("end".utf8), first.elementsEqual(header.utf8) else { return nil }
    self.header = header
    for line in lines {
      guard let space = line.firstIndex(of: 0x20), let value = Self.unescaped(line[line.index(after: space)...]) else { return nil }
      fields.append((String(decoding: line[..<space], as: UTF8.self), value))
    }
  }

  /// The record as it stands in its file.
  var bytes: [UInt8] {
    var result = Array(header.utf8) + [0x0A]
    for field in fields {
      result += field.key.utf8
      result.append(0x20)
      for byte in field.value.utf8 {
        switch byte {
        case 0x0A: result += "\\n".utf8
        case 0x5C: result += "\\\\".utf8
        default: result.append(byte)
        }
      }
      result.append(0x0A)
    }
    return result + Array("end\n".utf8)
  }

  mutating func add(_ key: String, _ value: some CustomStringConvertible) { fields.append((key, value.description)) }

  mutating func add(_ key: String, ifPresent value: (some CustomStringConvertible)?) {
    if let value { add(key, value) }
  }

  func all(_ key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }

  func text(_ key: String) -> String? { fields.first { $0.key == key }?.value }

  func number<Number: FixedWidthInteger>(_ key: String, as: Number.Type = Number.self) -> Number? { text(key).flatMap { Number($0) } }

  private static func unescaped(_ bytes: Substring.UTF8View) -> String? {
    var result: [UInt8] = []
    var isEscape = false
    for byte in bytes {
      if isEscape {
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case 0x5C: result.append(0x5C)
        default: return nil
        }
        isEscape = false
      } else if byte == 0x5C {
        isEscape = true
      } else {
        result.append(byte)
      }
    }
    return isEscape ? nil : String(decoding: result, as: UTF8.self)
  }
}
