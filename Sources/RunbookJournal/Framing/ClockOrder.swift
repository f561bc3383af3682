import RunbookBase

/// What the times of a log's records say of each other: a chain that was computed anew may be whole and still tell of times that cannot be.
///
/// The wall clock may go anywhere; within one session the boot clock goes forward, and the log says where the two came apart.
public struct ClockOrder: Sendable {
  /// The first record whose time no clock of its session can have shown.
  public private(set) var contradiction: Contradiction?
  /// The first record at which the wall clock moved and the log does not say so: a clock that is set between two looks of a writer does that, too.
  public private(set) var doubt: Contradiction?
  private var last: Record?

  /// Nothing yet.
  public init() {}

  /// Takes the next record of the log in.
  public mutating func add(_ record: Record) {
    // It stands in the session before, and may have been written under another boot.
    if case .recovered = record.event { return }
    defer { last = record }
    guard let last, last.epoch == record.epoch else { return }
    guard record.at.boot >= last.at.boot else {
      contradiction =
        contradiction
        ?? Contradiction(
          record: record.seq,
          words: "record \(record.seq) was made before record \(last.seq) by the boot clock, which never goes back within a session")
      return
    }
    guard !explainsItself(record.event), !isDegraded(last.event) else { return }
    let wall = record.at.wall.nanoseconds(since: last.at.wall)
    let (boot, overflow) = record.at.boot.subtractingReportingOverflow(last.at.boot)
    guard overflow || Self.isApart(wall, boot) else { return }
    doubt =
      doubt
      ?? Contradiction(
        record: record.seq,
        words:
          "the wall clock moved between records \(last.seq) and \(record.seq), and no record says so, as each run does: the times from "
          + "there on may not be those that were written")
  }

  /// What says itself that the clocks are apart, and what a full disk puts between a look at them and its record.
  private func explainsItself(_ event: Event) -> Bool { if case .clockJump = event { true } else { isDegraded(event) } }
  private func isDegraded(_ event: Event) -> Bool { if case .degraded = event { true } else { false } }

  private static func isApart(_ wall: Int64, _ boot: Int64) -> Bool {
    let (apart, overflow) = wall.subtractingReportingOverflow(boot)
    return overflow || apart.magnitude > tolerance
  }

  /// More than the 2 s from which a writer records a jump: it looked a moment earlier.
  private static let tolerance: UInt64 = 5_000_000_000
}
