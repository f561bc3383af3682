public import RunbookBase

/// What a reconciliation counted.
public struct ReconcileCounts: Hashable, Sendable {
  /// Rows of the database that were looked at.
  public var rows: UInt64 = 0
  /// Distinct keys that they name.
  public var paths: UInt64 = 0
  /// Keys of the bucket.
  public var objects: UInt64 = 0
  /// Paths whose object is there and not empty.
  public var ok: UInt64 = 0
  /// Paths without object that nothing can be restored from.
  public var missing: UInt64 = 0
  /// Paths without object of which a version with content is left.
  public var restorable: UInt64 = 0
  /// Objects brought back by this run and seen again afterwards.
  public var restored: UInt64 = 0
  /// Objects that no row names: listed, never deleted.
  public var orphaned: UInt64 = 0
  /// Objects that no row names, written after the database's snapshot.
  public var tooNew: UInt64 = 0
  /// Paths whose object is there without a single byte.
  public var zeroSize: UInt64 = 0
  /// Rows whose path is an absolute address of a place that is not this bucket.
  public var foreign: UInt64 = 0
  /// Empty `d/` keys that a console makes: no orphans.
  public var folderMarkers: UInt64 = 0
  /// Rows whose path is the empty text, or whose document says that there is no file.
  public var empty: UInt64 = 0
  /// Rows whose column is NULL.
  public var null: UInt64 = 0
  /// Rows with a document in which no path can be told.
  public var unextractable: UInt64 = 0
  /// Rows that name a path already counted.
  public var repeated: UInt64 = 0
  /// Paths with a leading slash, which was stripped.
  public var leadingSlashes: UInt64 = 0
  /// Absolute addresses that were mapped to a key of this bucket.
  public var mappedAddresses: UInt64 = 0

  /// Nothing counted yet.
  public init() {}

  /// Adds what another bucket came to.
  mutating func add(_ other: ReconcileCounts) {
    rows += other.rows
    paths += other.paths
    objects += other.objects
    ok += other.ok
    missing += other.missing
    restorable += other.restorable
    restored += other.restored
    orphaned += other.orphaned
    tooNew += other.tooNew
    zeroSize += other.zeroSize
    foreign += other.foreign
    folderMarkers += other.folderMarkers
    empty += other.empty
    null += other.null
    unextractable += other.unextractable
    repeated += other.repeated
    leadingSlashes += other.leadingSlashes
    mappedAddresses += other.mappedAddresses
  }

  /// The counts in the order of a report, under the names that JSON and lists use.
  public var named: [(name: String, value: UInt64)] {
    [
      ("rows", rows), ("paths", paths), ("objects", objects), ("ok", ok), ("missing", missing), ("restorable", restorable),
      ("restored", restored), ("orphaned", orphaned), ("too-new", tooNew), ("zero-size", zeroSize), ("foreign", foreign),
      ("folder-markers", folderMarkers), ("empty", empty), ("null", null), ("unextractable", unextractable), ("repeated", repeated),
      ("leading-slashes", leadingSlashes), ("mapped-addresses", mappedAddresses),
    ]
  }

  /// The counts as one JSON object.
  public var json: JSON { .object(named.map { JSON.Member($0.name, .int(Int64(clamping: $0.value))) }) }
}
