import RunbookBase
import Testing

@Suite("Redaction: what a terminal does not show in the middle of a secret") struct HiddenBytesTests {
  private static let link = "\u{1B}]8;;https://example.test/\u{7}"
  private static let closed = "\u{1B}]8;;\u{1B}\\"

  private func redact(_ pieces: [ArraySlice<UInt8>], _ secrets: [String: String]) -> [UInt8] {
    var redaction = Redaction(secrets)
    return pieces.flatMap { redaction.redact(Array($0)) } + redaction.finish()
  }

  /// The first way to cut the bytes of which something else becomes.
  private func otherwise(_ bytes: [UInt8], _ secret: String, _ isExpected: (String) -> Bool) -> String? {
    var cuts = (0...bytes.count).map { ("cut at \($0)", [bytes[..<$0], bytes[$0...]]) }
    cuts.append(("byte by byte", bytes.indices.map { bytes[$0...$0] }))
    for (name, pieces) in cuts {
      let result = String(decoding: redact(pieces, ["S": secret]), as: UTF8.self)
      if !isExpected(result) { return "\(name): \(Array(result.utf8)) “\(result)”" }
    }
    return nil
  }

  private func expect(_ text: String, _ secret: String, becomes expected: String) {
    #expect(otherwise(Array(text.utf8), secret) { $0 == expected } == nil)
  }

  @Test(
    "a secret is found around it, wherever it stands and wherever the stream is cut",
    arguments: [
      "\u{1B}(B\u{1B}[m", "\u{1B}[m\u{F}", "\u{E}\u{F}", "\u{1B}[38;5;196;1m", link, closed, link + closed, "\u{1B}7", "\u{1B}=",
      "\u{1B}%G",
      "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_hidden\u{1B}\\", "\u{1B}^hidden\u{1B}\\", "\u{1B}]0;a title\u{1B}[0m", "\0", "\0\0\0",
    ])
  func between(hidden: String) {
    let secret = Array("correct horse".utf8)
    for place in 1..<secret.count {
      let (head, tail) = (String(decoding: secret[..<place], as: UTF8.self), String(decoding: secret[place...], as: UTF8.self))
      expect("a " + head + hidden + tail + " b", "correct horse", becomes: "a <secret S> b")
    }
  }

  @Test(
    "a secret is found behind what begins like a sequence, and inside of a string",
    arguments: [("\u{1B}", ""), ("\u{1B}[", ""), (link, closed), ("\u{1B}]8;;https://u:", "@h\u{7}")])
  func around(before: String, after: String) {
    for secret in ["(Bcorrect horse", "31m correct horse", "]0;correct horse", "Mcorrect"] {
      expect(before + secret + after, secret, becomes: before + "<secret S>" + after)
    }
  }

  @Test("a secret of which each character is hidden from the next is found", arguments: ["\u{1B}(B\u{1B}[m", link, "\0", "\u{1B}[1m"])
  func everywhere(hidden: String) {
    let text = "correct horse".map(String.init).joined(separator: hidden)
    expect(hidden + text + hidden, "correct horse", becomes: hidden + "<secret S>" + hidden)
  }

  @Test("a string without an end hides nothing that follows, and is held back no longer than 4096 bytes")
  func endless() {
    for opening in ["\u{1B}]0;", "\u{1B}P", "corr\u{1B}]", "corr\u{1B}_"] {
      expect(opening + " correct horse ", "correct horse", becomes: opening + " <secret S> ")
      var redaction = Redaction(["S": "correct horse"])
      var (given, shown) = (0, 0)
      for piece in [Array(opening.utf8)] + Array(repeating: Array(repeating: UInt8(ascii: "x"), count: 100), count: 100) {
        given += piece.count
        shown += redaction.redact(piece).count
        #expect(given - shown <= 4096 + 100, "\(given - shown) bytes are held")
      }
      #expect(shown + redaction.finish().count == given)
    }
  }

  @Test("a secret behind a part of itself and an endless string is found")
  func introducer() {
    expect("corr\u{1B}]ect horse", "correct horse", becomes: "<secret S>")
  }

  @Test("letters struck twice are found, bold and underlined; the last letter's second stroke stays")
  func overstruck() {
    let bold = "corréct".map { "\($0)\u{8}\($0)" }.joined()
    expect("a \(bold) b", "corréct", becomes: "a <secret S>\u{8}t b")
    let underlined = "corréct".map { "_\u{8}\($0)" }.joined()
    expect("a \(underlined) b", "corréct", becomes: "a _\u{8}<secret S> b")
    expect("a_b_c_correct\u{8} horse_", "b_c_correct", becomes: "a_<secret S>\u{8} horse_")
  }

  @Test("UTF-16 is found in both orders of bytes", arguments: ["correct horse", "corréct€horse", "жcorЖect😀", "键键键键 secret"])
  func utf16(secret: String) {
    for isBig in [true, false] {
      let bytes = "a \(secret) b".utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
      // What stands around it stays as it is, zeros and all.
      let wrong = otherwise(bytes, secret) { $0.filter { $0 != "\0" } == "a <secret S> b" }
      #expect(wrong == nil, "the high byte first: \(isBig)")
    }
  }

  @Test("wrapped digits are found with colours at the ends of their lines")
  func wrapped() {
    // The base64 text of "correct horse battery staple", in lines of 20 digits.
    let lines = ["Y29ycmVjdCBob3JzZSBi", "YXR0ZXJ5IHN0YXBsZQ=="].map { "\u{1B}[32m\($0)\u{1B}(B\u{1B}[m" }.joined(separator: "\n")
    expect(lines, "correct horse battery staple", becomes: "\u{1B}[32m<secret S>Q==\u{1B}(B\u{1B}[m")
  }

  @Test("many short sequences in a row are no gap, so that they cost no time")
  func many() {
    let text = "c" + String(repeating: "\0", count: 65) + "orrect horse"
    expect(text, "correct horse", becomes: text)
    expect("c" + String(repeating: "\0", count: 60) + "orrect horse", "correct horse", becomes: "<secret S>")
  }

  @Test("bytes of no secret stay, however many controls stand among them")
  func nothing() {
    let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) & 0x1F | ($0 % 3 == 0 ? 0x60 : 0) }
    #expect(redact([bytes[..<9000], bytes[9000...]], ["S": "correct horse"]) == bytes)
    let zeros = [UInt8](repeating: 0, count: 200_000)
    #expect(redact([zeros[...]], ["S": "correct horse"]) == zeros)
  }
}
