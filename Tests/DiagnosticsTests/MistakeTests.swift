import Testing

@Suite(
  "Likely mistakes do not compile, and the compiler says our sentence", .enabled(if: Compiler.program != nil, "swiftc is not on the PATH"))
struct MistakeTests {
  /// All mistakes as one module: the compiler is started once.
  static let verdict = Result {
    try Compiler.check(Dictionary(uniqueKeysWithValues: Mistake.all.map { ($0.file, $0.text) } + [("correct.swift", correct)]))
  }

  @Test("a mistake is named in one sentence, at its own line, and nothing else is said", arguments: Mistake.all)
  func sentence(mistake: Mistake) throws {
    let verdict = try Self.verdict.get()
    let complaints = verdict.complaints.filter { $0.file == mistake.file }
    #expect(!mistake.lines.isEmpty)
    #expect(complaints.map(\.line) == mistake.lines, Comment(rawValue: verdict.text))
    #expect(complaints.map(\.message) == [mistake.sentence], Comment(rawValue: verdict.text))
  }

  @Test("beside them a correct runbook raises no complaint")
  func correctBesideMistakes() throws {
    let verdict = try Self.verdict.get()
    #expect(!verdict.accepts)
    #expect(verdict.complaints.filter { $0.file == "correct.swift" } == [])
    #expect(verdict.complaints.count == Mistake.all.count, Comment(rawValue: verdict.text))
  }

  @Test("alone it compiles: the complaints above are about the mistakes, not about the way of asking")
  func correctAlone() throws {
    let verdict = try Compiler.check(["correct.swift": Self.correct])
    #expect(verdict.accepts, Comment(rawValue: verdict.text))
    #expect(verdict.complaints == [])
  }

  /// Every construct of the mistakes, used as it should be.
  static let correct = """
    import Operations
    import Runbooks

    struct Correct: Runbook {
      static let name = "correct"
      static let title = "Correct"
      static let section = "§0"
      static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))

      let server = PostgreSQL(host: "db1", port: 5432, user: "printflow")
      let password = Secret("password", variable: "PGPASSWORD")
      let dump = Parameter<DumpFile>("dump", "The dump")
      let rows = Output<Count>("rows")
      var scratch: Database<Scratch> { Database("scratch", on: server) }
      var live: Database<Production> { Database("live_db", on: server) }

      var body: [Step] {
        Step("Restore \\(dump)") {
          server.create(scratch)
          server.restore(dump, into: scratch, jobs: 4)
        }
        .owes("drop it", settledBy: server.drop(scratch))
        Step("Count") {
          server.query("SELECT count(*) FROM orders", in: live).environment("PGPASSWORD", password)
          Command("ls", [], effect: .reads).piped(to: Command("wc", [], effect: .reads))
        }
        .capture(rows)
        Decision("Which, of \\(rows)?", by: .incidentCommander) {
          When("one tenant") { Group("Do it") { Manual("Call") } }
          When("nothing")
        }
        Gate("Go")
      }
    }

    """
}
