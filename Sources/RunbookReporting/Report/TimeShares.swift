import RunbookBase
import RunbookJournal

/// Where the time went: machines, people who were asked, and nobody at all, in nanoseconds.
package struct TimeShares: Hashable, Sendable {
  /// Commands ran, or this program did.
  package internal(set) var machine: Int64 = 0
  /// A gate, a decision, a manual step, a failure or the last message waited for a person's word.
  package internal(set) var people: Int64 = 0
  /// The run was paused or interrupted: no process worked on it.
  package internal(set) var halted: Int64 = 0

  /// All of it.
  package var total: Int64 { machine + people + halted }

  mutating func add(_ duration: Int64, to kind: Occupation.Kind) {
    switch kind {
    case .machine: machine += duration
    case .people: people += duration
    case .halted: halted += duration
    }
  }

  /// The shares of a log; every interval between two records belongs to what ended it.
  init(_ input: ReportInput, _ time: SteadyTime) {
    let records = input.records
    var occupation = Occupation(input.plan)
    // What ends an interval is the next record that is more than a remark; looked up from the end, once.
    var deciders = Array(repeating: Event?.none, count: records.count + 1)
    for index in records.indices.reversed() {
      deciders[index] = Occupation.isRemark(records[index].event) ? deciders[index + 1] : records[index].event
    }
    for (index, record) in records.enumerated() {
      if index > 0 { add(time.elapsed[index] - time.elapsed[index - 1], to: occupation.kind(until: deciders[index])) }
      occupation.take(record.event)
    }
  }
}
