import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

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
        summaries.append(RunSummary(folder.id, state, isBusy: folder.isBusy, supervised: supervised(folder, state)))
      } catch { damaged.append((folder.id, error)) }
    }
    return (summaries, damaged)
  }

  /// The steps without an outcome that go on without the executor that started them.
  private static func supervised(_ folder: RunFolder, _ state: RunState) -> Set<String> {
    guard !state.openSteps.isEmpty, let names = try? Files.list(folder.outputPath) else { return [] }
    return state.openSteps.filter { id in
      guard let nonce = state.step(id).nonce else { return false }
      let slug = id.utf8.map { $0 == 0x2F ? UInt8(ascii: ".") : $0 }
      let part = "-\(String(decoding: slug, as: UTF8.self)).\(state.step(id).attempts)"
      return names.contains { $0.contains(part) && (try? Supervisor.state(of: "\(folder.outputPath)/\($0)", nonce: nonce)) == .running }
    }
  }

  /// What a run waits for, and what those outside wait for.
  private static func waits(_ summary: RunSummary, _ context: Context) -> String {
    let message = summary.message.map { ClockText.message($0, WallTime(nanoseconds: context.now)) }
    return [summary.shownWaitsFor.isEmpty ? nil : summary.shownWaitsFor, message].compactMap(\.self).joined(separator: "; ")
  }
}
