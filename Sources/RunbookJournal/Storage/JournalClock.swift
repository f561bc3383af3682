import RunbookBase
import RunbookSystem

/// Where a writer takes its times from.
public struct JournalClock: Sendable {
  /// Both clocks, now.
  public var now: @Sendable () -> Record.Instant

  /// A clock from a function.
  public init(now: @escaping @Sendable () -> Record.Instant) { self.now = now }

  /// The clocks of this machine.
  public static let system = JournalClock { Record.Instant(wall: WallTime(nanoseconds: Clock.wall()), boot: Clock.boottime()) }
}
