import RunbookBase

extension DrillTrend {
  /// The trend as Markdown.
  package var markdown: String {
    var lines = ["# Drills on \(Markup.markdown(estate))", ""]
    lines += schedules.map { "- **\(Markup.markdown($0.runbook))** \($0.state.rawValue): \(Markup.markdown($0.words(now: now)))" }
    lines += [""] + changes.map { "\(Markup.markdown($0))  " }
    lines += ["", "| " + Self.columns.joined(separator: " | ") + " |", "|" + Self.columns.map { _ in "---|" }.joined()]
    lines += drills.map { "| " + Self.cells($0).map(Markup.markdown).joined(separator: " | ") + " |" }
    if drills.isEmpty { lines.append("| none | | | | | | | | |") }
    return (lines + ["", "A drill that did not report counts as failed. Made \(now.text(.seconds)).", ""]).joined(separator: "\n")
  }
}

extension DrillRecord {
  /// The entry of the drill log for people (seed §4.4): date, operator, backup set, duration, point, every check, anomalies, follow-ups.
  package var entry: String {
    let facts: [(String, String)] = [
      ("Run", run), ("Date", began.text(.seconds)), ("Estate", estate), ("Operator", operatorName),
      ("Backup set", backupSet ?? "not known"),
      ("Restore duration (RTO)", (rto.map(RunReport.duration) ?? "none") + Self.target(rtoTarget)),
      ("Recovered point", recoveredTo ?? "not known"),
      ("Data loss (RPO)", (rpo.map(RunReport.duration) ?? "not known") + Self.target(rpoTarget)), ("Manual steps", String(manualSteps)),
    ]
    var lines = ["# \(Markup.markdown(runbook)) \(began.text(.seconds)): \(outcome.rawValue)", ""]
    lines += facts.map { "- \($0.0): \(Markup.markdown($0.1))" }
    lines += ["", "## Checks", "", "| Check | Observed | Passes when it | Verdict |", "|---|---|---|---|"]
    lines += checks.map {
      "| \(Markup.markdown($0.title)) | \(Markup.markdown($0.value)) | \(Markup.markdown($0.criterion)) | \($0.passed ? "passed" : "NOT PASSED") |"
    }
    for (title, items) in [("Anomalies", anomalies), ("Follow-ups", followUps)] {
      lines += ["", "## \(title)", ""] + (items.isEmpty ? ["None."] : items.map { "- \(Markup.markdown($0))" })
    }
    return (lines + [""]).joined(separator: "\n")
  }

  private static func target(_ seconds: Int64?) -> String {
    seconds.map { ", target \(RunReport.duration($0 * 1_000_000_000))" } ?? ""
  }
}
