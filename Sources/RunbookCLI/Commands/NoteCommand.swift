import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks

/// `runbook note RUN "text"`: the Scribe's own line, about now or an earlier time (seed §6).
enum NoteCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    let now = WallTime(nanoseconds: context.now)
    let about = try arguments.value("at").map { (text) throws(Problem) in try MomentArgument.parse(text, option: "at", now) }
    let state = try folder.read().state
    if let outcome = state.outcome {
      throw Problem(
        .usage, "run \(folder.id) has ended (\(outcome.rawValue)): its log is sealed and takes nothing more",
        hint: "write it where the follow-ups are kept; the report lists them: \(Program.name) report \(folder.id)")
    }
    let spool = NoteSpool(folder)
    var person = try RoleClaim.person(arguments, as: .scribe, folder, state, context)
    let discretion = Discretion(Secrets.known(state.genesis, context)) { context.tell([$0]) }
    let text = arguments.operand("TEXT") ?? ""
    person.name = discretion?.typed(person.name) ?? person.name
    try spool.add(NoteSpool.Remark(text: discretion?.typed(text) ?? text, about: about ?? now, by: person.login, person: person))
    // Safe already; whether it is in the log now depends on who holds the run.
    let written = takeIn(folder, spool, person, discretion)
    let words = about.map { " about \($0.text(.seconds))" } ?? ""
    guard let written else {
      context.tell([
        "kept\(words): \(folder.holder ?? "another process holds the run"); it is in the log before the run's next record"
      ])
      return .success
    }
    context.tell(["noted\(words), record \(written.recordCount), head \(written.fingerprint)"])
    return .success
  }

  /// Opens a short session for it when nobody holds the run; nil when somebody does, who then takes it in.
  static func takeIn(_ folder: RunFolder, _ spool: NoteSpool, _ person: Person, _ discretion: Discretion?) -> RunState? {
    guard !folder.isBusy, let writer = try? JournalWriter.open(folder, session: .current(person)) else { return nil }
    defer { writer.close() }
    if let discretion { writer.wording = discretion.event }
    spool.takeIn(writer)
    return spool.waiting().isEmpty ? writer.state : nil
  }
}
