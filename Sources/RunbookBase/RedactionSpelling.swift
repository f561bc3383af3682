/// The ways in which programs spell a character when they quote a text; a letter or a digit stays what it is.
///
/// Each way is taken character by character, so that one needle finds every mixture: one program leaves a slash alone, another does not.
enum RedactionSpelling {
  /// The spellings of a character, itself first.
  static func all(_ scalar: Unicode.Scalar) -> [[UInt8]] {
    scalar.isASCII ? ofASCII[Int(scalar.value)] : spellings(of: scalar)
  }

  private static let ofASCII: [[[UInt8]]] = (0..<128).map { spellings(of: Unicode.Scalar(UInt8($0))) }

  private static func spellings(of scalar: Unicode.Scalar) -> [[UInt8]] {
    guard !isWord(scalar) else { return [Array(String(scalar).utf8)] }
    let all = [String(scalar)] + backslashed(scalar) + inUnicode(scalar) + inAddresses(scalar) + doubled(scalar) + inHTML(scalar)
    return all.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { Array($0.utf8) } + inUTF16(scalar)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z": true
    default: false
    }
  }

  /// JSON, `printf %q`, `declare -p`, `$'…'`, repr of Python, once and twice.
  private static func backslashed(_ scalar: Unicode.Scalar) -> [String] {
    var once = digits(of: scalar, radix: 8, width: 3, "\\")
    for uppercase in [false, true] { once += digits(of: scalar, radix: 16, width: 2, "\\x", uppercase: uppercase) }
    let signs: [Unicode.Scalar: String] = [
      "\n": "n", "\r": "r", "\t": "t", "\u{8}": "b", "\u{C}": "f", "\u{7}": "a", "\u{B}": "v", "\u{1B}": "eE",
    ]
    once += signs[scalar]?.map { "\\\($0)" } ?? []
    // A backslash before a line's end would be a continued line.
    if scalar.isASCII, scalar.value >= 0x20, scalar.value < 0x7F { once += ["\\\(scalar)", "\\\\\\\(scalar)"] }
    return once + once.map(twice)
  }

  /// What is spelled with backslashes, as a text within a text.
  private static func twice(_ text: String) -> String { text.map { $0 == "\\" ? "\\\\" : String($0) }.joined() }

  /// The bytes of a character in digits, each after a sign.
  private static func digits(of scalar: Unicode.Scalar, radix: Int, width: Int, _ sign: String, uppercase: Bool = false) -> [String] {
    [String(scalar).utf8.map { sign + padded(UInt32($0), radix: radix, width: width, uppercase: uppercase) }.joined()]
  }

  private static func padded(_ value: UInt32, radix: Int = 16, width: Int, uppercase: Bool) -> String {
    let text = String(value, radix: radix, uppercase: uppercase)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  /// JSON in ASCII, once and twice; Python's own escapes by code point.
  private static func inUnicode(_ scalar: Unicode.Scalar) -> [String] {
    var all: [String] = []
    for uppercase in [false, true] {
      let units = String(scalar).utf16.map { "\\u" + padded(UInt32($0), width: 4, uppercase: uppercase) }.joined()
      all += [units, twice(units)]
    }
    if scalar.value < 0x100 { all.append("\\x" + padded(scalar.value, width: 2, uppercase: false)) }
    if scalar.value > 0xFFFF { all.append("\\U" + padded(scalar.value, width: 8, uppercase: false)) }
    return all
  }

  /// The bytes of UTF-16, the low or the high one first, without those that are 0: these are passed over as not shown (``RedactionText``).
  private static func inUTF16(_ scalar: Unicode.Scalar) -> [[UInt8]] {
    guard !scalar.isASCII else { return [] }
    let units = String(scalar).utf16.map { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    return [units.flatMap { $0 }, units.flatMap { $0.reversed() }].map { $0.filter { $0 != 0 } }
  }

  /// Percent encoding, once and twice, and forms.
  private static func inAddresses(_ scalar: Unicode.Scalar) -> [String] {
    var all = scalar == " " ? ["+"] : []
    for uppercase in [true, false] {
      for sign in ["%", "%25"] { all += digits(of: scalar, radix: 16, width: 2, sign, uppercase: uppercase) }
    }
    return all
  }

  /// Quotes within quotes, of shells, SQL, CSV, Compose and systemd; a terminal's line ends.
  private static func doubled(_ scalar: Unicode.Scalar) -> [String] {
    switch scalar {
    case "'": ["'\\''", "'\"'\"'", "'\"'", "''"]
    case "\"": ["\"\""]
    case "$": ["$$"]
    case "%": ["%%"]
    case "\n": ["\r\n"]
    default: []
    }
  }

  private static func inHTML(_ scalar: Unicode.Scalar) -> [String] {
    switch scalar {
    case "&": ["&amp;", "&#38;"]
    case "<": ["&lt;", "&#60;"]
    case ">": ["&gt;", "&#62;"]
    case "\"": ["&quot;", "&#34;", "&#x22;"]
    case "'": ["&#39;", "&#039;", "&#x27;", "&apos;"]
    default: []
    }
  }
}
