import RunbookBase
import RunbookJournal
import RunbookReporting

/// `runbook status [RUN]`: every run, and what each waits for.
enum StatusCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let directory = try StateDirectory.existing(context.statePath(arguments))
    let folders = arguments.operand("RUN") == nil ? try RunLookup.all(arguments, context) : [try RunLookup.find(arguments, context)]
    let (summaries, unread) = summaries(folders)
    let damaged = unread.map { "\($0.run): \($0.problem.summary)" }
    if arguments.flag("json") {
      context.put((["runs": .array(summaries.map(\.json)), "damaged": JSON(damaged)] as JSON).pretty)
    } else {
      var table = Table([.init("run", isKept: true), .init("estate"), .init("status"), .init("waits for")])
      for summary in summaries { table.add([summary.id.text, summary.estate, summary.shownStatus, waits(summary, context)]) }
      context.put(summaries.isEmpty ? "no runs in \(directory.path)" : table.render(width: context.width, style: context.style))
      context.tell(damaged.map { "damaged: \($0)" })
    }
    return damaged.isEmpty ? .success : .auditLogDamaged
  }

  /// Every run in one line, and those whose log cannot be read.
  static func summaries(_ folders: [RunFolder]) -> (summaries: [RunSummary], damaged: [(run: RunID, problem: Problem)]) {
    var summaries: [RunSummary] = []
    var damaged: [(run: RunID, problem: Problem)] = []
    for folder in folders {
      do throws(Problem) {
        let state = try folder.read().state
        let open = OpenAttempts(folder, state)
        summaries.append(
          RunSummary(folder.id, state, isBusy: folder.isBusy, supervised: Set(open.supervised.keys), sent: open.sent))
      } catch { damaged.append((folder.id, error)) }
    }
    return (summaries, damaged)
  }

  /// What a run waits for, and what those outside wait for.
  private static func waits(_ summary: RunSummary, _ context: Context) -> String {
    let message = summary.message.map { ClockText.message($0, WallTime(nanoseconds: context.now)) }
    return [summary.shownWaitsFor.isEmpty ? nil : summary.shownWaitsFor, message].compactMap(\.self).joined(separator: "; ")
  }
}
