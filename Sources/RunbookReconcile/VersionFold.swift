/// Folds the versions of one key, in any order, into its state and the two ids that a restore needs.
struct VersionFold {
  private(set) var state = ObjectState()
  /// The latest delete marker's version id.
  private(set) var marker: [UInt8] = []
  /// The version id of the newest version with content that is not the live one.
  private(set) var version: [UInt8] = []
  private var newestModified: Int64?
  private var newestSize: Int64 = -1
  private var hasNewest = false
  private var goodModified: Int64?
  private var hasGood = false

  /// Forgets the key before.
  @inline(__always)
  mutating func reset() {
    state = ObjectState()
    if hasNewest || state.isDeleted || hasGood || !marker.isEmpty {
      marker.removeAll(keepingCapacity: true)
      version.removeAll(keepingCapacity: true)
      (hasNewest, hasGood) = (false, false)
    }
  }

  /// Adds the live version, the usual case.
  @inline(__always)
  mutating func addLive(size: Int64, modified: Int64?) {
    state.isLive = true
    state.size = size
    state.modified = modified
  }

  /// Adds a version that is not the live one.
  ///
  /// Of two with the same date the first added is taken for the newer, as listings have it.
  mutating func addOld(_ bytes: [UInt8], _ id: Range<Int>, size: Int64, modified: Int64?) {
    state.hasOlder = true
    if !hasNewest || (modified ?? .min) > (newestModified ?? .min) { (hasNewest, newestModified, newestSize) = (true, modified, size) }
    if size != 0, !hasGood || (modified ?? .min) > (goodModified ?? .min) {
      (hasGood, goodModified) = (true, modified)
      version.removeAll(keepingCapacity: true)
      version += bytes[id]
    }
  }

  /// Adds the delete marker that is the latest version.
  mutating func addLatestMarker(_ bytes: [UInt8], _ id: Range<Int>, modified: Int64?) {
    state.isDeleted = true
    state.deleted = modified
    marker.removeAll(keepingCapacity: true)
    marker += bytes[id]
  }

  /// Draws the conclusion when every version has been added.
  @inline(__always)
  mutating func finish() {
    guard hasGood, !state.isLive || state.size == 0 else { return }
    state.way = state.isDeleted && newestSize != 0 ? .removeMarker : .copyVersion
  }
}
