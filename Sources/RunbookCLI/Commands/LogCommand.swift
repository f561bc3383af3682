import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// `runbook log [RUN] [--follow]`: the Scribe's timeline.
enum LogCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    if arguments.flag("follow") { return try follow(folder, asJSON: arguments.flag("json"), context) }
    var entries: [TimelineEntry] = []
    var authors = Authorship()
    let contents = try folder.read { entries.append(TimelineEntry($0.record, authors.author(of: $0.record))) }
    if arguments.flag("json") {
      let json: JSON = [
        "run": .string(folder.id.text), "head": .string(contents.state.head.hex), "entries": .array(entries.map(\.json)),
      ]
      context.put(json.pretty)
      return .success
    }
    var view = TimelineView(context.style, width: context.width)
    let lines = entries.flatMap { view.lines($0) }
    context.put((["run \(folder.id)\(kind(contents.state))"] + lines + [end(contents.state)]).joined(separator: "\n"))
    return .success
  }

  /// A rehearsal is never taken for a run.
  private static func kind(_ state: RunState) -> String {
    state.genesis?.mode == .rehearsal ? " (a rehearsal: every command was simulated)" : ""
  }

  private static func end(_ state: RunState) -> String { "head \(state.fingerprint), \(state.recordCount) records" }

  /// Shows what there is and then each new record, until the run is sealed or nobody reads any more.
  ///
  /// Only looks: no lock, no write. A line that is being written is no valid record yet, so half a line is never shown.
  private static func follow(_ folder: RunFolder, asJSON: Bool, _ context: Context) throws(Problem) -> ExitCode {
    if !asJSON { try? put("run \(folder.id)\(kind(try folder.read().state))") }
    var view = TimelineView(context.style, width: context.width)
    var shown = 0
    var size: Int64 = -1
    while true {
      let now = (try? Files.stat(folder.logPath))?.size ?? size
      if now != size {
        var entries: [TimelineEntry] = []
        var authors = Authorship()
        let state = try folder.read {
          let author = authors.author(of: $0.record)
          if $0.record.seq > shown { entries.append(TimelineEntry($0.record, author)) }
        }.state
        guard state.recordCount >= shown else {
          throw Problem(
            .auditLogDamaged, "the log of \(folder.id) has \(state.recordCount) records, and \(shown) were there before",
            hint: "keep the file, compare it with a copy of the run's folder, and take the call to the Incident Commander")
        }
        do throws(SystemError) {
          for entry in entries { try put(asJSON ? entry.json.description : view.lines(entry).joined(separator: "\n")) }
          if state.outcome != nil, !asJSON { try put(end(state)) }
        } catch { return .success }
        if state.outcome != nil { return .success }
        (shown, size) = (state.recordCount, now)
      }
      Clock.sleep(milliseconds: 250)
    }
  }

  /// Writes a line at once; throws when the reader has gone.
  private static func put(_ text: String) throws(SystemError) { try FileDescriptor.standardOutput.writeAll(text + "\n") }
}
