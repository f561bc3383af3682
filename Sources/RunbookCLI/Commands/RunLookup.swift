import RunbookBase
import RunbookJournal

/// Finds the run that a person means: an id, its last six digits, or the newest.
///
/// Rehearsals have ids of their own kind of folder; the newest is a real run wherever there is one.
enum RunLookup {
  static func find(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> RunFolder {
    let directory = try StateDirectory.existing(context.statePath(arguments))
    let rehearsals = try RehearseCommand.existing(arguments, context)
    guard let text = arguments.operand("RUN"), text != "." else {
      if let newest = try directory.runs().last { return directory.folder(newest) }
      if let rehearsals, let newest = try rehearsals.runs().last { return rehearsals.folder(newest) }
      throw Problem(.usage, "there is no run in \(directory.path)", hint: "start one: \(Program.name) exec NAME")
    }
    var found = try directory.runs(matching: text).map(directory.folder)
    if let rehearsals { found += try rehearsals.runs(matching: text).map(rehearsals.folder) }
    guard found.count == 1, let folder = found.first else {
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(text))” names \(found.count) runs", details: found.map(\.id.text),
        hint: "see them all: \(Program.name) status")
    }
    return folder
  }

  /// The runs, or the rehearsals, among which a run lies.
  static func neighbours(of folder: RunFolder, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> StateDirectory {
    if let rehearsals = try RehearseCommand.existing(arguments, context), rehearsals.folder(folder.id).path == folder.path {
      return rehearsals
    }
    return try StateDirectory.existing(context.statePath(arguments))
  }

  /// Every run, then every rehearsal, oldest first.
  static func all(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> [RunFolder] {
    let directory = try StateDirectory.existing(context.statePath(arguments))
    let runs = try directory.runs().map(directory.folder)
    guard let rehearsals = try RehearseCommand.existing(arguments, context) else { return runs }
    return runs + (try rehearsals.runs().map(rehearsals.folder))
  }
}
