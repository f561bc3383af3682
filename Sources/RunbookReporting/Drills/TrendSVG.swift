import RunbookBase

/// Draws the drills as three small charts, one under the other: RTO, RPO and manual steps, one column for each drill.
///
/// Runbooks are told apart by the shape of their points and the dashes of their lines, outcomes by a sign; colour only helps.
struct TrendSVG {
  /// How the picture is laid out.
  enum Layout: String {
    case wide
    /// For a telephone: the newest ten drills.
    case narrow
  }

  /// One chart: what it shows and how a value is said.
  private struct Panel {
    let title: String
    let values: [Int64?]
    /// The objective, in the unit of the values.
    let target: Int64?
    let say: (Int64) -> String
  }

  private let drills: [DrillRecord]
  private let runbooks: [String]
  private let layout: Layout
  private let viewWidth: Double
  private let left = 62.0
  private let right = 16.0
  private let panelHeight = 118.0
  private let strip = 34.0
  private var height: Double { strip + Double(panels.count) * panelHeight + 26 }

  init(_ trend: DrillTrend, _ layout: Layout) {
    self.layout = layout
    drills = layout == .wide ? Array(trend.drills.suffix(40)) : Array(trend.drills.suffix(10))
    runbooks = trend.schedules.map(\.runbook)
    viewWidth = layout == .wide ? 820 : 360
  }

  private var panels: [Panel] {
    [
      Panel(
        title: "Time to recover (RTO)", values: drills.map(\.rto), target: drills.compactMap(\.rtoTarget).last.map { $0 * 1_000_000_000 }
      ) {
        RunReport.duration($0)
      },
      Panel(title: "Data loss (RPO)", values: drills.map(\.rpo), target: drills.compactMap(\.rpoTarget).last.map { $0 * 1_000_000_000 }) {
        RunReport.duration($0)
      },
      Panel(title: "Steps that needed a person", values: drills.map { $0.outcome == .running ? nil : Int64($0.manualSteps) }, target: nil) {
        String($0)
      },
    ]
  }

  var text: String {
    var lines = [
      #"<svg class="timeline trend \#(layout.rawValue)" viewBox="0 0 \#(number(viewWidth)) \#(number(height))" role="img" aria-labelledby="\#(id("title")) \#(id("desc"))">"#,
      #"<title id="\#(id("title"))">Trend over the drills</title>"#,
      #"<desc id="\#(id("desc"))">\#(Markup.html(description))</desc>"#,
    ]
    lines += outcomes()
    for (index, panel) in panels.enumerated() { lines += draw(panel, at: strip + Double(index) * panelHeight, name: index) }
    return (lines + dates() + ["</svg>"]).joined(separator: "\n")
  }

  /// What the picture shows, for those who do not see it.
  private var description: String {
    drills.map { drill in
      "\(drill.began.text(.seconds).prefix(10)) \(drill.runbook) \(drill.outcome.words): RTO \(drill.rto.map(RunReport.duration) ?? "none"), "
        + "RPO \(drill.rpo.map(RunReport.duration) ?? "not known"), \(drill.manualSteps) manual"
    }.joined(separator: "; ")
  }

