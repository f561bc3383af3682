import RunbookBase
import Testing

@testable import Runbooks

@Suite("Text with typed holes") struct TextTests {
  let tenant = Parameter<TenantID>("tenant", "Which")
  let rows = Output<Count>("rows")

  @Test("holes are shown as ‹name›, values and fixed text as they are")
  func templates() throws {
    let key = try ObjectKey(parsing: "a/b")
    let text: Text = "of \(tenant), \(rows) rows, \(key), \("plain"), \(Text("inner \(rows)"))"
    #expect(text.template == "of ‹tenant›, ‹rows› rows, a/b, plain, inner ‹rows›")
    #expect(text.segments.count == 11)
    #expect((Text("a") + "b\(rows)").template == "ab‹rows›")
    #expect(Text("").template == "")
  }

  @Test("a parameter parses at the edge: canonical text, the rule's refusal, the time's refusal")
  func parsing() throws {
    guard case .parameter(let declaration) = Parameter<Timestamp>("since", "When it began").text.segments[0] else { return }
    #expect(declaration.name == "since")
    #expect(declaration.help == "When it began")
    #expect(declaration.rule == Timestamp.rule)
    #expect(declaration.fallback == nil)
    #expect(try declaration.parse("1970-01-01 01:00:00+01", 0) == "1970-01-01T00:00:00Z")
    #expect(throws: Problem.self) { try declaration.parse("soon", 0) }
    #expect(throws: Problem.self) { try declaration.parse("1970-01-01T00:00:01Z", 0) }
  }

  @Test("a parameter's default is canonical text")
  func fallbacks() {
    guard case .parameter(let declaration) = Parameter<Count>("jobs", "How many", default: 4).text.segments[0] else { return }
    #expect(declaration.fallback == "4")
  }

  @Test("an output takes a printed value only when it is one")
  func outputs() {
    #expect(rows.declaration.parse("12") == "12")
    #expect(rows.declaration.parse("012") == "12")
    #expect(rows.declaration.parse("twelve") == nil)
    #expect(rows.declaration.parse("") == nil)
    #expect(rows.declaration.parse("12\n13") == nil)
  }

  @Test(
    "a criterion is told in words",
    arguments: [
      (Criterion.succeeds, "exits with 0"), (.equals("0"), "= 0"), (.differs(from: "0"), "≠ 0"), (.contains("x"), "holds “x”"),
      (.atLeast("1"), "≥ 1"), (.atMost("2"), "≤ 2"), (.json("a.0.b", .equals("ok")), "a.0.b = ok"), (.printsSomething, "prints something"),
      (.all([.succeeds, .atLeast("1")]), "exits with 0 and ≥ 1"),
    ])
  func criteria(criterion: Criterion, words: String) {
    #expect(criterion.words == words)
  }

  @Test("holes in a criterion are found, however deep they stand")
  func criterionTexts() {
    let criterion = Criterion.all([.json("a", .atLeast("\(rows)")), .equals("\(tenant)"), .succeeds])
    #expect(criterion.texts.map(\.template) == ["‹rows›", "‹tenant›"])
  }

  @Test("what a command is given is kept as it was said")
  func commands() {
    let command = Command("psql", ["-c", "x"], effect: .reads)
      .environment("A", "\(tenant)").environment("B", Secret("password", variable: "PW")).environment(["C": "d"])
      .reading("in \(rows)").in("/tmp").differing("a note")
    #expect(command.environment["A"] == .text("\(tenant)"))
    #expect(command.environment["B"] == .secret(Secret("password", variable: "PW")))
    #expect(command.environment["C"] == .text("d"))
    #expect(command.input?.template == "in ‹rows›")
    #expect(command.workingDirectory?.template == "/tmp")
    #expect(command.difference == "a note")
    #expect(command.arguments.map(\.template) == ["-c", "x"])
  }
}
