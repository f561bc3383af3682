import RunbookBase

/// Draws a ``TimelinePicture`` in letters, for a terminal.
struct TimelineText {
  private let picture: TimelinePicture
  private let label = 34
  private let width = 60

  init(_ picture: TimelinePicture) { self.picture = picture }

  var text: String {
    let lines = [axis()] + (picture.pins.isEmpty ? [] : [pins()]) + picture.rows.map(row)
    return lines.map { Markup.trimmed($0) }.joined(separator: "\n")
  }

  private func axis() -> String {
    var cells = [String](repeating: " ", count: width + 8)
    var free = 0
    for tick in picture.axis.ticks(start: picture.ticksAt, count: 6, letter: 1 / Double(width)) {
      let at = column(tick.at)
      guard at >= free, at + tick.label.utf8.count <= cells.count else { continue }
      for (offset, byte) in tick.label.utf8.enumerated() { cells[at + offset] = String(decoding: [byte], as: UTF8.self) }
      free = at + tick.label.utf8.count + 1
    }
    for segment in picture.axis.segments where segment.isFolded {
      cells[min(width - 1, Int((segment.x0 + segment.x1) / 2 * Double(width)))] = "⫽"
    }
    return padded("UTC", to: label) + cells.joined()
  }

  private func pins() -> String {
    var cells = [String](repeating: " ", count: width)
    for pin in picture.pins { cells[column(pin.mark.at)] = pin.number < 10 ? "\(pin.number)" : "+" }
    return padded("remarks", to: label) + cells.joined()
  }

  private func row(_ row: TimelinePicture.Row) -> String {
    var cells = [String](repeating: " ", count: width)
    for span in row.spans.sorted(by: { $0.from < $1.from }) {
      let (from, to) = (column(span.from), column(span.to))
      for index in from...max(from, to) { cells[index] = letter(span.kind) }
      if span.kind == .failed || span.kind == .refused { cells[max(from, to)] = "✕" }
    }
    if let mark = row.mark { cells[column(mark.at)] = "◆" }
    let took = (row.spans.map(\.to).max() ?? 0) - (row.spans.map(\.from).min() ?? 0)
    let remark = row.mark?.words ?? RunReport.duration(took)
    return padded(Markup.clipped("\(row.number) \(row.title)", label - 2), to: label) + cells.joined() + "  " + Markup.visible(remark)
  }

  private func letter(_ kind: RunStory.Span.Kind) -> String {
    switch kind {
    case .worked, .failed: "█"
    case .waited, .refused, .open: "░"
    case .doubt: "?"
    }
  }

  private func column(_ elapsed: Int64) -> Int { min(width - 1, Int(picture.axis.x(elapsed) * Double(width))) }

  private func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - Markup.columns(text)))
  }
}
