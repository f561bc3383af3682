import RunbookBase
import Runbooks

/// `runbook doctor`: whether this machine could run the estate's procedures tonight; looks, and changes nothing.
enum DoctorCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let scene = try DoctorScene(arguments, context)
    if let words = scene.announcement { context.tell([words]) }
    let report = DoctorReport(
      estate: scene.estateName, summary: (try? scene.estate.get())?.summary, now: WallTime(nanoseconds: context.now),
      points: scene.points(), excepted: Set(arguments.values("except")))
    // What an estate that cannot be read would have had is not known.
    if case .success = scene.estate { try report.refuseStrangers(isProbing: arguments.flag("probe")) }
    context.put(arguments.flag("json") ? report.json.pretty : report.text(width: context.width, style: context.style))
    return report.isReady ? .success : .preconditionNotMet
  }
}

/// All points of one look, and what they come to.
struct DoctorReport {
  let estate: String
  let summary: String?
  let now: WallTime
  let points: [DoctorPoint]
  /// Ids of points that somebody has decided to live with.
  let excepted: Set<String>

  /// What was not found to be ok, and was not excepted.
  var open: [DoctorPoint] { points.filter { $0.verdict != .ok && !excepted.contains($0.id) } }
  var isReady: Bool { open.isEmpty }

  /// Points that come and go: with a terminal, with --probe, with the runs of the day.
  private static let passing = ["locale", "run-", "log-"]

  /// Refuses an excepted id that no point bears: a slip there would go unnoticed until the point is in the way.
  ///
  /// - Throws: `usage`, naming what is near.
  func refuseStrangers(isProbing: Bool) throws(Problem) {
    let passing = Self.passing + (isProbing ? [] : ["look"])
    for id in excepted.sorted() where !points.contains(where: { $0.id.utf8.elementsEqual(id.utf8) }) {
      guard !passing.contains(where: { id.utf8.starts(with: $0.utf8) }) else { continue }
      let near = Suggestion.closest(to: id, among: points.map(\.id))
      throw Problem(
        .usage, "no point of doctor is named “\(TerminalText.escapedLine(id))”",
        hint: near.map { "did you mean --except \($0)?" } ?? "see the ids: \(Program.name) doctor --json")
    }
  }

  /// The report for programs.
  var json: JSON {
    [
      "estate": .string(estate), "asOf": .string(now.text(.seconds)), "ready": .bool(isReady),
      "points": .array(
        points.map { point in
          var json = point.json
          json["excepted"] = .bool(excepted.contains(point.id))
          return json
        }),
    ]
  }

  /// The report for people.
  func text(width: Int?, style: Style) -> String {
    var lines = Wrap.lines(
      "\(style(.heading, "\(Program.name) doctor")) on \(estate)" + (summary.map { " (\($0))" } ?? "") + ", \(now)", width: width,
      hanging: 2)
    for area in DoctorPoint.Area.allCases {
      let mine = points.filter { $0.area == area }
      guard !mine.isEmpty else { continue }
      lines += ["", style(.heading, area.rawValue)]
      for point in mine {
        let what = "\(Visible.text(point.title)): \(Visible.text(point.observed))\(point.neededBy)"
        lines += Wrap.labelled(style(role(point), word(point)), what, width: width, indent: 2, column: Self.column)
        if point.verdict != .ok, let remedy = point.remedy {
          lines += Wrap.lines("→ \(Visible.text(remedy))", width: width, indent: Self.column + 2, hanging: 2)
        }
      }
    }
    let counts = [
      (DoctorPoint.Verdict.problem, "problem"), (.unknown, "unknown"),
    ].compactMap { verdict, word -> String? in
      let count = open.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(word)\(count == 1 || verdict == .unknown ? "" : "s")"
    }
    let spared = points.count { $0.verdict != .ok && excepted.contains($0.id) }
    let tail = spared == 0 ? "" : ", \(spared) excepted"
    let verdict = isReady ? style(.ok, "ready") : style(.danger, "not ready") + ": " + counts.joined(separator: ", ")
    return (lines + ["", "\(verdict)\(tail); \(points.count { $0.verdict == .ok }) ok"]).joined(separator: "\n")
  }

  private static let column = 9

  private func word(_ point: DoctorPoint) -> String {
    point.verdict != .ok && excepted.contains(point.id) ? "excepted" : point.verdict.rawValue
  }

  private func role(_ point: DoctorPoint) -> Style.Role {
    switch point.verdict {
    case .ok: .ok
    case .unknown: .warning
    case .problem: excepted.contains(point.id) ? .warning : .danger
    }
  }
}
