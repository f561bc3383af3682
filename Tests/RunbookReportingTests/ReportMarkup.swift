/// Reads HTML as strictly as a test wants it: every tag closed in order, every attribute quoted, no stray `<` or `&`.
struct ReportMarkup {
  private(set) var mistakes: [String] = []
  /// How often each tag was opened.
  private(set) var tags: [String: Int] = [:]
  private(set) var ids: [String] = []
  private let bytes: [UInt8]
  private var index = 0
  private var open: [String] = []

  init(_ html: String) {
    bytes = Array(html.utf8)
    if take("<!DOCTYPE html>") == false { mistakes.append("no doctype") }
    while index < bytes.count { bytes[index] == UInt8(ascii: "<") ? tag() : text() }
    if !open.isEmpty { mistakes.append("never closed: \(open)") }
    if Set(ids).count != ids.count { mistakes.append("an id stands twice: \(ids)") }
  }

  private mutating func take(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func tag() {
    if take("</") {
      let name = name()
      if open.popLast() != name || !take(">") { mistakes.append("</\(name)> closes something else at \(index)") }
      return
    }
    index += 1
    let name = name()
    if name.isEmpty { mistakes.append("a stray < at \(index)") }
    tags[name, default: 0] += 1
    while index < bytes.count, take(" ") {
      let attribute = self.name()
      guard take("=\"") else {
        mistakes.append("attribute \(attribute) of \(name) is not quoted")
        return
      }
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { check() }
      if attribute == "id" { ids.append(String(decoding: bytes[start..<index], as: UTF8.self)) }
      if attribute.hasPrefix("on") || attribute == "src" || attribute == "href" { mistakes.append("attribute \(attribute)") }
      index += 1
    }
    if take("/>") { return }
    if !take(">") { mistakes.append("\(name) does not end at \(index)") }
    if name == "style" {
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
    }
    if name != "meta" { open.append(name) }
  }

  private mutating func name() -> String {
    let start = index
    while index < bytes.count, (bytes[index] | 0x20) &- 0x61 < 26 || bytes[index] &- 0x30 < 10 || bytes[index] == 0x2D { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func text() { while index < bytes.count, bytes[index] != UInt8(ascii: "<") { check() } }

  private mutating func check() {
    let byte = bytes[index]
    if byte < 0x20, byte != 0x0A { mistakes.append("control character \(byte) at \(index)") }
    if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { mistakes.append("a stray angle bracket at \(index)") }
    if byte == UInt8(ascii: "&"), !["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(where: { bytes[index...].starts(with: $0.utf8) }) {
      mistakes.append("a stray & at \(index)")
    }
    index += 1
  }
}
