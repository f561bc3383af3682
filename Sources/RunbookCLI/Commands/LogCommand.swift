import RunbookBase
import RunbookJournal
import RunbookReporting

/// `runbook log [RUN]`: the Scribe's timeline.
enum LogCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    var entries: [TimelineEntry] = []
    let contents = try folder.read { entries.append(TimelineEntry($0.record)) }
    if arguments.flag("json") {
      let json: JSON = [
        "run": .string(folder.id.text), "head": .string(contents.state.head.hex), "entries": .array(entries.map(\.json)),
      ]
      context.put(json.pretty)
      return .success
    }
    let lines = entries.flatMap { line($0, context) }
    context.put(
      (["run \(folder.id)"] + lines + ["head \(contents.state.fingerprint), \(contents.state.recordCount) records"]).joined(separator: "\n")
    )
    return .success
  }

  private static func line(_ entry: TimelineEntry, _ context: Context) -> [String] {
    let time = context.style(.dim, String(entry.at.text(.milliseconds).dropFirst(11)))
    let words = TerminalText.escapedLine("\(entry.step.map { $0 + ": " } ?? "")\(entry.words)")
    let role: Style.Role? =
      switch entry.weight {
      case .plain: nil
      case .good: .ok
      case .attention: .warning
      case .bad: .danger
      }
    let text = role.map { context.style($0, words) } ?? words
    return Wrap.lines("\(time) \(text)", width: context.width, indent: 0, hanging: 14)
  }
}
