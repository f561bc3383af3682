import RunbookBase
import RunbookJournal

/// Finds the run that a person means: an id, its last six digits, or the newest.
enum RunLookup {
  static func find(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> RunFolder {
    let directory = try StateDirectory.existing(context.statePath(arguments))
    guard let text = arguments.operand("RUN"), text != "." else {
      guard let newest = try directory.runs().last else {
        throw Problem(.usage, "there is no run in \(directory.path)", hint: "start one: \(Program.name) exec NAME")
      }
      return directory.folder(newest)
    }
    let found = try directory.runs(matching: text)
    guard found.count == 1, let id = found.first else {
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(text))” names \(found.count) runs", details: found.map(\.text),
        hint: "see them all: \(Program.name) status")
    }
    return directory.folder(id)
  }
}
