import RunbookBase
import RunbookJournal

/// Where each record lies on one axis that never goes back: nanoseconds since the first record.
///
/// The boot clock counts within one boot; across boots only the wall clock is there, and a step back counts nothing (reliability A.10).
struct SteadyTime: Sendable {
  /// One value per record.
  let elapsed: [Int64]
  /// The wall time of the first record.
  let start: WallTime

  init(_ records: [Record]) {
    start = records.first?.at.wall ?? WallTime(seconds: 0)
    let boots = Self.boots(records)
    var elapsed: [Int64] = []
    elapsed.reserveCapacity(records.count)
    for (index, record) in records.enumerated() {
      guard index > 0, let last = elapsed.last else {
        elapsed.append(0)
        continue
      }
      let before = records[index - 1].at
      let (boot, overflow) = record.at.boot.subtractingReportingOverflow(before.boot)
      let isSameBoot = boots[index] == boots[index - 1] && !overflow && boot >= 0
      let step = isSameBoot ? boot : max(0, record.at.wall.nanoseconds(since: before.wall))
      let (sum, tooFar) = last.addingReportingOverflow(step)
      elapsed.append(tooFar ? last : sum)
    }
    self.elapsed = elapsed
  }

  /// The boot under which each record was made; a repair belongs to the session that opens after it.
  private static func boots(_ records: [Record]) -> [String] {
    var boots = Array(repeating: "", count: records.count)
    var current = ""
    for (index, record) in records.enumerated() {
      switch record.event {
      case .genesis(let genesis): current = genesis.bootID
      case .sessionOpened(let session):
        current = session.bootID
        var earlier = index - 1
        while earlier >= 0, case .recovered = records[earlier].event {
          boots[earlier] = current
          earlier -= 1
        }
      default: break
      }
      boots[index] = current
    }
    return boots
  }

  /// The length of the whole log.
  var total: Int64 { elapsed.last ?? 0 }

  /// The time of day that people read off the axis.
  func wall(_ elapsed: Int64) -> WallTime { start.adding(nanoseconds: elapsed) }

  /// Where a time of day lies on the axis, inside it.
  func place(of time: WallTime) -> Int64 { min(max(0, time.nanoseconds(since: start)), total) }
}
