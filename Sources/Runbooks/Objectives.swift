/// What a runbook promises: how long until healthy again, and how much may be lost.
public struct Objectives: Hashable, Sendable {
  /// Recovery time objective: the longest time from declared impact to verified healthy.
  public let rto: Duration
  /// Recovery point objective: the largest loss of data, as time.
  public let rpo: Duration

  /// Objectives from the seed's own numbers.
  public init(rto: Duration, rpo: Duration) {
    self.rto = rto
    self.rpo = rpo
  }
}

extension Duration {
  /// A duration of whole minutes.
  public static func minutes(_ minutes: Int) -> Duration { .seconds(minutes * 60) }
  /// A duration of whole hours.
  public static func hours(_ hours: Int) -> Duration { .seconds(hours * 3600) }
  /// The duration in whole seconds, rounded down.
  public var wholeSeconds: Int { Int(components.seconds) }
}
