import RunbookCLI
import RunbookSystem
import Testing

@Suite("Prose that may end in a command") struct ProseTests {
  private let program = Host.programName

  @Test("what fits, and what goes nowhere near a terminal, stays as it is")
  func whole() {
    let text = "the run is paused and waits for a person. Go on with: \(program) exec close-the-books --resume --state '/srv/my runs'"
    #expect(Prose.lines(text, width: nil, indent: 2) == ["  " + text])
    #expect(Prose.lines("short", width: 20, indent: 2) == ["  short"])
  }

  @Test("a command goes whole on a line of its own; the sentence before it is wrapped between words")
  func command() {
    let command = "\(program) exec close-the-books --resume --state '/srv/my runs' --operator 'Ada L.'"
    let lines = Prose.lines("the run is paused and waits for a person. Go on with: \(command)", width: 30, indent: 2, hanging: 4)
    #expect(lines == ["  the run is paused and waits", "      for a person. Go on", "      with:", "      " + command])
  }

  @Test("a command that a remedy begins with, or that is to be tried by hand, is not broken", arguments: ["chmod go-w", "df"])
  func remedies(start: String) {
    let command = start + " /a/rather/long/path '/with a blank in it'"
    #expect(Prose.lines(command, width: 24, indent: 2) == ["  " + command])
    #expect(
      Prose.lines("it does not answer; try it by hand: psql -c 'select 1' --host db1.internal", width: 24)
        == ["it does not answer; try", "  it by hand:", "  psql -c 'select 1' --host db1.internal"])
  }

  @Test("other colons break nothing")
  func colons() {
    #expect(Prose.lines("observed: one two three four", width: 16) == ["observed: one", "  two three four"])
  }

  @Test("a label keeps its column when the words beside it are wrapped")
  func labelled() {
    #expect(
      Wrap.labelled("ok", "one two three four", width: 14, indent: 2, column: 5) == ["  ok   one two", "       three", "       four"])
    #expect(Wrap.labelled("ok", "one two three four", width: nil, indent: 2, column: 5) == ["  ok   one two three four"])
  }
}
