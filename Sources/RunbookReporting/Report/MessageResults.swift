package import RunbookBase
package import RunbookJournal

/// What those outside were told, against when they should have been (seed §6.3).
package struct MessageResults: Sendable {
  /// One message, or one that was never posted.
  package struct Line: Hashable, Sendable {
    /// When it should have been out; nil where no impact was declared.
    package let due: WallTime?
    package let message: StatusMessage?
    /// How late it was or is, in nanoseconds; zero when it was in time.
    package let late: Int64
  }

  package let lines: [Line]
  /// Whether somebody said that it is over.
  package let isResolved: Bool

  init(_ input: ReportInput, ended: WallTime) {
    let state = input.state
    let end = state.outcome == nil ? max(input.now, ended) : ended
    var due = state.impact.map { $0.adding(nanoseconds: MessageClock.first) }
    var lines: [Line] = []
    for message in state.messages {
      lines.append(Line(due: due, message: message, late: due.map { max(0, message.at.nanoseconds(since: $0)) } ?? 0))
      if message.isOut, state.impact != nil { due = message.at.adding(nanoseconds: MessageClock.interval) }
    }
    isResolved = state.messages.contains { $0.isOut && $0.stage == .resolved }
    if let due, due < end, !isResolved, state.genesis?.mode == .real {
      lines.append(Line(due: due, message: nil, late: end.nanoseconds(since: due)))
    }
    self.lines = lines
  }
}

extension RunReport {
  /// The messages as a table; nil where there were none and none was owed.
  var messageTable: ReportTable? {
    guard !messages.lines.isEmpty else { return nil }
    return ReportTable(
      title: "Messages to those outside", caption: "What was said, by whom and how, and whether it was in time",
      columns: [.short("Due"), .short("Posted"), .word("What"), .long("Text"), .long("By"), .word("Verdict")],
      rows: messages.lines.map { line in
        let message = line.message
        let ways = message.map { $0.deliveries.isEmpty ? ["by hand"] : $0.deliveries.map(Self.way) } ?? []
        let verdict: ReportTable.Cell =
          line.late > 0 ? .init("✕ \(Self.duration(line.late)) late", .bad) : line.due == nil ? .init("") : .init("✓ in time", .good)
        let isLost = message?.isOut == false
        return [
          .init(line.due.map(clock) ?? ""), .init(message.map { clock($0.at) } ?? "never", message == nil ? .bad : .plain),
          .init(message?.stage.rawValue ?? ""), .init(message?.text ?? ""),
          .init((ways + [message.map { Self.person($0.person) }].compactMap(\.self)).joined(separator: "; ")),
          isLost ? .init("✕ not out", .bad) : verdict,
        ]
      }, empty: "")
  }

  private static func way(_ delivery: StatusMessage.Delivery) -> String {
    delivery.channel + (delivery.failure.map { ": failed, \($0)" } ?? "")
  }
}
