import RunbookBase
import RunbookSystem

/// Brings candidates back in rounds: fresh listing, repairs, fresh listing, until one shows nothing more to do.
///
/// More than one round is needed where delete markers lie on top of each other: S3's dates have seconds only, so that just the latest marker
/// is known to be above the version wanted.
struct RepairRounds {
  let access: ObjectStoreAccess
  let prefixes: [[UInt8]]
  let directory: String
  let files: RepairFiles
  var markersOnlySince: Int64?
  /// Pages that a listing of the prefixes has.
  let pages: Int

  /// Up to this number of candidates a listing of each is cheaper than one of the prefixes: a start of `aws` costs as much as ten pages.
  private var singly: Int { min(1 + pages / 10, 500) }

  struct Outcome {
    /// Candidates that the first listing already showed to be well.
    var wellBefore: UInt64 = 0
    /// Candidates that the last listing shows to be well.
    var wellAfter: UInt64 = 0
    /// Of these, by what they had been before.
    var well = RepairPlan.Classes()
    /// The first of them that had been missing without a version.
    var foundAgain: [[UInt8]] = []
    /// Candidates that are as they were before the incident: deleted, by an older marker.
    var deletedBefore: UInt64 = 0
    /// Candidates that are still not well.
    var left: UInt64 = 0
    var rounds = 0
    /// The first refusals.
    var failures: [RepairFailure] = []
  }

  func run(log: (String) -> Void) throws(Problem) -> Outcome {
    var outcome = Outcome()
    var stubborn: Set<[UInt8]> = []
    var canGoOn = true
    while true {
      var plan = try RepairPlan(files, markersOnlySince: markersOnlySince, stubborn: stubborn)
      try look(&plan)
      try plan.finish()
      if outcome.rounds == 0 { outcome.wellBefore = plan.healthy }
      outcome.wellAfter = plan.healthy
      outcome.well = plan.well
      outcome.foundAgain = plan.foundAgain
      outcome.deletedBefore = plan.deletedBefore
      outcome.left = plan.planned + plan.hopeless
      if plan.planned == 0 || !canGoOn || outcome.rounds == 8 { return outcome }
      outcome.rounds += 1
      log("round \(outcome.rounds): \(plan.planned) to bring back, \(plan.healthy) well")
      let refused = try act()
      outcome.failures += refused.first.prefix(max(0, 100 - outcome.failures.count))
      let before = stubborn.count
      stubborn.formUnion(refused.first.map(\.key))
      // A round in which everything was refused, and nothing for the first time, will not go better again.
      canGoOn = refused.count < plan.planned || stubborn.count > before
    }
  }

  /// One fresh listing against the candidates.
  private func look(_ plan: inout RepairPlan) throws(Problem) {
    var keys: [[UInt8]] = []
    var reader = try candidates()
    while keys.count <= singly, try reader.next() { keys.append(reader.withKey { copy($0) }) }
    if keys.count > singly {
      var paths = try candidates()
      var listing = VersionListing(access, prefixes: prefixes, in: directory)
      return try merge(&paths, &listing, into: &plan)
    }
    var paths = try candidates()
    var listing = SingleKeys(access, keys, in: directory)
    try merge(&paths, &listing, into: &plan)
  }

  private func candidates() throws(Problem) -> CopyPathReader {
    CopyPathReader(try LineInput("candidates", path: files.candidates, capacity: 1 << 16), isMapped: true)
  }

  /// Carries out the actions of the plan, marker removals in batches.
  private func act() throws(Problem) -> Refusals {
    var reader = CopyPathReader(try LineInput("actions", path: files.actions, capacity: 1 << 16), isMapped: true)
    var refusals = Refusals()
    var batch: [Repair] = []
    while try reader.next() {
      let columns = reader.withOrigin { copy($0) }.split(separator: 0x09, omittingEmptySubsequences: false)
      guard columns.count >= 2 else { continue }
      let repair = Repair(key: reader.withKey { copy($0) }, id: Array(columns[1]))
      if columns[0].elementsEqual("copy".utf8) {
        if let failure = try access.copyVersion(repair, in: directory) { refusals.add([failure]) }
        continue
      }
      batch.append(repair)
      if batch.count == 1000 {
        refusals.add(try access.removeMarkers(batch, in: directory))
        batch.removeAll(keepingCapacity: true)
      }
    }
    if !batch.isEmpty { refusals.add(try access.removeMarkers(batch, in: directory)) }
    return refusals
  }

  /// What the object store refused in one round; the first ones are kept.
  private struct Refusals {
    var count: UInt64 = 0
    var first: [RepairFailure] = []

    mutating func add(_ failures: [RepairFailure]) {
      count += UInt64(failures.count)
      first += failures.prefix(max(0, 100_000 - first.count))
    }
  }
}
