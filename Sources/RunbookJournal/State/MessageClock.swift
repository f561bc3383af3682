public import RunbookBase

/// When the next message to those outside is due: the first within 15 minutes of the declared impact (seed §6.3), then one
/// every 30 minutes until the run is over.
///
/// A run whose impact nobody declared owes no messages; neither does a drill.
public enum MessageClock {
  /// From the declared impact to the first message, in nanoseconds.
  public static let first: Int64 = 15 * 60_000_000_000
  /// From one message to the next, in nanoseconds.
  public static let interval: Int64 = 30 * 60_000_000_000

  /// A message that is owed.
  public struct Due: Hashable, Sendable {
    /// Which one.
    public var stage: StatusMessage.Stage
    /// When it should be out at the latest.
    public var at: WallTime

    /// What is owed, in words: `the first status message (“investigating”)`.
    public var words: String {
      switch stage {
      case .investigating: "the first status message (“investigating”)"
      case .update: "the next status message"
      case .resolved: "the message that it is resolved"
      }
    }
  }

  /// The next message that is due; nil when none is.
  public static func next(_ state: RunState) -> Due? {
    guard let impact = state.impact, state.genesis?.mode == .real, !state.status.isFinal, state.outcome == nil else { return nil }
    let posted = state.messages.filter(\.isOut)
    guard let last = posted.last else { return Due(stage: .investigating, at: impact.adding(nanoseconds: first)) }
    if last.stage == .resolved { return nil }
    return Due(stage: .update, at: last.at.adding(nanoseconds: interval))
  }
}
