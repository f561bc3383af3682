/// A name that may stand in SQL: letters, digits, `_` and `$` only, at most 63 bytes, always quoted on output.
public struct SQLName: Hashable, Sendable {
  /// The name without quotes.
  public let text: String

  /// The name, nil when it breaks the rule; nothing is ever escaped or repaired.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (1...63).contains(bytes.count), !(0x30...0x39).contains(bytes[0]), bytes[0] != UInt8(ascii: "$") else { return nil }
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "$"): continue
      default: return nil
      }
    }
    self.text = text
  }

  /// The key of most tables.
  static let id = SQLName(known: "id")

  private init(known text: StaticString) { self.text = "\(text)" }

  var quoted: String { "\"\(text)\"" }
}
