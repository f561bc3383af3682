import RunbookCLI
import Testing

@Suite("Text: layout")
struct TextLayoutTests {
  @Test(
    "prose is wrapped between words, which are never broken",
    arguments: [
      ("one two three", 7, 0, 0, ["one two", "three"]), ("one two three", 6, 0, 0, ["one", "two", "three"]),
      ("one two three", 9, 2, 2, ["  one two", "    three"]), ("a/very/long/path here", 8, 0, 0, ["a/very/long/path", "here"]),
      ("first\n\nsecond part", 8, 0, 0, ["first", "", "second", "part"]), ("", 8, 2, 0, [""]), ("日本 語語", 6, 0, 0, ["日本", "語語"]),
      (" kept  as it is, long", 8, 2, 0, ["   kept  as it is, long"]), ("fits  as  it is", 20, 0, 0, ["fits  as  it is"]),
      ("x y", 1, 4, 4, ["    x", "        y"]), ("\u{1B}[1mone\u{1B}[0m two", 7, 0, 0, ["\u{1B}[1mone\u{1B}[0m two"]),
    ])
  func wrap(text: String, width: Int, indent: Int, hanging: Int, lines: [String]) {
    #expect(Wrap.lines(text, width: width, indent: indent, hanging: hanging) == lines)
  }

  @Test("without a width nothing is wrapped")
  func unlimited() {
    let long = Array(repeating: "word", count: 100).joined(separator: " ")
    #expect(Wrap.lines(long, width: nil, indent: 2) == ["  " + long])
  }

  @Test(
    "the width is the terminal's, then COLUMNS, then 80; a pipe has none",
    arguments: [
      (true, 120, [:], 120), (true, nil, ["COLUMNS": "100"], 100), (true, 0, [:], 80), (true, nil, ["COLUMNS": "x"], 80),
      (true, 5, [:], 20),
      (false, 120, ["COLUMNS": "100"], nil),
    ] as [(Bool, Int?, [String: String], Int?)])
  func width(isTTY: Bool, columns: Int?, environment: [String: String], expected: Int?) {
    #expect(Wrap.width(isTTY: isTTY, columns: columns, environment: environment) == expected)
  }

  static let runs: Table = {
    var table = Table([.init("RUN", isKept: true), .init("RUNBOOK"), .init("STEPS", .trailing), .init("STATE")])
    table.add(["20250314T031502Z-3f2a", "tenant-delete", "4", "paused: waiting for the Incident Commander's sign-off of step 4"])
    table.add(["20250314T020000Z-91bc", "region-outage", "12", Style.colored(.ok, "completed")])
    table.add(["20250301T110000Z-77d0", "reconcile", "7", "completed with exceptions: 3 objects are missing,\n1 restored"])
    table.add(["20250228T110000Z-0001", "drill"])
    return table
  }()

  @Test("a table at several widths, and whole in a pipe", arguments: [40, 80, 200])
  func table(width: Int) {
    let text = Self.runs.render(width: width, style: .plain)
    Transcript.expect(TextStyleTests.withoutSequences(text), named: "table-\(width)")
    for line in text.split(separator: "\n") { #expect(DisplayText.width(String(line)) <= width) }
  }

  @Test("without a width nothing is cut, and no line ends in spaces")
  func piped() {
    let lines = Self.runs.render(width: nil, style: .plain).split(separator: "\n").map(String.init)
    #expect(lines[0] == "RUN                    RUNBOOK        STEPS  STATE")
    #expect(lines[1].hasSuffix("paused: waiting for the Incident Commander's sign-off of step 4"))
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    #expect(lines.count == 5, "a row is a line")
  }

  @Test("wide characters, indents and headless columns stay aligned")
  func alignment() {
    var table = Table([.init(), .init("", .trailing), .init()])
    table.add(["日本", "1", "x"])
    table.add(["abc", "20", "y"])
    table.add([Style.colored(.ok, "ok"), "300", "z"])
    #expect(
      TextStyleTests.withoutSequences(table.render(width: 80, style: .plain, indent: 2)) == """
          日本    1  x
          abc    20  y
          ok    300  z
        """)
    #expect(Table([]).render(width: 80, style: .plain).isEmpty)
    #expect(Table([.init("A")]).render(width: 80, style: .plain) == "A")
  }
}
