import RunbookBase
import Testing

@Suite("Terminal text") struct TerminalTextTests {
  private func whole(_ bytes: [UInt8]) -> String {
    var escaper = TerminalText()
    let result = escaper.escape(bytes) + escaper.finish()
    return String(decoding: result, as: UTF8.self)
  }

  @Test(
    "what a terminal would obey or hide is spelled out",
    arguments: [
      ("\u{1B}[2J", "\\u{1b}[2J"), ("a\rb", "a\\u{d}b"), ("a\u{8}b", "a\\u{8}b"), ("\u{7}\0\u{7F}", "\\u{7}\\u{0}\\u{7f}"),
      ("\u{9B}31m", "\\u{9b}31m"), ("\u{85}", "\\u{85}"), ("a\u{202E}b\u{2066}", "a\\u{202e}b\\u{2066}"), ("\u{200B}", "\\u{200b}"),
      ("\u{FEFF}x", "\\u{feff}x"), ("a\u{AD}b", "a\\u{ad}b"), ("\u{2028}", "\\u{2028}"), ("\u{E0041}", "\\u{e0041}"),
      ("\u{061C}", "\\u{61c}"), ("\r\n", "\\u{d}\n"),
    ])
  func hidden(text: String, expected: String) {
    #expect(TerminalText.escape(text) == expected)
  }

  @Test(
    "ordinary text stays as it is",
    arguments: ["", "plain\ttext\n", "C:\\dir \\u{1b}", "Zürich – 東京 · ✓ ⚠\u{FE0F} 🗄", "e\u{301}"])
  func ordinary(text: String) {
    #expect(Array(TerminalText.escape(text).utf8) == Array(text.utf8))
  }

  @Test(
    "bytes that are not UTF-8 are shown as bytes",
    arguments: [
      ([0xFF, 0x41], "\\x{ff}A"), ([0xC0, 0x9B], "\\x{c0}\\x{9b}"), ([0xE0, 0x80, 0x9B], "\\x{e0}\\x{80}\\x{9b}"),
      ([0xED, 0xA0, 0x80], "\\x{ed}\\x{a0}\\x{80}"), ([0xF4, 0x90, 0x80, 0x80], "\\x{f4}\\x{90}\\x{80}\\x{80}"),
      ([0x9B, 0x33, 0x31, 0x6D], "\\x{9b}31m"), ([0xE2, 0x82], "\\x{e2}\\x{82}"), ([0xE2, 0x82, 0x0A], "\\x{e2}\\x{82}\n"),
      ([0xF5], "\\x{f5}"),
    ] as [([UInt8], String)])
  func invalid(bytes: [UInt8], expected: String) {
    #expect(whole(bytes) == expected)
  }

  @Test("wherever a text is cut into pieces, the result is the same")
  func pieces() {
    let bytes = Array("a\u{1B}é\u{202E}東🗄\u{9B}".utf8) + [0xFF, 0xE2, 0x82, 0x41, 0xF0, 0x9F]
    let expected = whole(bytes)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var escaper = TerminalText()
        var result = escaper.escape(bytes[..<first])
        result += escaper.escape(bytes[first..<second])
        result += escaper.escape(bytes[second...])
        result += escaper.finish()
        #expect(String(decoding: result, as: UTF8.self) == expected, "cut at \(first) and \(second)")
      }
    }
  }

  @Test("no result ever holds a control character, and is always valid UTF-8")
  func fuzz() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var escaper = TerminalText()
      let result = escaper.escape(bytes) + escaper.finish()
      let text = String(validating: result, as: UTF8.self)
      #expect(text != nil)
      #expect(text?.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t" } == true)
    }
  }

  @Test("one line stays one line")
  func oneLine() {
    #expect(TerminalText.escapeLine("a\nb\tc") == "a\\u{a}b\\u{9}c")
  }
}
