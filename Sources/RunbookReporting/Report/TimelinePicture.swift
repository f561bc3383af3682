import RunbookBase

/// What the picture of a run shows, before anybody draws it: one row per step, all on one time axis.
struct TimelinePicture {
  struct Row {
    var number: String
    var title: String
    var status: String
    var spans: [RunStory.Span]
    var mark: Mark?
  }

  /// Something that happened to a step at one moment, such as being left out.
  struct Mark {
    var at: Int64
    var words: String
  }

  /// A numbered pin above the rows.
  struct Pin {
    var number: Int
    var mark: RunStory.Mark
  }

  let rows: [Row]
  let pins: [Pin]
  let halts: [RunStory.Halt]
  let axis: TimeAxis
  let ticksAt: WallTime

  /// More rows than this are folded where nothing remarkable happened.
  static let rowLimit = 60

  init(_ report: RunReport) {
    let spans = Dictionary(grouping: report.story.spans, by: \.step)
    var overrides: [String: Mark] = [:]
    for word in report.story.words {
      if let step = word.step, word.isException { overrides[step] = Mark(at: word.at, words: word.answer) }
    }
    var rows: [Row] = []
    for step in report.steps {
      let row = Row(
        number: step.number, title: step.title, status: step.status, spans: spans[step.id] ?? [], mark: overrides[step.id])
      if !row.spans.isEmpty || row.mark != nil { rows.append(row) }
    }
    self.rows = rows.count > Self.rowLimit ? Self.folded(rows) : rows
    pins = report.story.marks.filter { $0.kind != .ending }.sorted { ($0.at, $0.seq) < ($1.at, $1.seq) }.enumerated()
      .map { Pin(number: $0.offset + 1, mark: $0.element) }
    halts = report.story.halts
    axis = TimeAxis(total: report.time.total, spans: report.story.spans, halts: report.story.halts)
    ticksAt = report.began
  }

  /// Runs of steps that were simply done become one row.
  private static func folded(_ rows: [Row]) -> [Row] {
    var result: [Row] = []
    var plain: [Row] = []
    func flush() {
      if plain.count < 3 {
        result += plain
      } else if let first = plain.first, let last = plain.last {
        let spans = plain.flatMap(\.spans)
        let span = RunStory.Span(
          step: "", from: spans.map(\.from).min() ?? 0, to: spans.map(\.to).max() ?? 0, kind: .worked, attempt: 1)
        result.append(
          Row(
            number: "\(first.number)–\(last.number)", title: "\(plain.count) steps, each done at once", status: "done", spans: [span],
            mark: nil))
      }
      plain = []
    }
    for row in rows {
      if row.spans.count == 1, row.spans[0].kind == .worked, row.mark == nil {
        plain.append(row)
      } else {
        flush()
        result.append(row)
      }
    }
    flush()
    return result
  }

  /// The picture in one sentence, for those who do not see it.
  var description: String {
    let waits = rows.flatMap(\.spans).count { $0.kind == .waited || $0.kind == .refused }
    let failures = rows.flatMap(\.spans).count { $0.kind == .failed }
    return "\(RunReport.count(rows.count, "row")) of steps on one time axis, \(RunReport.count(waits, "wait")) for people, "
      + "\(RunReport.count(failures, "failed attempt")), \(RunReport.count(halts.count, "standstill")), \(RunReport.count(pins.count, "remark")). "
      + "The table “Every step” says the same in words."
  }
}
