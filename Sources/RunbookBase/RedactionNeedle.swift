/// One thing that is looked for: a text whose every character may be spelled in several ways, or a value in digits that may be wrapped.
struct RedactionNeedle: Sendable {
  /// The shortest value that is looked for; lines and digits need twice as much, because they would hit ordinary words.
  private static let shortest = 4
  /// How many bytes one byte of a value takes up in its widest disguise.
  static let widest = 8

  /// What may stand for each character, in order; the first spelling is the character itself.
  let units: [[[UInt8]]]
  /// The digits that may have gaps between them; nil for text.
  let digits: RedactionDigits?

  /// Everything that is looked for because of one value.
  static func all(of value: String) -> [Self] {
    guard value.utf8.count >= shortest else { return [] }
    let scalars = Array(value.unicodeScalars)
    let core = Array(scalars.reversed().drop { $0.properties.isWhitespace }.reversed())
    let lines = scalars.split { $0 == "\n" || $0 == "\r" }.map(Array.init).filter { utf8($0).count >= 2 * shortest }
    var needles = Set([scalars] + lines + (utf8(core).count >= shortest ? [core] : [])).sorted { $0.count > $1.count }.map {
      Self(units: $0.map(RedactionSpelling.all), digits: nil)
    }
    let bytes = utf8(core)
    needles.append(Self(units: bytes.flatMap { [$0 >> 4, $0 & 15] }.map(hexadecimal), digits: .hexadecimal))
    for offset in 0..<3 { needles.append(Self(units: base64(bytes, offset: offset).map(base64), digits: .base64)) }
    return needles.filter { $0.digits == nil || $0.units.count >= 2 * shortest }
  }

  /// The three bytes with which it may begin.
  var beginnings: Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    extend([], 0, &found)
    return found
  }

  private func extend(_ text: [UInt8], _ index: Int, _ found: inout Set<[UInt8]>) {
    for spelling in units[index] {
      let longer = text + spelling
      if longer.count >= 3 {
        found.insert(Array(longer[..<3]))
      } else if index + 1 < units.count {
        extend(longer, index + 1, &found)
        if let digits { extend(longer, index + 1, across: digits.gaps, &found) }
      }
    }
  }

  private func extend(_ text: [UInt8], _ index: Int, across gaps: [[UInt8]], _ found: inout Set<[UInt8]>) {
    for gap in gaps {
      let longer = text + gap
      if longer.count >= 3 {
        found.insert(Array(longer[..<3]))
      } else {
        extend(longer, index, &found)
        extend(longer, index, across: gaps, &found)
      }
    }
  }

  /// Itself, spelled throughout in one way after the other.
  var forms: Set<[UInt8]> {
    let count = units.map(\.count).max() ?? 0
    return Set((0..<count).map { way in units.flatMap { $0[min(way, $0.count - 1)] } })
  }

  private static func utf8(_ scalars: [Unicode.Scalar]) -> [UInt8] { scalars.flatMap { Array(String($0).utf8) } }

  private static func hexadecimal(_ digit: UInt8) -> [[UInt8]] {
    let text = String(digit, radix: 16)
    return digit < 10 ? [Array(text.utf8)] : [Array(text.utf8), Array(text.uppercased().utf8)]
  }

  /// A digit of base64 as it is, in the alphabet for file names, and quoted.
  private static func base64(_ digit: Unicode.Scalar) -> [[UInt8]] {
    switch digit {
    case "+": RedactionSpelling.all("+") + [[UInt8(ascii: "-")]]
    case "/": RedactionSpelling.all("/") + [[UInt8(ascii: "_")]]
    default: [[UInt8(ascii: digit)]]
    }
  }

  /// The characters of the base64 text that depend on the value alone when `offset` other bytes of a group come before it.
  private static func base64(_ value: [UInt8], offset: Int) -> [Unicode.Scalar] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    let bytes = [UInt8](repeating: 0, count: offset) + value
    let first = (offset * 8 + 5) / 6
    return (first..<max(first, bytes.count * 8 / 6)).map { position in
      let (byte, shift) = (position * 6 / 8, position * 6 % 8)
      let pair = UInt16(bytes[byte]) << 8 | (byte + 1 < bytes.count ? UInt16(bytes[byte + 1]) : 0)
      return alphabet[Int(pair >> UInt16(10 - shift) & 0x3F)]
    }
  }
}
