import RunbookBase
import Testing

@Suite("JSON writing") struct JSONWritingTests {
  @Test("the canonical form sorts keys by bytes and has no spaces")
  func sortsKeys() {
    let value: JSON = ["b": [1, nil, true], "aa": "x", "a": ["z": -5, "Z": 2], "é": 1, "~": 2]
    #expect(value.description == #"{"a":{"Z":2,"z":-5},"aa":"x","b":[1,null,true],"~":2,"é":1}"#)
  }

  static let hidden: [(String, String)] = [
    ("\0\u{1F}\n", #""\u0000\u001f\u000a""#), ("\u{7F}\u{80}\u{9F}", #""\u007f\u0080\u009f""#),
    ("\u{202E}\u{2066}\u{200F}\u{61C}", #""\u202e\u2066\u200f\u061c""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
    ("\u{200B}\u{200D}\u{2060}\u{FEFF}\u{AD}", #""\u200b\u200d\u2060\ufeff\u00ad""#), ("\u{E0041}", #""\udb40\udc41""#),
    ("a/\"\\", #""a/\"\\""#), ("ä\u{20AC}😀", "\"ä\u{20AC}😀\""),
  ]

  @Test("every hidden character is written as an escape and read back", arguments: hidden)
  func escapes(text: String, written: String) throws {
    let bytes = JSON.string(text).canonicalBytes
    #expect(String(decoding: bytes, as: UTF8.self) == written)
    #expect(try JSON.parse(bytes, dialect: .canonical) == .string(text))
  }

  static let otherSpellings = [
    " 1", "1 ", "-0", #"{"b":1,"a":2}"#, #"{"a": 1}"#, #""\/""#, #""\u0041""#, #""\n""#, #""\u000A""#, "\"\u{7F}\"", "\"\u{202E}\"",
    #""\u00e9""#, "[1, 2]", "1.5", #"{"a":1,"a":1}"#,
  ]

  @Test("the canonical parser refuses every other spelling", arguments: otherSpellings)
  func refusesOtherSpellings(text: String) {
    #expect(throws: JSONError.self) { try JSON.parse(Array(text.utf8), dialect: .canonical) }
  }

  @Test("the pretty form keeps the order of members")
  func prettyKeepsOrder() {
    let value: JSON = ["b": [1, ["c": []]], "a": [:], "s": "x\u{1B}[31m"]
    #expect(
      value.pretty == """
        {
          "b": [
            1,
            {
              "c": []
            }
          ],
          "a": {},
          "s": "x\\u001b[31m"
        }
        """)
  }

  @Test("a number case built from no number is written as a text")
  func writesInvalidNumberAsText() {
    #expect(JSON.number("1,\"a\":2").description == #""1,\"a\":2""#)
    #expect(JSON.number("1.25").description == "1.25")
  }

  @Test("members are read, set and removed by key")
  func accessors() {
    var value: JSON = ["a": 1, "a": 2]
    #expect(value["a"]?.intValue == 2)
    value["b"] = ["x", "y"]
    value["a"] = nil
    #expect(value == ["b": ["x", "y"]])
    #expect(value["b"]?[1]?.stringValue == "y")
    #expect(value["b"]?[2] == nil)
    #expect(JSON(nil as String?).isNull)
    #expect(JSON(UInt64.max) == .number("18446744073709551615"))
    #expect(JSON(["x"]) == ["x"])
  }

  @Test("random values come back from both forms", arguments: UInt64(1)...10)
  func roundTrips(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    func value(_ depth: Int) -> JSON {
      switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &random) {
      case 0: return nil
      case 1: return .bool(.random(using: &random))
      case 2: return .int(.random(in: .min ... .max, using: &random))
      case 3, 4: return .string(text())
      case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth + 1) })
      default:
        var object: JSON = [:]
        for _ in 0..<Int.random(in: 0...20, using: &random) { object[text()] = value(depth + 1) }
        return object
      }
    }
    func text() -> String {
      var text = ""
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        let limit: UInt32 = Bool.random(using: &random) ? 0x100 : 0x11_0000
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { text.unicodeScalars.append(scalar) }
      }
      return text
    }
    for _ in 0..<100 {
      let original = value(0)
      #expect(try JSON.parse(original.canonicalBytes, dialect: .canonical) == original.sortedKeys)
      #expect(try JSON.parse(Array(original.pretty.utf8)) == original)
    }
  }
}
