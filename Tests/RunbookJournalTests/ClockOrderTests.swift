import RunbookBase
import Testing

@testable import RunbookJournal

@Suite("What the times of a log say of each other") struct ClockOrderTests {
  /// A record at so many seconds by each clock.
  struct Tick {
    var wall: Int64
    var boot: Int64
    var epoch = 1
    var event = Event.note("", about: nil, by: nil)
  }

  struct Log: CustomTestStringConvertible {
    let testDescription: String
    let ticks: [Tick]
    var contradiction: Int?
    var doubt: Int?
  }

  static let jump = Event.clockJump(wall: 0, boot: 0)

  static let logs = [
    Log(testDescription: "both clocks go on", ticks: [Tick(wall: 1, boot: 1), Tick(wall: 2, boot: 2), Tick(wall: 2, boot: 2)]),
    Log(testDescription: "the machine sleeps", ticks: [Tick(wall: 1, boot: 1), Tick(wall: 90_000, boot: 90_000)]),
    Log(
      testDescription: "the wall clock is set back, and the log says so",
      ticks: [Tick(wall: 9_000, boot: 1), Tick(wall: 10, boot: 2, event: jump), Tick(wall: 10, boot: 2)]),
    Log(testDescription: "another session under another boot", ticks: [Tick(wall: 1, boot: 9_000), Tick(wall: 2_000, boot: 1, epoch: 2)]),
    Log(
      testDescription: "a torn tail, told by a session of another boot",
      ticks: [
        Tick(wall: 1, boot: 9_000), Tick(wall: 2_000, boot: 1, event: .recovered(droppedBytes: 1, digest: Sample.digest)),
        Tick(wall: 2_000, boot: 1, epoch: 2),
      ]),
    Log(testDescription: "the wall clock drifts", ticks: [Tick(wall: 1, boot: 1), Tick(wall: 3_601, boot: 3_604)]),
    Log(
      testDescription: "a full disk between two looks at the clocks",
      ticks: [Tick(wall: 1, boot: 1), Tick(wall: 2, boot: 90, event: .degraded(reason: "ENOSPC")), Tick(wall: 500, boot: 91)]),
    Log(
      testDescription: "the boot clock goes back within a session", ticks: [Tick(wall: 1, boot: 9), Tick(wall: 2, boot: 8)],
      contradiction: 2),
    Log(
      testDescription: "the wall clock moves, and nothing says so", ticks: [Tick(wall: 9_000, boot: 1), Tick(wall: 10, boot: 2)], doubt: 2),
    Log(
      testDescription: "times at the ends of what numbers hold", ticks: [Tick(wall: 1, boot: .min), Tick(wall: 2, boot: .max)], doubt: 2),
  ]

  @Test("what cannot be is a contradiction, what a real run hardly writes is a doubt, and the rest is neither", arguments: logs)
  func order(log: Log) {
    var order = ClockOrder()
    for (index, tick) in log.ticks.enumerated() {
      let boot = tick.boot.multipliedReportingOverflow(by: 1_000_000_000)
      let at = Record.Instant(wall: WallTime(nanoseconds: tick.wall * 1_000_000_000), boot: boot.overflow ? tick.boot : boot.partialValue)
      order.add(Record(at: at, by: "ben", epoch: tick.epoch, seq: index + 1, event: tick.event))
    }
    #expect(order.contradiction?.record == log.contradiction && order.doubt?.record == log.doubt, "\(order)")
  }
}
