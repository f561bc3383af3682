import RunbookSystem

/// How long a silent host is asked again: until the step's time limit, or ten minutes where it has none.
struct RemotePatience {
  /// Where the step has no time limit, and how long at least, seconds.
  private static let usual: Int64 = 600
  private static let least: Int64 = 10
  /// A runner that has not shown up by then never will, seconds.
  private static let beginning: Int64 = 20

  private let limit: Int64?
  private let began = Clock.boottime()
  private var silentSince: Int64?
  /// How long to wait before the next question, seconds.
  private(set) var pause = 1

  init(limit: Int?) { self.limit = limit.map(Int64.init) }

  /// Whether the host has been silent for too long.
  var isOver: Bool {
    guard let silentSince else { return false }
    let end = limit.map { max(began + ($0 + Self.least) * Self.second, silentSince + Self.least * Self.second) }
    return Clock.boottime() > end ?? (silentSince + Self.usual * Self.second)
  }

  var hasBegunLongAgo: Bool { Clock.boottime() - began > Self.beginning * Self.second }

  /// The host does not answer; the first time, what to tell.
  mutating func lost(_ words: String, _ host: String, isStarted: Bool) -> String? {
    guard silentSince == nil else {
      pause = min(15, pause * 2)
      return nil
    }
    silentSince = Clock.boottime()
    let known = isStarted ? "what was started there goes on by itself" : "whether it has started is not known"
    return "\(host): \(words); \(known), and \(host) is asked again"
  }

  /// The host answers; after a silence, what to tell.
  mutating func found(_ host: String) -> String? {
    guard silentSince != nil else { return nil }
    silentSince = nil
    pause = 1
    return "\(host) answers again"
  }

  private static let second: Int64 = 1_000_000_000
}
