import RunbookBase
import RunbookJournal

/// A report as Markdown: readable as it stands in a terminal, and as a page where Markdown is drawn.
struct MarkdownReport {
  private let report: RunReport

  init(_ report: RunReport) { self.report = report }

  var text: String {
    var lines = ["# \(Markup.markdown(report.title)): \(Markup.markdown(report.outcome.words))", ""]
    lines += ["Run `\(report.input.run.text)`, \(report.modeWords), head `\(report.input.state.fingerprint)`.", "", "## What happened", ""]
    lines += report.summary.enumerated().map { "\($0.offset + 1). \(Markup.markdown($0.element))" }
    let tables = report.tables
    lines += section(tables[0]) + shares() + timeline()
    for table in tables[1...4] { lines += section(table) }
    if let table = report.messageTable { lines += section(table) }
    lines += followUps() + section(tables[5]) + section(tables[6]) + section(tables[7]) + proof()
    return lines.joined(separator: "\n") + "\n"
  }

  private func shares() -> [String] {
    let shares = report.shares
    return [
      "",
      "Machines worked \(RunReport.duration(shares.machine)), people’s answers took \(RunReport.duration(shares.people)), "
        + "paused or interrupted \(RunReport.duration(shares.halted)).",
    ]
  }

  private func section(_ table: ReportTable) -> [String] {
    var lines = ["", "## \(table.title)", ""]
    guard !table.rows.isEmpty else { return lines + [table.empty] }
    let rows = [table.columns.map(\.header)] + table.rows.map { $0.map { Markup.markdown($0.text) } }
    let widths = table.columns.indices.map { column in min(40, rows.map { Markup.columns($0[column]) }.max() ?? 0) }
    func line(_ cells: [String]) -> String {
      "| " + zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - Markup.columns($0))) }.joined(separator: " | ") + " |"
    }
    lines += [line(rows[0]), "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"]
    return lines + rows.dropFirst().map(line)
  }

  /// The picture in letters: one row per step.
  private func timeline() -> [String] {
    let picture = TimelinePicture(report)
    var lines = ["", "## Timeline", ""]
    guard !picture.rows.isEmpty else { return lines + ["Nothing was started."] }
    lines += [
      "```text", TimelineText(picture).text, "```", "",
      "`█` worked · `✕` failed or declined · `░` waited for a person · `?` in doubt · `◆` exception · `⫽` folded",
    ]
    for pin in picture.pins {
      let about = pin.mark.about.map { "about \(report.clock($0))" } ?? report.clock(pin.mark.at)
      if pin.number == 1 { lines.append("") }
      lines.append("\(pin.number). \(Markup.markdown(pin.mark.words)) (\(about), \(Markup.markdown(pin.mark.by)))")
    }
    if !report.input.waitingNotes.isEmpty {
      lines += ["", "Not in the log yet:", ""] + report.input.waitingNotes.map { "- \(Markup.markdown($0))" }
    }
    return lines
  }

  private func followUps() -> [String] {
    guard !report.followUps.isEmpty else { return ["", "## Follow-ups", "", "None."] }
    return ["", "## Follow-ups", "", "Due within 48 hours of the end: by \(report.due.text(.seconds)).", ""]
      + report.followUps.map { item in
        "- [ ] \(Markup.markdown(item.text)) (\(item.step.map { "step \(Markup.markdown($0)), " } ?? "")\(item.cause.rawValue))"
      }
  }

  private func proof() -> [String] {
    let check = "\(report.input.program) verify \(report.input.run.text)"
    return ["", "## Proof", ""] + report.proofs.map { "- \($0.subject): \(Markup.markdown($0.finding))" }
      + ["", "Check it against the log itself: `\(check)`. Report made \(report.input.now.text(.seconds))."]
  }
}
