import RunbookBase
import RunbookJournal
import RunbookReporting

/// `runbook status [RUN]`: every run, and what each waits for.
enum StatusCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let directory = try StateDirectory.existing(context.statePath(arguments))
    let folders = arguments.operand("RUN") == nil ? try RunLookup.all(arguments, context) : [try RunLookup.find(arguments, context)]
    var summaries: [RunSummary] = []
    var damaged: [String] = []
    for folder in folders {
      do throws(Problem) {
        summaries.append(RunSummary(folder.id, try folder.read().state, isBusy: folder.isBusy))
      } catch {
        damaged.append("\(folder.id): \(error.summary)")
      }
    }
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

  /// What a run waits for, and what those outside wait for.
  private static func waits(_ summary: RunSummary, _ context: Context) -> String {
    let message = summary.message.map { ClockText.message($0, WallTime(nanoseconds: context.now)) }
    return [summary.shownWaitsFor.isEmpty ? nil : summary.shownWaitsFor, message].compactMap(\.self).joined(separator: "; ")
  }
}
