import RunbookBase
import RunbookCLI

/// A command line of the product's shape, small enough to read.
enum ArgumentsFixture {
  static let tenantDelete = CommandSpec(
    "tenant-delete", summary: "§5.2 Accidental tenant data deletion (one tenant)",
    discussion: """
      Restores the dump into a throwaway database, compares it with production by primary key, and inserts in one transaction \
      what production no longer has.

      The order of the work:
        1. scratch restore
        2. compare, decide on conflicts
        3. gate, insert, reconcile
      """,
    options: [
      OptionSpec("tenant", valueName: "ID", required: true, help: "The tenant whose data was deleted", group: "Parameters"),
      OptionSpec(
        "dump", valueName: "FILE", required: true, help: "The dump to restore from; it must be older than the deletion",
        group: "Parameters", completion: .file),
      OptionSpec(
        "mode", valueName: "MODE", help: "What to do with a row that exists but differs", group: "Parameters", defaultText: "ask",
        allowed: ["ask", "keep", "refuse"], refusal: .parameterRejected),
      OptionSpec("exclude", valueName: "TABLE", repeated: true, help: "Leave a table alone", group: "Parameters"),
    ],
    examples: [
      .init("runbook exec tenant-delete --tenant 42 --dump /backups/live_db.dump", "Bring back the rows of tenant 42"),
      .init("runbook exec tenant-delete --resume", "Go on where the last run stopped"),
    ])

  static let regionOutage = CommandSpec(
    "region-outage", summary: "§5.5 The primary region is unavailable",
    options: [OptionSpec("region", valueName: "REGION", required: true, help: "Where to go", group: "Parameters")])

  static let exec = CommandSpec(
    "exec", summary: "Run a runbook step by step",
    options: [
      OptionSpec("resume", valueName: "STEP", optionalValue: true, help: "Continue an interrupted run, at a step when one is named"),
      OptionSpec("reason", valueName: "TEXT", help: "Why steps are skipped"),
      OptionSpec("dry-run", short: "n", help: "Walk through the run without doing anything"),
    ],
    subcommands: [tenantDelete, regionOutage], subcommandNoun: "runbook")

  static let root = CommandSpec(
    "runbook", summary: "Restore what was lost, with a record that stands up in the morning.",
    options: [
      OptionSpec(
        "estate", short: "e", valueName: "NAME", help: "Which environment", group: "Everywhere", defaultText: "production",
        completion: .estate),
      OptionSpec("json", help: "Print data instead of text", group: "Everywhere"),
      OptionSpec("state", valueName: "DIR", help: "Where runs are kept", group: "Everywhere", completion: .directory),
    ],
    subcommands: [
      CommandSpec("list", summary: "List the runbooks"),
      CommandSpec(
        "show", summary: "Show a runbook as a document",
        operands: [OperandSpec("NAME", help: "The runbook", completion: .runbook)]),
      exec,
      CommandSpec(
        "approve", summary: "Sign a gate off",
        operands: [
          OperandSpec("RUN", help: "The run, or the first letters of its id"), OperandSpec("GATE", help: "The gate's step"),
          OperandSpec("NOTE", help: "Anything to add", required: false, repeated: true),
        ]),
      CommandSpec(
        "completions", summary: "Print a completion script",
        operands: [OperandSpec("SHELL", help: "Whose language", allowed: ["bash", "zsh", "fish"])]),
    ])

  /// The words of a line without quotation marks.
  static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  static func parse(_ line: String) throws -> ParsedArguments { try ArgumentParser.parse(words(line), root) }

  /// The problem that the words end with, nil when they are understood.
  static func problem(_ words: [String]) -> Problem? {
    do {
      _ = try ArgumentParser.parse(words, root)
      return nil
    } catch {
      return error
    }
  }
}
