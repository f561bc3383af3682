package import RunbookBase

/// Every drill of an estate and whether the next ones are due: told as text, JSON, Markdown or HTML.
package struct DrillTrend: Hashable, Sendable {
  /// Oldest first.
  package let drills: [DrillRecord]
  package let schedules: [DrillSchedule]
  package let estate: String
  package let now: WallTime
  /// The name that the program is called by.
  package let program: String

  /// A trend.
  ///
  /// - Parameters:
  ///   - runs: the drills whose runs are there.
  ///   - entries: the entries of the drill log; a run that is there wins over its entry.
  ///   - cadences: the runbooks that are due again and again, and how often in seconds.
  package init(
    runs: [DrillRecord], entries: [DrillRecord], cadences: [(runbook: String, every: Int64)], estate: String, now: WallTime,
    program: String
  ) {
    let known = Set(runs.map(\.run))
    let all = (runs + entries.filter { !known.contains($0.run) }).filter { record in
      record.estate.utf8.elementsEqual(estate.utf8) && cadences.contains { $0.runbook.utf8.elementsEqual(record.runbook.utf8) }
    }
    let drills = all.sorted { ($0.began, $0.run) < ($1.began, $1.run) }
    self.drills = drills
    schedules = cadences.map { DrillSchedule($0.runbook, every: $0.every, drills, now: now) }
    self.estate = estate
    self.now = now
    self.program = program
  }

  /// Whether something is overdue, failed or did not report.
  package var needsAttention: Bool { schedules.contains { $0.state != .current } }

  /// The trend for programs.
  package var json: JSON {
    [
      "estate": .string(estate), "asOf": .string(now.text(.seconds)), "needsAttention": .bool(needsAttention),
      "schedule": .array(schedules.map(\.json)), "drills": .array(drills.map(\.json)),
    ]
  }

  /// The cells of the table, the same in every format.
  package static let columns = ["Drill", "Began", "Result", "RTO", "RPO", "Manual steps", "Checks", "Backup set", "Remarks"]

  /// A drill's cells under ``columns``.
  package static func cells(_ drill: DrillRecord) -> [String] {
    [
      drill.runbook, drill.began.text(.seconds), drill.outcome.words, drill.rto.map(RunReport.duration) ?? "none",
      drill.rpo.map(RunReport.duration) ?? "not known", String(drill.manualSteps), "\(drill.passedChecks) of \(drill.checks.count)",
      drill.backupSet ?? "", remarks(drill),
    ]
  }

  private static func remarks(_ drill: DrillRecord) -> String {
    var parts = drill.checks.filter { !$0.passed }.map { "\($0.title): \($0.value)" }
    if let target = drill.rto, let limit = drill.rtoTarget, target / 1_000_000_000 > limit { parts.append("RTO missed") }
    if drill.heartbeat == "not-told" { parts.append("the heartbeat monitor was not reached") }
    return parts.joined(separator: "; ")
  }

  /// What changed from the drill before, in a sentence for each runbook.
  package var changes: [String] {
    schedules.compactMap { schedule in
      let measured = drills.filter { $0.runbook.utf8.elementsEqual(schedule.runbook.utf8) && $0.rto != nil }
      guard measured.count > 1, let last = measured.last else { return nil }
      let before = measured[measured.count - 2]
      let rto = "RTO \(Self.change(before.rto, last.rto))"
      let rpo = "RPO \(Self.change(before.rpo, last.rpo))"
      let hands =
        last.manualSteps == before.manualSteps
        ? "manual steps as before (\(last.manualSteps))" : "manual steps \(before.manualSteps) → \(last.manualSteps)"
      return "\(schedule.runbook), against the one before: \(rto), \(rpo), \(hands)."
    }
  }

  private static func change(_ before: Int64?, _ now: Int64?) -> String {
    guard let before, let now else { return "not comparable" }
    return before == now ? "as before (\(RunReport.duration(now)))" : "\(RunReport.duration(before)) → \(RunReport.duration(now))"
  }
}
