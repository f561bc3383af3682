/// A text that may stand in SQL as a literal: printable, without quotes and backslashes.
struct SQLText: Hashable, Sendable {
  let text: String

  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }), text.utf8.count < 256
    else {
      return nil
    }
    self.text = text
  }

  var quoted: String { "'\(text)'" }
}
