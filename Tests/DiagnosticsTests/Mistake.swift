import Testing

/// A likely mistake: the lines of a body, and what the compiler should say of the line that ends in `// here`.
struct Mistake: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  let sentence: String

  init(_ name: String, says sentence: String, _ source: String) {
    self.name = name
    self.sentence = sentence
    self.source = source
  }

  var testDescription: String { name }

  /// The file that holds it.
  var file: String { String(decoding: name.utf8.map { $0 == 0x20 ? 0x2D : $0 }, as: UTF8.self) + ".swift" }

  /// The numbers of the lines at fault.
  var lines: [Int] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      $0.element.hasSuffix("// here") ? $0.offset + 1 : nil
    }
  }

  /// The whole file.
  var text: String { "import Operations\nimport Runbooks\n\n" + source }

  /// A body of `StepsBuilder`, private to its file.
  static func body(_ lines: String) -> String { "@StepsBuilder private func body() -> [Step] {\n\(lines)\n}\n" }

  /// What stands around a call on a server with a production database.
  static func server(_ call: String) -> String {
    """
    private let server = PostgreSQL(host: "db1", port: 5432, user: "printflow")
    private let live = Database<Production>("live_db", on: server)
    private let dump = Parameter<DumpFile>("dump", "The dump")
    private func command() -> Command {
      \(call)  // here
    }

    """
  }

  static let realm = "cannot convert value of type 'Database<Production>' to expected argument type 'Database<Scratch>'"
  static let secret =
    "'appendInterpolation' is unavailable: a secret cannot be put into text or an argument; pass it with .environment(\"NAME\", secret)"
  static let arms = "'buildBlock' is unavailable: a decision has at least two arms: When(\"…\") { … } When(\"…\") { … }"
  static let nesting = "'buildExpression' is unavailable: a step does not stand inside a step; use Group(\"…\") { … } to nest steps"

  static let all = [
    Mistake(
      "bare command", says: "'buildExpression' is unavailable: a command runs inside a step: Step(\"what it does\") { … }",
      body("  Command(\"ls\", [], effect: .reads)  // here")),
    Mistake(
      "bare command among steps", says: "'buildExpression' is unavailable: a command runs inside a step: Step(\"what it does\") { … }",
      body("  Gate(\"Go\")\n  Command(\"ls\", [], effect: .reads)  // here")),
    Mistake(
      "bare pipeline", says: "'buildExpression' is unavailable: a pipeline runs inside a step: Step(\"what it does\") { … }",
      body("  Command(\"ls\", [], effect: .reads).piped(to: Command(\"wc\", [], effect: .reads))  // here")),
    Mistake(
      "text in a body",
      says:
        "'buildExpression' is unavailable: text is no step: write Manual(\"what a person must do\") or give the text to a step as its title",
      body("  \"Stop the server\"  // here")),
    Mistake(
      "secret in an argument", says: secret,
      """
      private let password = Secret("password", variable: "PGPASSWORD")
      private func command() -> Command {
        Command("psql", ["--set=password=\\(password)"], effect: .reads)  // here
      }

      """),
    Mistake(
      "secret in a title", says: secret,
      "private let password = Secret(\"password\", variable: \"PGPASSWORD\")\n" + body("  Gate(\"Use \\(password)\")  // here")),
    Mistake(
      "secret as an argument", says: "cannot convert value of type 'Secret' to expected element type 'Text'",
      """
      private let password = Secret("password", variable: "PGPASSWORD")
      private func command() -> Command {
        Command("psql", ["--password", password], effect: .reads)  // here
      }

      """),
    Mistake("production created", says: realm, server("server.create(live)")),
    Mistake("production dropped", says: realm, server("server.drop(live)")),
    Mistake("production restored into", says: realm, server("server.restore(dump, into: live, jobs: 4)")),
    Mistake(
      "empty body", says: "'buildBlock()' is unavailable: a body holds at least one step",
      """
      private struct Empty: Runbook {
        static let name = "empty"
        static let title = "Empty"
        static let section = "§0"
        static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
        var body: [Step] {  // here
        }
      }

      """),
    Mistake(
      "empty group", says: "'buildBlock()' is unavailable: a body holds at least one step", body("  Group(\"Nothing\") {  // here\n  }")),
    Mistake(
      "step without commands",
      says: "'buildBlock()' is unavailable: a step runs at least one command; use Manual for work that a person does",
      body("  Step(\"Nothing\") {  // here\n  }")),
    Mistake(
      "step inside a step", says: nesting,
      body("  Step(\"Outer\") {\n    Step(\"Inner\") { Command(\"ls\", [], effect: .reads) }  // here\n  }")),
    Mistake("gate inside a step", says: nesting, body("  Step(\"Outer\") {\n    Gate(\"Go\")  // here\n  }")),
    Mistake(
      "shell line in a step",
      says: "'buildExpression' is unavailable: a command is data, not a shell line: Command(\"psql\", [\"--version\"], effect: .reads)",
      body("  Step(\"Count\") {\n    \"psql --version | wc -l\"  // here\n  }")),
    Mistake("decision with one arm", says: arms, body("  Decision(\"Which?\") {  // here\n    When(\"only\") { Gate(\"Go\") }\n  }")),
    Mistake(
      "decision without arms", says: "'buildBlock()' is unavailable: " + arms.dropFirst("'buildBlock' is unavailable: ".count),
      body("  Decision(\"Which?\") {  // here\n  }")),
    Mistake(
      "arm outside of a decision",
      says:
        "'buildExpression' is unavailable: When is an arm of a decision: Decision(\"the question\", by: .incidentCommander) { When(\"…\") { … } }",
      body("  When(\"one tenant\") { Gate(\"Go\") }  // here")),
  ]
}
