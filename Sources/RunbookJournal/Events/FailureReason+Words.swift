extension FailureReason {
  /// The reason as the terminal, the timeline and the report tell it.
  public var words: String {
    switch self {
    case .exit(let status): "exit status \(status)"
    case .signal(let number): "ended by signal \(number)"
    case .check(let detail), .notStarted(let detail): detail
    case .timedOut(let seconds): "time limit of \(seconds) s passed"
    case .declined: "declined"
    }
  }
}
