import RunbookBase
import RunbookCLI
import Testing

@Suite("Arguments: what is refused")
struct ArgumentsMistakeTests {
  /// One line of words, and the whole message that a person gets.
  struct Case: Sendable, CustomTestStringConvertible {
    var words: [String]
    var message: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, _ message: String) { self.init(words: ArgumentsFixture.words(line), message) }

    init(words: [String], _ message: String) {
      self.words = words
      self.message = message
    }
  }

  static let options: [Case] = [
    Case(
      "exec tenant-delete --tennant 42 --dump f",
      """
      unknown option --tennant for runbook exec tenant-delete
        → did you mean --tenant? Type: runbook exec tenant-delete --tenant 42 --dump f
      """),
    Case(
      "exec tenant-delete --frobnicate 42",
      """
      unknown option --frobnicate for runbook exec tenant-delete
        → see: runbook exec tenant-delete --help
      """),
    Case(
      words: ["exec", "tenant-delete", "--ten\u{430}nt", "42"],
      """
      unknown option --ten\u{430}nt for runbook exec tenant-delete
        "\u{430}" in it is U+430, not an ASCII character
        → did you mean --tenant? Type: runbook exec tenant-delete --tenant 42
      """),
    Case(
      words: ["exec", "tenant-delete", "\u{2013}tenant", "42"],
      """
      "\u{2013}tenant" starts with a typographic dash (U+2013), which documents make of two dashes
        → did you mean --tenant? Type: runbook exec tenant-delete --tenant 42
      """),
    Case(
      "exec tenant-delete -tenant 42",
      """
      -tenant needs two dashes
        → did you mean --tenant? Type: runbook exec tenant-delete --tenant 42
      """),
    Case(
      "exec tenant-delete -x",
      """
      unknown option -x for runbook exec tenant-delete
        → see: runbook exec tenant-delete --help
      """),
    Case(
      "list --json=yes",
      """
      --json takes no value, but was given "yes"
        → type: runbook list --json
      """),
    Case(
      words: ["list", "--\u{1B}[2J\nx"],
      """
      unknown option --\\u{1B}[2J\\nx for runbook list
        → see: runbook list --help
      """),
  ]

  static let values: [Case] = [
    Case(
      "exec tenant-delete --tenant -x",
      """
      --tenant needs a value (ID)
        if "-x" is the value, write: --tenant=-x
        → type: runbook exec tenant-delete --tenant=-x
      """),
    Case(
      "exec tenant-delete --tenant --json",
      """
      --tenant needs a value (ID)
        if "--json" is the value, write: --tenant=--json
        → type: runbook exec tenant-delete --tenant ID --json
      """),
    Case(
      "exec tenant-delete --tenant",
      """
      --tenant needs a value (ID)
        → type: runbook exec tenant-delete --tenant ID
      """),
    Case(
      "exec tenant-delete --tenant 42 --tenant=43",
      """
      --tenant is given twice: "42" and "43"
        keep one of them
        → see: runbook exec tenant-delete --help
      """),
    Case(
      "exec tenant-delete --tenant 42 --tenant 42",
      """
      --tenant is given twice: "42" and "42"
        → type: runbook exec tenant-delete --tenant 42
      """),
    Case(
      "exec tenant-delete --mode kep",
      """
      --mode takes ask, keep or refuse, not "kep"
        → did you mean keep? Type: runbook exec tenant-delete --mode=keep
      """),
    Case(
      "exec tenant-delete --reason disk is full",
      """
      runbook exec tenant-delete takes no operand; "is" "full" is too much
        if it belongs to --reason, put the whole value in quotation marks
        → type: runbook exec tenant-delete --reason 'disk is full'
      """),
    Case(
      words: ["exec", "tenant-delete", "--tennant", "a'b\n;$(x)"],
      """
      unknown option --tennant for runbook exec tenant-delete
        → did you mean --tenant? Type: runbook exec tenant-delete --tenant $'a\\'b\\n;$(x)'
      """),
  ]

  static let commands: [Case] = [
    Case(
      "exce tenant-delete",
      """
      there is no command "exce"
        → did you mean exec? Type: runbook exec tenant-delete
      """),
    Case(
      "exec --estate lab tenant-delet --tenant 42",
      """
      there is no runbook "tenant-delet"
        → did you mean tenant-delete? Type: runbook exec --estate lab tenant-delete --tenant 42
      """),
    Case(
      "tenant-delete",
      """
      there is no command "tenant-delete"
        "tenant-delete" is a runbook; say what to do with it:
        runbook exec tenant-delete
        → see: runbook --help
      """),
    Case(
      "exec kubernetes",
      """
      there is no runbook "kubernetes"
        runbooks: tenant-delete, region-outage
        → see: runbook exec --help
      """),
    Case(
      "exec",
      """
      runbook exec needs a runbook
        runbooks: tenant-delete, region-outage
        → type: runbook exec RUNBOOK
      """),
    Case(
      "exec -x",
      """
      runbook exec needs a runbook
        runbooks: tenant-delete, region-outage
        -x is no option of runbook exec
        → type: runbook exec RUNBOOK
      """),
    Case(
      "exec --resume tenant-delete",
      """
      runbook exec needs a runbook
        --resume took "tenant-delete" as its STEP
        → type: runbook exec tenant-delete --resume
      """),
    Case(
      "show",
      """
      runbook show needs NAME: The runbook
        → type: runbook show NAME
      """),
    Case(
      "approve 3f2a",
      """
      runbook approve needs GATE: The gate's step
        → type: runbook approve 3f2a GATE
      """),
    Case(
      "show a b",
      """
      runbook show takes NAME; "b" is too much
        → see: runbook show --help
      """),
    Case(
      "completions fihs",
      """
      SHELL is bash, zsh or fish, not "fihs"
        → did you mean fish? Type: runbook completions fish
      """),
  ]

  static let several: [Case] = [
    Case(
      "exec tenant-delete --tennant 42 --json=1 --dump",
      """
      3 mistakes in this command line
        unknown option --tennant for runbook exec tenant-delete (did you mean --tenant?)
        --json takes no value, but was given "1"
        --dump needs a value (FILE)
        → type: runbook exec tenant-delete --tenant 42 --json --dump FILE
      """),
    Case(
      "exec tenant-delete --frobnicate 1 --tenant 2 --tenant 3",
      """
      2 mistakes in this command line
        unknown option --frobnicate for runbook exec tenant-delete
        --tenant is given twice: "2" and "3"
          keep one of them
        → see: runbook exec tenant-delete --help
      """),
    Case(
      "--estat lab --frobnicate 1 exec tenant-delete extra",
      """
      3 mistakes in this command line
        unknown option --estat for runbook exec tenant-delete (did you mean --estate?)
        unknown option --frobnicate for runbook exec tenant-delete
        runbook exec tenant-delete takes no operand; "extra" is too much
        → see: runbook exec tenant-delete --help
      """),
    Case(
      "exec tenant-delete --tennant",
      """
      2 mistakes in this command line
        unknown option --tennant for runbook exec tenant-delete (did you mean --tenant?)
        --tenant needs a value (ID)
        → type: runbook exec tenant-delete --tenant ID
      """),
  ]

  @Test("a wrong line gets its sentence and the line to type", arguments: options + values + commands + several)
  func message(wrong: Case) {
    #expect(ArgumentsFixture.problem(wrong.words)?.description == wrong.message)
  }

  @Test("a line that cannot be understood is a usage error; a value outside of a parameter's list is a refused parameter")
  func codes() {
    for wrong in Self.options + Self.commands + Self.several {
      #expect(ArgumentsFixture.problem(wrong.words)?.code == .usage, "\(wrong.testDescription)")
    }
    #expect(ArgumentsFixture.problem(ArgumentsFixture.words("exec tenant-delete --mode x"))?.code == .parameterRejected)
    #expect(ArgumentsFixture.problem(ArgumentsFixture.words("exec tenant-delete --mode x --nonsense"))?.code == .usage)
  }

  /// The corrected line of a hint, nil when there is none or a person still has to fill it in.
  static func correction(_ problem: Problem) -> String? {
    guard let hint = problem.hint, let start = hint.utf8.firstRange(of: "ype: runbook".utf8)?.upperBound else { return nil }
    let line = String(hint[start...])
    return ["RUNBOOK", "COMMAND", "MODE", "SHELL"].contains { line.utf8.firstRange(of: $0.utf8) != nil } ? nil : line
  }

  @Test("every corrected line is understood when it is typed")
  func corrections() throws {
    var checked = 0
    for wrong in Self.options + Self.commands + Self.several {
      guard let line = ArgumentsFixture.problem(wrong.words).flatMap(Self.correction) else { continue }
      checked += 1
      #expect(ArgumentsFixture.problem(ArgumentsFixture.words(line)) == nil, "\(line)")
    }
    #expect(checked > 10)
  }

  @Test("ten thousand shuffled lines are understood or refused, and what a refusal says to type is understood")
  func shuffled() {
    let tokens = [
      "exec", "exec", "exce", "tenant-delete", "tenant-delete", "tenant-delet", "region-outage", "show", "approve", "completions", "list",
      "bash", "fihs", "--tenant", "--tenant=1", "--tenent", "--tenant=", "-tenant", "\u{2013}tenant", "--resume", "--resume=4", "--mode",
      "--mode=kep", "keep", "--json", "--json=1", "-n", "-ne", "-e", "-elab", "-x", "--", "-", "4", "--help", "--hepl", "--reason", "word",
      "--frobnicate", "--dry-run", "help",
    ]
    var state: UInt64 = 42
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    func isAboutRoute(_ text: String) -> Bool {
      text.hasPrefix("there is no") || text.hasSuffix(" needs a command") || text.hasSuffix(" needs a runbook")
    }
    var (checked, dryRuns) = (0, 0)
    for _ in 0..<10_000 {
      let words = (next(2) == 0 ? ["exec", "tenant-delete"] : []) + (0..<next(8)).map { _ in tokens[next(tokens.count)] }
      guard let problem = ArgumentsFixture.problem(words) else { continue }
      #expect(!problem.summary.isEmpty && problem.hint != nil)
      // Quoted words would need a shell to be read back.
      guard let line = Self.correction(problem), line.utf8.firstIndex(of: UInt8(ascii: "'")) == nil else { continue }
      checked += 1
      do {
        let parsed = try ArgumentParser.parse(ArgumentsFixture.words(line), ArgumentsFixture.root)
        guard !parsed.wantsHelp, parsed.path.first == "exec",
          words.prefix(while: { $0 != "--" }).contains(where: { ["-n", "-ne", "--dry-run"].contains($0) })
        else {
          continue
        }
        dryRuns += 1
        #expect(parsed.flag("dry-run"), "a correction must not turn a dry run into a real one: \(words) → \(line)")
      } catch {
        // The route is corrected before the options can be looked at; anything else must be right at once.
        #expect(isAboutRoute(problem.summary), "\(words) → \(line): \(error)")
      }
    }
    #expect(checked > 500)
    #expect(dryRuns > 50)
  }

  @Test("a name that is only canonically equal is not the same name")
  func lookAlikes() {
    let spec = CommandSpec("p", summary: "", options: [OptionSpec("K", short: "K", help: "")])
    #expect(throws: Problem.self) { try ArgumentParser.parse(["--\u{212A}"], spec) }
    #expect(throws: Problem.self) { try ArgumentParser.parse(["-\u{212A}"], spec) }
    #expect(throws: Problem.self) { try ArgumentParser.parse(["--K\u{301}"], spec) }
    #expect(throws: Problem.self) { try ArgumentParser.parse(["-\u{301}"], spec) }
  }

  @Test("a long line of mistakes stays readable, and huge words are cut")
  func manyMistakes() {
    let problem = ArgumentsFixture.problem(["list"] + (0..<1_000).map { "--nothing-like-\($0)" })
    #expect(problem?.summary == "1000 mistakes in this command line")
    #expect(problem?.details.count == 13)
    #expect(problem?.details.last == "and 988 more")
    let huge = ArgumentsFixture.problem(["show", "a", String(repeating: "x", count: 100_000)])
    #expect((huge?.summary.utf8.count ?? .max) < 200)
  }
}
