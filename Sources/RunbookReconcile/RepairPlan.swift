import RunbookBase
import RunbookSystem

/// Compares what should be there with a fresh listing, and writes what there is to do.
///
/// Used before each round of repairs (nothing is done on an old listing) and after it: restored is what the next listing shows, not what a
/// command answered.
struct RepairPlan: ~Copyable, MergeSink {
  /// Candidates by the class that the merge put them into.
  struct Classes {
    var missing: UInt64 = 0
    var restorable: UInt64 = 0
    var zeroSize: UInt64 = 0
  }

  /// Whether only a delete marker is to be taken away, as undelete does, and from when on it belongs to the incident.
  private let markersOnlySince: Int64?
  /// Keys whose marker could not be removed: their version is copied instead.
  private let stubborn: Set<[UInt8]>
  private var actions: ListWriter
  private var healthyList: ListWriter
  private var failedList: ListWriter
  private(set) var healthy: UInt64 = 0
  /// The healthy ones by what they had been before.
  private(set) var well = Classes()
  /// The first of those that had been missing without a version.
  private(set) var foundAgain: [[UInt8]] = []
  /// Candidates that an older marker had deleted before the incident.
  private(set) var deletedBefore: UInt64 = 0
  private(set) var planned: UInt64 = 0
  private(set) var hopeless: UInt64 = 0

  init(_ files: RepairFiles, markersOnlySince: Int64? = nil, stubborn: Set<[UInt8]> = []) throws(Problem) {
    let actions = try ListWriter(files.actions)
    let healthyList = try ListWriter(files.healthy)
    let failedList = try ListWriter(files.failed)
    self.markersOnlySince = markersOnlySince
    self.stubborn = stubborn
    self.actions = actions
    self.healthyList = healthyList
    self.failedList = failedList
  }

  mutating func both<P: PathStream & ~Copyable, O: ObjectStream & ~Copyable>(_ path: borrowing P, _ object: borrowing O) throws(Problem) {
    let state = object.state
    let key = path.withKey { copy($0) }
    let ids = object.restoreIDs
    if state.isLive && (state.size != 0 || markersOnlySince != nil) {
      healthy += 1
      switch path.withOrigin({ $0.isEmpty ? 0 : $0[0] }) {
      case UInt8(ascii: "z"): well.zeroSize += 1
      case UInt8(ascii: "r"): well.restorable += 1
      case UInt8(ascii: "m"):
        well.missing += 1
        if foundAgain.count < Findings.exampleLimit { foundAgain.append(key) }
      default: break
      }
      return try healthyList.line(key.span)
    }
    if let since = markersOnlySince {
      guard state.isDeleted else { return try giveUp(key) }
      if (state.deleted ?? .min) < since {
        deletedBefore += 1
        return
      }
      return try plan("marker", key, ids.marker)
    }
    switch state.way {
    case .removeMarker where !stubborn.contains(key): try plan("marker", key, ids.marker)
    case .removeMarker, .copyVersion: try plan("copy", key, ids.version)
    case .none: try giveUp(key)
    }
  }

  /// Never asked: its paths are no plain lines.
  mutating func passed(_ count: Int) { healthy += UInt64(count) }

  mutating func pathOnly<P: PathStream & ~Copyable>(_ path: borrowing P) throws(Problem) { try giveUp(path.withKey { copy($0) }) }

  mutating func objectOnly<O: ObjectStream & ~Copyable>(_ object: borrowing O) throws(Problem) {}

  /// Closes the lists.
  mutating func finish() throws(Problem) {
    try actions.close()
    try healthyList.close()
    try failedList.close()
  }

  private mutating func plan(_ kind: String, _ key: [UInt8], _ id: [UInt8]) throws(Problem) {
    planned += 1
    actions.field(key.span)
    actions.field(kind)
    actions.field(id.span)
    try actions.end()
    try failedList.line(key.span)
  }

  private mutating func giveUp(_ key: [UInt8]) throws(Problem) {
    hopeless += 1
    try failedList.line(key.span)
  }
}
