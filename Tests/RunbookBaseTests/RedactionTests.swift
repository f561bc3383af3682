import RunbookBase
import Testing

@Suite("Redaction") struct RedactionTests {
  private let value = "s3cr/t+p'ss w\"rd$é"

  private func redact(_ text: String, _ secrets: [String: String]) -> String {
    var redaction = Redaction(secrets)
    let bytes = redaction.redact(Array(text.utf8)) + redaction.finish()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "a secret is found in its usual disguises",
    arguments: [
      "s3cr/t+p'ss w\"rd$é", "733363722f742b7027737320772272 6424c3a9".filter { $0 != " " }, "s3cr%2Ft%2Bp%27ss%20w%22rd%24%C3%A9",
      "s3cr%2ft%2bp%27ss%20w%22rd%24%c3%a9", "s3cr/t+p'ss w\\\"rd$é", "s3cr\\/t+p'ss w\\\"rd$é", "s3cr/t+p'\\''ss w\"rd$é",
      "s3cr/t+p'ss w\"rd$$é",
    ])
  func disguises(text: String) {
    #expect(redact("a \(text) b", ["PGPASSWORD": value]) == "a <secret PGPASSWORD> b")
  }

  @Test("base64 is found whatever stood before the secret", arguments: 0..<7)
  func base64(prefix: Int) {
    let secret = "correct horse battery staple"
    // Encoded by the system's base64: the prefix and the secret together.
    let encoded = [
      "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==", "eGNvcnJlY3QgaG9yc2UgYmF0dGVyeSBzdGFwbGU=", "eHhjb3JyZWN0IGhvcnNlIGJhdHRlcnkgc3RhcGxl",
      "eHh4Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==", "eHh4eGNvcnJlY3QgaG9yc2UgYmF0dGVyeSBzdGFwbGU=",
      "eHh4eHhjb3JyZWN0IGhvcnNlIGJhdHRlcnkgc3RhcGxl", "eHh4eHh4Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==",
    ][prefix]
    let result = redact(encoded, ["S": secret])
    #expect(result.contains("<secret S>"), "\(result)")
    #expect(result.utf8.count < 10 + 4 + prefix * 2, "\(result)")
  }

  @Test("wherever the stream is cut, the result is the same")
  func pieces() {
    let secrets = ["A": "abababac", "B": "abac-long-value", "C": "first line\nsecond line"]
    let bytes = Array("xabababababac abac-long-value abac-long second line first line\nsecond line abab".utf8)
    let expected = redact(String(decoding: bytes, as: UTF8.self), secrets)
    #expect(expected == "xabab<secret A> <secret B> abac-long <secret C> <secret C> abab")
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var redaction = Redaction(secrets)
        var result = redaction.redact(Array(bytes[..<first]))
        result += redaction.redact(Array(bytes[first..<second]))
        result += redaction.redact(Array(bytes[second...]))
        result += redaction.finish()
        #expect(String(decoding: result, as: UTF8.self) == expected, "cut at \(first) and \(second)")
      }
    }
  }

  @Test("a secret is found with colours in its middle, wherever the stream is cut; other colours stay")
  func colours() {
    let bytes = Array("\u{1B}[1ma\u{1B}[0m corr\u{1B}[31mect \u{1B}[0;1mhorse\u{1B}[0m \u{1B}[3 \u{1B}x b\u{1B}[".utf8)
    let expected = "\u{1B}[1ma\u{1B}[0m <secret S>\u{1B}[0m \u{1B}[3 \u{1B}x b\u{1B}["
    for cut in 0...bytes.count {
      var redaction = Redaction(["S": "correct horse"])
      let result = redaction.redact(Array(bytes[..<cut])) + redaction.redact(Array(bytes[cut...])) + redaction.finish()
      #expect(String(decoding: result, as: UTF8.self) == expected, "cut at \(cut)")
    }
  }

  @Test("a line that merely ends like a wrapped secret is not held back; a wrapped one is")
  func endOfLine() {
    // The base64 text of the secret begins with a Y.
    for (text, shown) in [("step Y\n", "step Y\n"), ("Y\n", "Y\n"), ("QUJDREVGR0hJSktMY\n", "QUJDREVGR0hJSktM")] {
      var redaction = Redaction(["S": "correct horse"])
      #expect(String(decoding: redaction.redact(Array(text.utf8)), as: UTF8.self) == shown)
    }
  }

  @Test("quotes that can be read in two ways are followed in both", arguments: ["a$$b''c\\\\d", "a$$$$b''''c\\\\\\\\d", "a$$b''''c\\\\d"])
  func ambiguous(text: String) {
    #expect(redact("<\(text)>", ["S": "a$$b''c\\\\d"]) == "<<secret S>>")
  }

  @Test("what is held back is bounded, whatever comes")
  func bounded() {
    var redaction = Redaction(["S": "correct horse"])
    var shown = 0
    let text = Array("Y29y".utf8) + Array(repeating: UInt8(ascii: " "), count: 1000)
    for _ in 0..<100 { shown += redaction.redact(text).count }
    #expect(shown > 99 * text.count)
  }

  @Test("without secrets, and for a value too short to tell from words, everything stays", arguments: [[:], ["A": ""], ["A": "on"]])
  func nothing(secrets: [String: String]) {
    #expect(redact("on and on", secrets) == "on and on")
  }
}
