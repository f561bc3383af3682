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
        summaries.append(
          RunSummary(
            folder.id, state, isBusy: folder.isBusy, supervised: supervised(folder, state),
            sent: sent(folder, state)))
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

  /// The steps without an outcome that were sent to another host, and that host: only going on asks it.
  private static func sent(_ folder: RunFolder, _ state: RunState) -> [String: String] {
    guard !state.openSteps.isEmpty, let names = try? Files.list(folder.outputPath) else { return [:] }
    var hosts: [String: String] = [:]
    for id in state.openSteps {
      let slug = id.utf8.map { $0 == 0x2F ? UInt8(ascii: ".") : $0 }
      let part = "-\(String(decoding: slug, as: UTF8.self)).\(state.step(id).attempts)"
      for name in names where name.hasSuffix(part) || name.contains(part + ".") {
        guard let bytes = try? Files.read("\(folder.outputPath)/\(name)/sent", limit: 1 << 16), let sent = try? JSON.parse(bytes),
          let nonce = sent["nonce"]?.stringValue, let own = state.step(id).nonce, nonce.utf8.elementsEqual(own.utf8)
        else { continue }
        hosts[id] = sent["host"]?.stringValue ?? "another host"
      }
    }
    return hosts
  }

  /// What a run waits for, and what those outside wait for.
  private static func waits(_ summary: RunSummary, _ context: Context) -> String {
    let message = summary.message.map { ClockText.message($0, WallTime(nanoseconds: context.now)) }
    return [summary.shownWaitsFor.isEmpty ? nil : summary.shownWaitsFor, message].compactMap(\.self).joined(separator: "; ")
  }
}
