import RunbookBase
import RunbookJournal

/// A table of the report before it is HTML or Markdown.
struct ReportTable {
  /// A cell: text, and how it is told where colour is there to help.
  struct Cell {
    var text: String
    var tone: RunReport.Tone = .plain
    var isCode = false

    init(_ text: String, _ tone: RunReport.Tone = .plain, isCode: Bool = false) {
      self.text = text
      self.tone = tone
      self.isCode = isCode
    }
  }

  /// A column: its heading, and how it may be broken where there is little room.
  struct Column {
    enum Kind: String {
      /// Never broken: numbers and times.
      case short
      /// Broken between words.
      case word
      /// Broken between words and at hyphens alone: the program's own terms, of which none is long.
      case term
      /// Broken anywhere.
      case long
    }
    var header: String
    var kind: Kind
  }

  var title: String
  /// What the table holds, in one sentence.
  var caption: String
  var columns: [Column]
  var rows: [[Cell]]
  /// Said instead of a table without rows.
  var empty: String
}

extension RunReport {
  /// A time as people read it: the day only where it is not the run's first one, and the whole date outside of the run.
  func clock(_ elapsed: Int64) -> String { clock(time.wall(elapsed)) }

  func clock(_ wall: WallTime) -> String {
    let text = wall.text(.seconds)
    let isFirstDay = text.prefix(10) == began.text(.seconds).prefix(10)
    if isFirstDay { return String(text.dropFirst(11)) }
    return "\(text.prefix(10).dropFirst(wall < began || wall > ended ? 0 : 5)) \(text.dropFirst(11))"
  }

  /// All tables, in the order of the report.
  var tables: [ReportTable] {
    [objectiveTable, checkTable, wordTable, exceptionTable, obligationTable, notExecutedTable, stepTable, preconditionTable]
  }

  private var objectiveTable: ReportTable {
    func row(_ name: String, _ objective: Objective) -> [ReportTable.Cell] {
      let tone: Tone =
        switch objective.verdict {
        case .met: .good
        case .missed: .bad
        case .open, .unknown: .attention
        }
      let sign = tone == .good ? "✓ " : tone == .bad ? "✕ " : "! "
      return [
        .init(name), .init(objective.target.map { Self.duration($0 * 1_000_000_000) } ?? "none"),
        .init(objective.actual.map(Self.duration) ?? "none known"), .init(sign + Self.words(objective.verdict), tone),
        .init(objective.basis),
      ]
    }
    return ReportTable(
      title: "Actual against target", caption: "Time to recover and data lost, against what was promised",
      columns: [.word("Objective"), .short("Target"), .short("Actual"), .word("Verdict"), .long("Measured")],
      rows: [row("Time to recover (RTO)", objectives.rto), row("Data loss (RPO)", objectives.rpo)], empty: "")
  }

  private var checkTable: ReportTable {
    ReportTable(
      title: "Checks", caption: "Every check with the value that it observed and the value that it wanted",
      columns: [.short("Step"), .long("Check"), .long("Passes when it"), .long("Observed"), .word("Verdict"), .short("At")],
      rows: story.checks.map { check in
        [
          .init(name(check.step).number), .init(name(check.step).title), .init(check.criterion), .init(check.value, isCode: true),
          check.passed ? .init("✓ passed", .good) : .init("✕ not passed", .bad), .init(clock(check.at)),
        ]
      }, empty: "No check was made.")
  }

  private var wordTable: ReportTable {
    ReportTable(
      title: "Decisions and sign-offs",
      caption: "Every word of a person on which the run depended; the name is claimed, the login is what the system knew",
      columns: [
        .short("Step"), .long("Asked"), .word("Answer"), .word("Name"), .word("Login"), .term("Role"), .long("Why"), .short("At"),
        .short("Waited"),
      ],
      rows: story.words.map { word in
        let isNo = word.answer == GateAnswer.Decision.declined.rawValue || word.kind == .end
        let sign = isNo ? "✕ " : word.kind == .gate ? "✓ " : word.isException ? "! " : ""
        let tone: Tone = isNo ? .bad : word.isException ? .attention : word.kind == .gate ? .good : .plain
        let asked = word.asked.isEmpty ? word.step.map { name($0).title } ?? "" : word.asked
        return [
          .init(word.step.map { name($0).number } ?? ""), .init(asked),
          .init(sign + word.answer + (word.isSigned ? " (signed)" : ""), tone),
          .init(word.person.name), .init(word.person.login, isCode: true), .init(word.person.role ?? ""), .init(word.why),
          .init(clock(word.at)),
          .init(word.waited.map(Self.duration) ?? ""),
        ]
      }, empty: "Nobody was asked, and nobody overrode the plan.")
  }

