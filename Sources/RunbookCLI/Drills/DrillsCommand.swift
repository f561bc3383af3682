import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem
import Runbooks

/// `runbook drills`: every drill with its RTO, RPO and manual steps, and whether the next ones are due (seed §4.3, §4.4).
enum DrillsCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let (trend, damaged) = try trend(arguments, context)
    if arguments.flag("json") {
      var json = trend.json
      json["damaged"] = JSON(damaged)
      context.put(json.pretty)
    } else {
      context.put(text(trend, context))
    }
    context.tell(damaged.map { "damaged: \($0)" })
    guard damaged.isEmpty else { return .auditLogDamaged }
    return arguments.flag("due") && trend.needsAttention ? .stepFailed : .success
  }

  /// `runbook report --drills`: the same as a document.
  static func report(_ format: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> (
    text: String, damaged: [String]
  ) {
    let (trend, damaged) = try trend(arguments, context)
    switch format {
    case "html": return (trend.html, damaged)
    case "json": return (trend.json.pretty + "\n", damaged)
    default: return (trend.markdown, damaged)
    }
  }

  /// The runs of the state folder are the truth; the drill log speaks for runs that are not there.
  static func trend(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> (trend: DrillTrend, damaged: [String]) {
    let estate = arguments.value("estate") ?? context.environment["RUNBOOK_ESTATE"] ?? context.registry.estates.first?.name ?? ""
    let cadences = context.registry.runbooks.compactMap { entry in
      entry.cadence.map { (runbook: entry.name, every: Int64($0.wholeSeconds)) }
    }
    var runs: [DrillRecord] = []
    var damaged: [String] = []
    let path = context.statePath(arguments)
    if Files.exists(path) {
      let directory = try StateDirectory.existing(path)
      for id in try directory.runs() where cadences.contains(where: { $0.runbook == id.runbook }) {
        do throws(Problem) {
          let report = try CurrentRun.report(directory.folder(id), context)
          if report.input.state.genesis?.mode == .drill { runs.append(DrillRecord(report)) }
        } catch { damaged.append("\(id): \(error.summary)") }
      }
    }
    let entries = arguments.value("log").map(DrillLogCommand.entries) ?? []
    let trend = DrillTrend(
      runs: runs, entries: entries, cadences: cadences, estate: estate, now: WallTime(nanoseconds: context.now), program: Program.name)
    return (trend, damaged)
  }

  private static func text(_ trend: DrillTrend, _ context: Context) -> String {
    var schedule = Table([.init("due", isKept: true), .init("state"), .init("when")])
    for item in trend.schedules { schedule.add([item.runbook, state(item.state, context.style), item.words(now: trend.now)]) }
    guard !trend.drills.isEmpty else {
      return schedule.render(width: context.width, style: context.style) + "\n\nno drill of \(trend.estate) yet"
    }
    let titles = ["drill", "began", "result", "RTO", "RPO", "manual", "checks", "backup set", "remarks"]
    var table = Table(titles.enumerated().map { Table.Column($0.element, isKept: $0.offset < 2) })
    for drill in trend.drills {
      var cells = DrillTrend.cells(drill)
      cells[2] = context.style(drill.outcome == .passed ? .ok : drill.outcome == .running ? .dim : .danger, cells[2])
      table.add(cells)
    }
    let changes = trend.changes.isEmpty ? "" : "\n\n" + trend.changes.joined(separator: "\n")
    return schedule.render(width: context.width, style: context.style) + "\n\n" + table.render(width: context.width, style: context.style)
      + changes
  }

  private static func state(_ state: DrillSchedule.State, _ style: Style) -> String {
    style(state == .current ? .ok : .danger, state.rawValue)
  }
}
