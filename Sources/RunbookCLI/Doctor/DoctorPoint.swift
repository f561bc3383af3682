import RunbookBase

/// One thing that `doctor` looked at: what it saw, and what to do when it is not as it should be.
struct DoctorPoint: Hashable, Sendable {
  /// Unknown is an answer of its own, and no yes.
  enum Verdict: String, Hashable, Sendable {
    case ok
    case problem
    case unknown
  }

  /// What belongs together on the screen, in this order.
  enum Area: String, Hashable, Sendable, CaseIterable {
    case program = "This program"
    case state = "Where runs are kept"
    case machine = "Clock and terminal"
    case plans = "Plans and programs"
    case hosts = "Other hosts"
    case signOff = "Sign-off"
    case runs = "Runs"
    case drills = "Drills"
    case looks = "Preconditions"
  }

  let area: Area
  /// Stable, for programs: `state-space`.
  let id: String
  let title: String
  let verdict: Verdict
  /// The value that was seen.
  let observed: String
  /// What to do; nil where nothing is to be done.
  let remedy: String?
  /// The runbooks that need it, where it is not all of them.
  private(set) var runbooks: [String] = []

  /// The same point with the runbooks that need it: a few are named to people, and all of them to programs.
  func needed(by runbooks: [String]) -> DoctorPoint {
    var point = self
    point.runbooks = runbooks
    return point
  }

  /// The names, or some of them where they would fill the screen.
  var neededBy: String {
    let names = runbooks.count > 4 ? Array(runbooks.prefix(3)) : runbooks
    let more = runbooks.count - names.count
    return names.isEmpty ? "" : " (for \(names.joined(separator: ", "))\(more > 0 ? " and \(more) more" : ""))"
  }

  static func ok(_ area: Area, _ id: String, _ title: String, _ observed: String) -> DoctorPoint {
    DoctorPoint(area: area, id: id, title: title, verdict: .ok, observed: observed, remedy: nil)
  }

  static func problem(_ area: Area, _ id: String, _ title: String, _ observed: String, remedy: String) -> DoctorPoint {
    DoctorPoint(area: area, id: id, title: title, verdict: .problem, observed: observed, remedy: remedy)
  }

  static func unknown(_ area: Area, _ id: String, _ title: String, _ observed: String, remedy: String) -> DoctorPoint {
    DoctorPoint(area: area, id: id, title: title, verdict: .unknown, observed: observed, remedy: remedy)
  }

  /// A point that something refused with a sentence and a hint of its own.
  static func refused(_ area: Area, _ id: String, _ title: String, _ problem: Problem) -> DoctorPoint {
    let words = ([problem.summary] + problem.details).joined(separator: "; ")
    return .problem(area, id, title, words, remedy: problem.hint ?? "set it right, and look again")
  }

  /// The point for programs.
  var json: JSON {
    [
      "id": .string(id), "area": .string(area.rawValue), "title": .string(title), "verdict": .string(verdict.rawValue),
      "observed": .string(observed), "remedy": JSON(remedy), "runbooks": JSON(runbooks),
    ]
  }
}