  /// The row of signs above the charts.
  private func outcomes() -> [String] {
    var lines = [#"<text class="tick" x="4" y="20">Result</text>"#]
    for (index, drill) in drills.enumerated() {
      lines.append(
        #"<text class="sign \#(Self.tone(drill.outcome))" x="\#(number(x(index)))" y="20" text-anchor="middle">\#(Self.sign(drill.outcome))<title>\#(title(drill))</title></text>"#
      )
    }
    return lines
  }

  static func sign(_ outcome: DrillRecord.Outcome) -> String {
    switch outcome {
    case .passed: "✓"
    case .failed: "✕"
    case .silent: "?"
    case .running: "…"
    }
  }

  static func tone(_ outcome: DrillRecord.Outcome) -> String {
    switch outcome {
    case .passed: "waited"
    case .failed, .silent: "failed"
    case .running: "open"
    }
  }

  private func draw(_ panel: Panel, at top: Double, name: Int) -> [String] {
    let (head, floor) = (top + 24, top + panelHeight - 14)
    let most = max(1, panel.values.compactMap { $0 }.max() ?? 1)
    // An objective far above everything measured would press the curve flat; then it is said in words alone.
    let isDrawn = panel.target.map { $0 <= most.multipliedReportingOverflow(by: 4).partialValue && $0 > 0 } ?? false
    let scale = max(most, isDrawn ? panel.target ?? 0 : 0)
    let y = { (value: Int64) in floor - Double(value) / Double(scale) * (floor - head) }
    let objective = panel.target.map { ", target \(panel.say($0))" } ?? ""
    var lines = [
      #"<text class="label" x="4" y="\#(number(top + 12))">\#(Markup.html(panel.title + objective))</text>"#,
      #"<line class="grid" x1="\#(number(left))" y1="\#(number(floor))" x2="\#(number(viewWidth - right))" y2="\#(number(floor))"/>"#,
      #"<line class="grid" x1="\#(number(left))" y1="\#(number(head))" x2="\#(number(viewWidth - right))" y2="\#(number(head))"/>"#,
      #"<text class="tick" x="\#(number(left - 6))" y="\#(number(floor + 3))" text-anchor="end">0</text>"#,
      #"<text class="tick" x="\#(number(left - 6))" y="\#(number(head + 3))" text-anchor="end">\#(panel.say(scale))</text>"#,
    ]
    if isDrawn, let target = panel.target {
      lines.append(
        #"<line class="target" x1="\#(number(left))" y1="\#(number(y(target)))" x2="\#(number(viewWidth - right))" y2="\#(number(y(target)))"/>"#
      )
    }
    for (kind, runbook) in runbooks.enumerated() { lines += series(panel, runbook, kind, y) }
    return lines
  }

  /// The points of one runbook, joined by a line, the newest one with its value.
  private func series(_ panel: Panel, _ runbook: String, _ kind: Int, _ y: (Int64) -> Double) -> [String] {
    let points = drills.indices.compactMap { index -> (index: Int, value: Int64)? in
      guard drills[index].runbook.utf8.elementsEqual(runbook.utf8), let value = panel.values[index] else { return nil }
      return (index, value)
    }
    guard let last = points.last else { return [] }
    let places = points.map { "\(number(x($0.index))),\(number(y($0.value)))" }.joined(separator: " ")
    var lines = points.count > 1 ? [#"<polyline class="series kind\#(kind)" points="\#(places)"/>"#] : []
    for point in points {
      let (atX, atY, drill) = (x(point.index), y(point.value), drills[point.index])
      let tone = drill.outcome == .passed ? "good" : "bad"
      let words = #"<title>\#(title(drill)): \#(Markup.html(panel.say(point.value)))</title>"#
      lines.append(
        kind == 0
          ? #"<circle class="point \#(tone)" cx="\#(number(atX))" cy="\#(number(atY))" r="4">\#(words)</circle>"#
          : #"<rect class="point \#(tone)" x="\#(number(atX - 4))" y="\#(number(atY - 4))" width="8" height="8">\#(words)</rect>"#)
    }
    let anchor = x(last.index) > viewWidth - 80 ? "end" : "middle"
    // Beside the point, not on it; above, unless there is no room.
    lines.append(
      #"<text class="remark" x="\#(number(x(last.index) + (anchor == "end" ? 4 : 0)))" y="\#(number(y(last.value) - 8))" text-anchor="\#(anchor)">\#(Markup.html(panel.say(last.value)))</text>"#
    )
    return lines
  }

  /// The days under the charts, as many as there is room for.
  private func dates() -> [String] {
    let room = Int((viewWidth - left - right) / 52)
    let every = max(1, (drills.count + room - 1) / max(1, room))
    return drills.indices.filter { (drills.count - 1 - $0) % every == 0 }.map { index in
      let day = drills[index].began.text(.seconds).prefix(10)
      return
        #"<text class="tick" x="\#(number(x(index)))" y="\#(number(height - 8))" text-anchor="middle">\#(layout == .wide ? String(day.dropFirst(2)) : String(day.dropFirst(5)))</text>"#
    }
  }

  private func title(_ drill: DrillRecord) -> String {
    Markup.html("\(drill.runbook) \(drill.began.text(.seconds)), \(drill.outcome.words)")
  }

  private func id(_ name: String) -> String { "d-\(layout.rawValue)-\(name)" }

  private func x(_ index: Int) -> Double {
    let (from, to) = (left + 26, viewWidth - right - 26)
    return drills.count < 2 ? (from + to) / 2 : from + Double(index) / Double(drills.count - 1) * (to - from)
  }

  /// Tenths are fine enough for a picture, and the same on every machine.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
