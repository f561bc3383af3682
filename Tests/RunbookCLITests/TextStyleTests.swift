import RunbookCLI
import Testing

@Suite("Text: style")
struct TextStyleTests {
  /// The text without SGR sequences.
  static func withoutSequences(_ text: String) -> String {
    var result = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isInside = true }
      if !isInside { result.unicodeScalars.append(scalar) }
      if scalar == "m" { isInside = false }
    }
    return result
  }

  @Test(
    "colour follows the terminal, and a wish outranks it",
    arguments: [
      (true, ["TERM": "xterm-256color"], true), (false, ["TERM": "xterm-256color"], false), (true, ["TERM": "dumb"], false),
      (true, [:], false), (true, ["TERM": ""], false), (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
      (true, ["TERM": "xterm", "NO_COLOR": ""], true), (false, ["CLICOLOR_FORCE": "1"], true), (false, ["CLICOLOR_FORCE": "0"], false),
      (true, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true), (false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
      (true, ["TERM": "xterm", "CLICOLOR": "0"], false), (true, ["TERM": "xterm", "CLICOLOR": "1"], true),
    ])
  func detect(isTTY: Bool, environment: [String: String], expected: Bool) {
    #expect(Style.detect(isTTY: isTTY, environment: environment).isColored == expected)
  }

  @Test("each role has its own sequence and resets after itself; plain text has none", arguments: Style.Role.allCases)
  func roles(role: Style.Role) {
    let text = Style.colored(role, "text")
    #expect(text.hasPrefix("\u{1B}[") && text.hasSuffix("text\u{1B}[0m"))
    #expect(Style.plain(role, "text") == "text")
    #expect(Style.colored(role, "") == "")
    #expect(Set(Style.Role.allCases.map { Style.colored($0, "text") }).count == Style.Role.allCases.count)
  }

  @Test(
    "width counts columns",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("日本", 4), ("한글", 4), ("ｆｕｌｌ", 8), ("👍", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2),
      ("⚠\u{FE0F}", 2), ("⚠", 1), ("→ ‹x› … §", 9), ("\u{1B}[1;31mred\u{1B}[0m", 3), ("a\u{200B}b", 2), ("\u{7}", 0), ("\u{1B}[2J", 3),
      ("┌─┐", 3),
    ])
  func width(text: String, columns: Int) {
    #expect(DisplayText.width(text) == columns)
  }

  @Test(
    "truncation keeps within the limit and says so",
    arguments: [
      ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("日本語", 4, "日…"), ("日本語", 5, "日本…"),
      ("\u{1B}[1mhello\u{1B}[0m", 3, "\u{1B}[1mhe…\u{1B}[0m"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
  func truncation(text: String, limit: Int, expected: String) {
    let result = DisplayText.truncated(text, to: limit)
    #expect(result == expected)
    #expect(DisplayText.width(result) <= limit)
  }

  @Test(
    "text from outside cannot steer a terminal",
    arguments: [
      ("plain é 日本", "plain é 日本"), ("a\nb\tc\r", "a\\nb\\tc\\r"), ("\u{1B}]0;x\u{7}", "\\u{1B}]0;x\\u{7}"),
      ("a\u{202E}b", "a\\u{202E}b"), ("\u{9B}31m", "\\u{9B}31m"), ("a\u{200B}b\u{FEFF}", "a\\u{200B}b\\u{FEFF}"), ("\u{2028}", "\\u{2028}"),
    ])
  func visible(text: String, shown: String) {
    #expect(Visible.text(text) == shown)
    #expect(Visible.quoted(text) == "\"\(shown)\"")
  }

  @Test(
    "a quoted word is read back unchanged by bash",
    arguments: [
      "", "plain", "two words", "it's", "$(x)", "a\nb", "a\\b", "tab\there", "*", "~", "=x", "é", "\u{1B}[0m", "'\n'", "\u{202E}x", "!!",
      "#x",
      "a=b", "-n",
    ])
  func shellWord(word: String) throws {
    let printed = try Shell.run("bash", ["-c", "printf %s " + ShellWord.quoted(word)])
    #expect(Array(printed.utf8) == Array(word.utf8))
  }
}
