import RunbookBase
import RunbookJournal

extension RunReport {
  /// What happened, in five lines.
  package var summary: [String] {
    [what, howItEnded, whatWasDone, howLong, whatIsLeft]
  }

  /// The last two lines of it, for those who were there: the times against the targets, and what is left to do.
  package var closing: [String] { [howLong, whatIsLeft] }

  private var what: String {
    let genesis = input.state.genesis
    let section = input.plan.map { $0.section.isEmpty ? "" : " (\($0.section))" } ?? ""
    return "\(title)\(section): a \(modeWords) on the estate \(genesis?.estate ?? "?"), begun \(began.text(.seconds)) by "
      + "\(operatorName)."
  }

  private var howItEnded: String {
    let at = ended.text(.seconds)
    switch input.state.status {
    case .completed: return "It was completed at \(at), with no exception."
    case .completedWithExceptions:
      return "It was completed at \(at), with \(Self.count(input.state.exceptions, "exception")) that a person decided on."
    case .declined:
      let word = story.words.last { $0.kind == .gate }
      return "It was declined at \(at)\(word.map { " by \(Self.person($0.person)): \($0.why)" } ?? "")."
    case .aborted:
      let word = story.words.last { $0.kind == .end }
      return "It was aborted at \(at)\(word.map { " by \(Self.person($0.person)): \($0.why)" } ?? "")."
    case .paused, .running: return "It is not over: \(outcome.words), last record \(at)."
    }
  }

  private var whatWasDone: String {
    let done = steps.count { $0.tone == .good }
    let passed = Set(story.checks.filter(\.passed).map(\.step)).subtracting(failedChecks)
    let checked = Set(story.checks.map(\.step))
    var parts = ["\(Self.count(done, "step")) done"]
    if !notExecuted.isEmpty { parts.append("\(notExecuted.count) not executed") }
    parts.append(story.failures.isEmpty ? "no failed attempt" : Self.count(story.failures.count, "failed attempt"))
    parts.append(checked.isEmpty ? "no check was made" : "\(passed.count) of \(Self.count(checked.count, "check")) passed")
    let gates = story.words.filter { $0.kind == .gate }
    let approved = gates.filter { $0.answer == GateAnswer.Decision.approved.rawValue }
    parts.append(gates.isEmpty ? "no sign-off was asked" : "\(approved.count) of \(Self.count(gates.count, "sign-off")) given")
    return parts.joined(separator: ", ") + "."
  }

  /// The checks whose last observation did not pass.
  var failedChecks: Set<String> {
    var last: [String: Bool] = [:]
    for check in story.checks { last[check.step] = check.passed }
    return Set(last.filter { !$0.value }.keys)
  }

  private var howLong: String {
    let rto = objectives.rto
    let target = rto.target.map { " against a target of \(Self.duration($0 * 1_000_000_000))" } ?? ""
    let result =
      rto.actual.map { "Time to recover: \(Self.duration($0))\(target), \(Self.words(rto.verdict))" }
      ?? "Nothing was recovered: \(rto.basis)"
    return "\(result); the run itself took "
      + "\(Self.duration(shares.total)): \(Self.duration(shares.machine)) machines, \(Self.duration(shares.people)) waiting for people, "
      + "\(Self.duration(shares.halted)) standing still."
  }

  private var whatIsLeft: String {
    let rpo = objectives.rpo
    let lost = rpo.actual.map { "Data loss: \(Self.duration($0)), \(Self.words(rpo.verdict))" } ?? "Data loss: not known, \(rpo.basis)"
    let open = input.state.openObligations
    let owed = open.isEmpty ? "nothing is owed" : "still owed: " + open.map(\.text).joined(separator: ", ")
    let due = followUps.isEmpty ? "no follow-up" : "\(Self.count(followUps.count, "follow-up")) due by \(due.text(.seconds))"
    return "\(lost); \(owed); \(due)."
  }

  /// A verdict in words.
  static func words(_ verdict: Objective.Verdict) -> String {
    switch verdict {
    case .met: "target met"
    case .missed: "target missed"
    case .open: "still within the target"
    case .unknown: "not measured"
    }
  }

  /// A duration in words.
  static func duration(_ nanoseconds: Int64) -> String { WallTime.durationText(nanoseconds: nanoseconds) }

  /// Who began the run, by the name they gave beside the login, and where.
  package var operatorName: String {
    let genesis = input.state.genesis
    let first = input.records.lazy.compactMap { if case .sessionOpened(let session) = $0.event { session } else { nil } }.first
    var person = genesis?.person ?? first?.acting ?? Person(name: genesis?.login ?? "?", login: genesis?.login ?? "?")
    // What they were then is what the line says.
    person.role = nil
    return "\(Self.person(person)) on \(genesis?.host ?? "?")"
  }

  /// A person by the name they gave and by the login they had.
  static func person(_ person: Person) -> String {
    let login = person.name == person.login ? "" : " (login \(person.login))"
    return person.name + login + (person.role.map { ", \($0)" } ?? "")
  }
}