  private var exceptionTable: ReportTable {
    var rows = story.words.filter(\.isException).map { word in
      (
        word.at,
        [
          ReportTable.Cell(word.step.map { name($0).number } ?? ""), .init(word.step.map { name($0).title } ?? ""),
          .init("! \(word.answer)", .attention),
          .init("\(word.why) (\(Self.person(word.person)))"), .init(clock(word.at)),
        ]
      )
    }
    rows += story.failures.map { failure in
      (
        failure.at,
        [
          ReportTable.Cell(name(failure.step).number), .init(name(failure.step).title), .init("✕ attempt \(failure.attempt) failed", .bad),
          .init(failure.reason), .init(clock(failure.at)),
        ]
      )
    }
    return ReportTable(
      title: "Exceptions and failures", caption: "Every deviation from the plan and every attempt that failed",
      columns: [.short("Step"), .long("Title"), .word("What"), .long("Why"), .short("At")],
      rows: rows.sorted { $0.0 < $1.0 }.map(\.1), empty: "None: every step went as planned at its first attempt.")
  }

  private var obligationTable: ReportTable {
    let obligations = input.state.obligations.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return ReportTable(
      title: "Obligations", caption: "What steps left owing and what became of it",
      columns: [.short("Owed by step"), .long("What"), .long("Status")],
      rows: obligations.map { obligation in
        let status: ReportTable.Cell =
          switch obligation.status {
          case .open: .init("✕ still open", .bad)
          case .closed: .init("✓ settled", .good)
          case .waived(let reason, let person): .init("! waived by \(Self.person(person)): \(reason)", .attention)
          }
        return [.init(name(obligation.step).number), .init(obligation.text), status]
      }, empty: "No step left anything owing.")
  }

  private var notExecutedTable: ReportTable {
    ReportTable(
      title: "Not executed", caption: "Every step of the plan for which nothing was done, and why",
      columns: [.short("Step"), .long("Title"), .long("Why")],
      rows: notExecuted.map { [.init($0.number), .init($0.title), .init($0.why)] },
      empty: input.plan == nil ? "The plan cannot be read, so this is not known." : "Every step of the plan was executed.")
  }

  private var stepTable: ReportTable {
    ReportTable(
      title: "Every step", caption: "Every step that something happened to, with its times",
      columns: [.short("Step"), .long("Title"), .word("Status"), .short("From"), .short("Took"), .short("Estimate"), .short("Attempts")],
      rows: steps.map { step in
        let sign = step.tone == .good ? "✓ " : step.tone == .bad ? "✕ " : "! "
        var took = ""
        if let from = step.from, let to = step.to { took = Self.duration(to - from) }
        return [
          .init(step.number), .init(step.title), .init(sign + step.status, step.tone), .init(step.from.map(clock) ?? ""), .init(took),
          .init(step.estimate.map { Self.duration($0 * 1_000_000_000) } ?? ""), .init(step.attempts > 0 ? "\(step.attempts)" : ""),
        ]
      }, empty: "Nothing was started.")
  }

  private var preconditionTable: ReportTable {
    ReportTable(
      title: "Preconditions", caption: "What was probed before anything was changed",
      columns: [.long("Precondition"), .word("Verdict"), .long("Observed")],
      rows: programs
        + story.preconditions.filter { !isFoundProgram($0) }.map { precondition in
          let verdict: ReportTable.Cell =
            switch precondition.verdict {
            case .met: .init("✓ met", .good)
            case .notMet: .init("✕ not met", .bad)
            case .unknown: .init("? unknown", .attention)
            }
          return [.init(precondition.id, isCode: true), verdict, .init(precondition.observed, isCode: true)]
        }, empty: "The plan has none.")
  }

  /// One row for all programs that were found; each for itself would bury the rest.
  private var programs: [[ReportTable.Cell]] {
    let found = story.preconditions.filter(isFoundProgram)
    guard !found.isEmpty else { return [] }
    return [[.init("programs"), .init("✓ met", .good), .init(found.map(\.observed).joined(separator: ", "), isCode: true)]]
  }

  private func isFoundProgram(_ precondition: Precondition) -> Bool {
    precondition.verdict == .met && precondition.id.hasPrefix("program-")
  }
}

extension ReportTable.Column {
  static func short(_ header: String) -> Self { Self(header: header, kind: .short) }
  static func word(_ header: String) -> Self { Self(header: header, kind: .word) }
  static func term(_ header: String) -> Self { Self(header: header, kind: .term) }
  static func long(_ header: String) -> Self { Self(header: header, kind: .long) }
}
