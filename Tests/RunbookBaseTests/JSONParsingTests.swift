import RunbookBase
import Testing

@Suite("JSON parsing") struct JSONParsingTests {
  static let valid: [(String, JSON)] = [
    ("null", nil), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"), (#""\u00e9\ud83d\ude00""#, "é😀"), ("\"é😀\"", "é😀"),
    ("[]", []), ("[1, [2,null]]", [1, [2, nil]]), ("{}", [:]), (#"{"b":1,"a":{"c":[]}}"#, ["b": 1, "a": ["c": []]]),
    ("\r\n\t {\"k\" : \"v\"}\n", ["k": "v"]),
  ]

  @Test("a valid text gives its value", arguments: valid) func accepts(text: String, value: JSON) throws {
    #expect(try JSON.parse(Array(text.utf8)) == value)
  }

  static let invalid: [(String, JSONError.Code)] = [
    ("", .unexpectedEnd), ("  ", .unexpectedEnd), ("nul", .unexpectedEnd), ("nulL", .unexpectedByte), ("1 2", .trailingBytes),
    ("01", .invalidNumber), ("-", .invalidNumber), ("+1", .unexpectedByte), ("1.", .invalidNumber), ("1e", .invalidNumber),
    ("1.5", .numberNotWhole), ("1e3", .numberNotWhole), ("1.0", .numberNotWhole), ("9223372036854775808", .numberNotWhole),
    ("-9223372036854775809", .numberNotWhole), ("99999999999999999999999999", .numberNotWhole),
    ("\"", .unexpectedEnd), ("\"a", .unexpectedEnd), ("\"\n\"", .rawControlCharacter), (#""\x""#, .invalidEscape),
    (#""\ud800""#, .invalidEscape), (#""\udc00""#, .invalidEscape), (#""\ud800\u0041""#, .invalidEscape), (#""\u12g4""#, .invalidEscape),
    (#""\u12"#, .unexpectedEnd), ("[", .unexpectedEnd), ("[1,]", .unexpectedByte), ("[1 2]", .unexpectedByte),
    ("{\"a\"}", .unexpectedByte), ("{a:1}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), (#"{"a":1,"a":2}"#, .duplicateKey),
    (#"{"a":1,"\u0061":2}"#, .duplicateKey), ("\u{FEFF}1", .unexpectedByte), ("NaN", .unexpectedByte), ("'a'", .unexpectedByte),
  ]

  @Test("an invalid text is refused with the rule it breaks", arguments: invalid) func refuses(text: String, code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try JSON.parse(Array(text.utf8)) }
    #expect(error?.code == code)
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0x80]] as [[UInt8]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSON.parse([0x22] + bytes + [0x22]) }
    #expect(error?.code == .invalidUTF8)
  }

  @Test("fractions of foreign documents are kept as they stood")
  func keepsFractions() throws {
    let value = try JSON.parse(Array("[1.50, -0.0e+10, 18446744073709551615, 7]".utf8), dialect: .foreign)
    #expect(value == [.number("1.50"), .number("-0.0e+10"), .number("18446744073709551615"), 7])
    #expect(value.description == "[1.50,-0.0e+10,18446744073709551615,7]")
  }

  @Test("128 levels are read, 129 are refused", arguments: [("[", "]"), ("{\"a\":", "}")])
  func boundsDepth(open: String, close: String) throws {
    func nested(_ levels: Int) -> [UInt8] {
      Array((String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)).utf8)
    }
    #expect(throws: Never.self) { try JSON.parse(nested(128)) }
    #expect(#expect(throws: JSONError.self) { try JSON.parse(nested(129)) }?.code == .tooDeep)
    #expect(throws: JSONError.self) { try JSON.parse(Array(String(repeating: open, count: 100_000).utf8)) }
  }

  @Test("keys that look alike but differ in bytes are two keys")
  func comparesKeysByBytes() throws {
    let value = try JSON.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}".utf8))
    #expect(value.members?.count == 4)
    #expect(value["\u{212A}"] == 4)
    #expect(value["e\u{301}"] == 2)
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
  }

  @Test("a large object finds its duplicate, too")
  func findsDuplicateAmongMany() {
    let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k42\":0"]
    let error = #expect(throws: JSONError.self) { try JSON.parse(Array("{\(members.joined(separator: ","))}".utf8)) }
    #expect(error?.code == .duplicateKey)
  }

  @Test("any bytes give a value or an error", arguments: UInt64(1)...20)
  func totalOverRandomBytes(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let alphabet = Array("{}[]\",:\\u0123456789eE+-.truefalsn \n\u{7F}é".utf8) + [0, 0xFF, 0xC2, 0xE2]
    var parsed = 0
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
      for dialect in [JSON.Dialect.strict, .foreign, .canonical] {
        guard let value = try? JSON.parse(bytes, dialect: dialect) else { continue }
        parsed += 1
        if dialect == .canonical { #expect(value.canonicalBytes == bytes) }
        #expect((try? JSON.parse(value.canonicalBytes, dialect: .foreign)) == value.sortedKeys)
      }
    }
    #expect(parsed > 0)
  }
}

extension JSON {
  /// The value with every object's members in canonical order.
  var sortedKeys: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.sortedKeys))
    case .object(let members):
      .object(
        members.map { Member($0.key, $0.value.sortedKeys) }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    default: self
    }
  }
}

/// A small generator whose seed reproduces a test.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
