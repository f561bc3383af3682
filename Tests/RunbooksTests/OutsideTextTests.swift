import RunbookBase
import Testing

@testable import Runbooks

/// A value type without its name: parses, and prints canonical text.
struct Parser: Sendable, CustomTestStringConvertible {
  let name: String
  let rule: String
  let parse: @Sendable (String) throws(Problem) -> String

  init<Value: ParameterValue>(_ type: Value.Type) {
    name = "\(type)"
    rule = Value.rule
    parse = { text throws(Problem) in try Value(parsing: text).text }
  }

  var testDescription: String { name }

  /// The refusal of a text; an issue when the text is accepted.
  func refusal(_ text: String) -> Problem? {
    do throws(Problem) {
      let accepted = try parse(text)
      Issue.record("\(name) took a text it should refuse, as “\(accepted)”")
      return nil
    } catch {
      return error
    }
  }

  static let all = [
    Parser(TenantID.self), Parser(Timestamp.self), Parser(RecoveryTarget.self), Parser(DumpFile.self), Parser(AbsolutePath.self),
    Parser(BackupLabel.self), Parser(Identifier.self), Parser(ObjectKey.self), Parser(Count.self), Parser(Digest.self),
  ]
}

@Suite("Text from outside, whatever its type") struct OutsideTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let message: String
    var testDescription: String { name }
    init(_ name: String, _ text: String, _ message: String) { (self.name, self.text, self.message) = (name, text, message) }
  }

  static let cases = [
    Case("empty", "", "“” is empty"),
    Case("a NUL", "abc\0def", "“abc\\u{0}def” holds a NUL byte"),
    Case("a NUL at the end", "/backups/a.dump\0", "“/backups/a.dump\\u{0}” holds a NUL byte"),
    Case("a line feed", "2026-06-15T14:05:00Z\n", "“2026-06-15T14:05:00Z\\u{a}” holds a line break"),
    Case("a carriage return", "7\r", "“7\\u{d}” holds a line break"),
    Case("both, which Swift takes for one character", "7\r\n8", "“7\\u{d}\\u{a}8” holds a line break"),
    Case("a tab", "live\tdb", "“live\\u{9}db” holds a control character (U+0009)"),
    Case("an escape sequence", "\u{1B}[2Jlive_db", "“\\u{1b}[2Jlive_db” holds a control character (U+001B)"),
    Case("a delete", "live\u{7F}", "“live\\u{7f}” holds a control character (U+007F)"),
    Case("a C1 control", "live\u{9B}2J", "“live\\u{9b}2J” holds a control character (U+009B)"),
    Case("an option", "--help", "“--help” begins with a dash and would be taken for an option"),
    Case("a dash", "-", "“-” begins with a dash and would be taken for an option"),
    Case(
      "a Cyrillic а", "l\u{456}ve_db", "“l\u{456}ve_db” holds “\u{456}” (U+0456), which is not ASCII and may only look like a Latin letter"),
    Case(
      "a Kelvin sign", "\u{212A}eep", "“\u{212A}eep” holds “\u{212A}” (U+212A), which is not ASCII and may only look like a Latin letter"),
    Case(
      "a letter and a combining mark", "e\u{301}",
      "“e\u{301}” holds “\u{301}” (U+0301), which is not ASCII and may only look like a Latin letter"),
    Case(
      "a full-width digit", "\u{FF17}", "“\u{FF17}” holds “\u{FF17}” (U+FF17), which is not ASCII and may only look like a Latin letter"),
    Case(
      "text that runs backwards", "a\u{202E}b",
      "“a\\u{202e}b” holds “\\u{202e}” (U+202E), which is not ASCII and may only look like a Latin letter"),
    Case(
      "a blank of no width", "a\u{200B}b",
      "“a\\u{200b}b” holds “\\u{200b}” (U+200B), which is not ASCII and may only look like a Latin letter"),
    Case("5000 bytes", String(repeating: "a", count: 5000), "“\(String(repeating: "a", count: 80))…” is longer than 4096 bytes"),
  ]

  @Test("every type refuses what no argument may hold, names it and says what to type", arguments: Parser.all, cases)
  func refuses(parser: Parser, given: Case) throws {
    let problem = try #require(parser.refusal(given.text))
    #expect(problem == Problem(.parameterRejected, given.message, hint: "it must be \(parser.rule)"))
  }

  static let injections = [
    "'; DROP TABLE tenants; --", "1 OR 1=1", "$(rm -rf ~)", "`reboot`", "a; shutdown -h now", "a && b", "a | tee /etc/passwd", "\"; \\! id",
    "%00", "../../etc/passwd",
  ]

  @Test("SQL and shell text is no value of any type but a path", arguments: Parser.all, injections)
  func refusesInjections(parser: Parser, text: String) throws {
    let problem = try #require(parser.refusal(text))
    #expect(problem.code == .parameterRejected)
    #expect(problem.summary.utf8.starts(with: "“\(text)” ".utf8))
    #expect(problem.hint == "it must be \(parser.rule)")
  }

  @Test("a path may hold what a shell would run: it is one argument and never shell text")
  func pathsAreData() throws {
    #expect(try AbsolutePath(parsing: "/backups/$(reboot); x.dump").text == "/backups/$(reboot); x.dump")
  }

  @Test("no message carries a raw control character, whatever the value holds", arguments: Parser.all)
  func messagesAreSafe(parser: Parser) throws {
    for value in (UInt8(0)..<0x20).map({ "a" + String(Unicode.Scalar($0)) + "b" }) + ["\u{7F}", "\u{85}", "\u{9B}31m"] {
      let problem = try #require(parser.refusal(value))
      let shown = problem.summary + problem.details.joined() + (problem.hint ?? "")
      #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    }
  }

  @Test("a long value of many bytes a character is cut in the message")
  func longValuesAreCut() throws {
    let problem = try #require(Parser(Identifier.self).refusal(String(repeating: "é", count: 2000)))
    #expect(problem.summary.unicodeScalars.count < 250)
  }
}
