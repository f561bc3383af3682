import RunbookBase
import RunbookSystem

/// Sorts what the merge finds into classes, counts each, and writes the lists.
struct Findings: ~Copyable, MergeSink {
  /// Where each list goes; nil for a list nobody wants.
  struct Files {
    /// Keys without object.
    var missing: String?
    /// Whether restorable keys stand in that list, too.
    var missingHoldsRestorable = false
    var orphans: String?
    /// Class, key, delete marker, version, source, row id, tenant of everything that is not right.
    var details: String?
    /// What a restore works on, as rows of COPY text: key, class, origin.
    var candidates: String?
  }

  private(set) var counts = ReconcileCounts()
  /// The first missing paths with where they stand, for the report.
  private(set) var examples: [(path: [UInt8], origin: [UInt8])] = []
  private let files: Files
  private let asOf: Int64?
  private let orphanPrefixes: [[UInt8]]
  private var missing: ListWriter?
  private var orphans: ListWriter?
  private var details: ListWriter?
  private var candidates: ListWriter?

  static let exampleLimit = 100

  /// - Parameters:
  ///   - asOf: the moment of the database's snapshot, milliseconds since 1970; a newer object is not judged.
  ///   - orphanPrefixes: only keys that begin with one of these can be orphans; empty for all.
  init(_ files: Files, asOf: Int64?, orphanPrefixes: [[UInt8]] = []) throws(Problem) {
    self.files = files
    self.asOf = asOf
    self.orphanPrefixes = orphanPrefixes
    if let path = files.missing { missing = try ListWriter(path) }
    if let path = files.orphans { orphans = try ListWriter(path) }
    if let path = files.details { details = try ListWriter(path) }
    if let path = files.candidates { candidates = try ListWriter(path) }
  }

  @inline(__always)
  mutating func both<P: PathStream & ~Copyable, O: ObjectStream & ~Copyable>(_ path: borrowing P, _ object: borrowing O) throws(Problem) {
    if object.isWell {
      counts.ok += 1
    } else {
      try notWell(path, object)
    }
  }

  @inline(__always)
  mutating func passed(_ count: Int) { counts.ok += UInt64(count) }

  @inline(never)
  private mutating func notWell<P: PathStream & ~Copyable, O: ObjectStream & ~Copyable>(
    _ path: borrowing P, _ object: borrowing O
  ) throws(Problem) {
    let state = object.state
    let name: String
    if state.isLive {
      counts.zeroSize += 1
      name = "zero-size"
    } else if state.way != .none {
      counts.restorable += 1
      name = "restorable"
      if files.missingHoldsRestorable { try listMissing(path) }
    } else {
      return try pathOnly(path)
    }
    let ids = object.restoreIDs
    try detail(name, path, marker: ids.marker, version: ids.version)
    if state.way != .none { try candidate(name, path) }
  }

  mutating func pathOnly<P: PathStream & ~Copyable>(_ path: borrowing P) throws(Problem) {
    counts.missing += 1
    try listMissing(path)
    try detail("missing", path, marker: [], version: [])
    try candidate("missing", path)
    if examples.count < Findings.exampleLimit {
      examples.append((path.withKey { copy($0) }, path.withOrigin { copy($0) }))
    }
  }

  @inline(__always)
  mutating func objectOnly<O: ObjectStream & ~Copyable>(_ object: borrowing O) throws(Problem) {
    let state = object.state
    guard state.isLive else { return }
    if let modified = state.modified, let asOf, modified > asOf {
      if isInScope(object) { counts.tooNew += 1 }
      return
    }
    let isFolder = object.withKey { key in state.size <= 0 && !key.isEmpty && key[key.count - 1] == UInt8(ascii: "/") }
    guard isInScope(object) else { return }
    if isFolder {
      counts.folderMarkers += 1
      return
    }
    counts.orphaned += 1
    let key = object.withKey { copy($0) }
    try orphans?.line(key.span)
  }

  /// A row whose address is not this bucket's.
  mutating func foreign(_ path: [UInt8], origin: [UInt8]) throws(Problem) {
    details?.field("foreign")
    details?.field(path.span)
    details?.escapedFields(Array("\t\t".utf8).span)
    details?.escapedFields(origin.span)
    try details?.end()
  }

  /// Closes the lists, adds what the rows came to, and answers everything counted.
  mutating func finish(_ adjust: (inout ReconcileCounts) -> Void) throws(Problem) -> ReconcileCounts {
    try missing?.close()
    try orphans?.close()
    try details?.close()
    try candidates?.close()
    adjust(&counts)
    return counts
  }

  private func isInScope<O: ObjectStream & ~Copyable>(_ object: borrowing O) -> Bool {
    if orphanPrefixes.isEmpty { return true }
    return object.withKey { key in
      orphanPrefixes.contains { prefix in
        key.count >= prefix.count && ByteScan.compare(key.extracting(0..<prefix.count), prefix.span) == 0
      }
    }
  }

  private mutating func listMissing<P: PathStream & ~Copyable>(_ path: borrowing P) throws(Problem) {
    let key = path.withKey { copy($0) }
    try missing?.line(key.span)
  }

  private mutating func detail<P: PathStream & ~Copyable>(
    _ name: String, _ path: borrowing P, marker: [UInt8], version: [UInt8]
  ) throws(Problem) {
    guard details != nil else { return }
    let (key, origin) = (path.withKey { copy($0) }, path.withOrigin { copy($0) })
    details?.field(name)
    details?.field(key.span)
    details?.field(marker.span)
    details?.field(version.span)
    details?.escapedFields(origin.span)
    try details?.end()
  }

  private mutating func candidate<P: PathStream & ~Copyable>(_ name: String, _ path: borrowing P) throws(Problem) {
    guard candidates != nil else { return }
    let (key, origin) = (path.withKey { copy($0) }, path.withOrigin { copy($0) })
    candidates?.field(key.span)
    candidates?.field(name)
    candidates?.escapedFields(origin.span)
    try candidates?.end()
  }
}
