public import RunbookBase
import RunbookSystem

/// Reconciles two files: the database's paths against the bucket's keys (seed §3.5, without touching either).
public struct FileReconciliation: Sendable {
  /// How the database's paths are written.
  public enum PathForm: Hashable, Sendable {
    /// One raw path a line, taken as a key as it is.
    case keys
    /// PostgreSQL COPY text with the path in this column, counted from 1; 0 is the last one.
    case copy(column: Int)
  }

  /// How the bucket's keys are written.
  public enum ObjectForm: Hashable, Sendable {
    /// One raw key a line.
    case keys
    /// An S3 inventory in CSV.
    case inventory(InventoryColumns)
    /// Text output of `aws s3api list-object-versions` for this program's own query.
    case listing
  }

  /// The file of paths, sorted by the decoded bytes.
  public var database: String
  /// How it is written.
  public var databaseForm: PathForm
  /// The file of keys, sorted by the decoded bytes.
  public var objects: String
  /// How it is written.
  public var objectForm: ObjectForm
  /// Where the keys without object are listed, restorable ones included.
  public var missing: String?
  /// Where the objects that no path names are listed.
  public var orphans: String?
  /// Where everything that is not right is listed with its class, version, delete marker and row.
  public var details: String?
  /// Which absolute addresses mean this bucket; without its name, the inventory's own is taken.
  public var places: KnownPlaces
  /// The moment of the database's snapshot; a newer object is not judged.
  public var asOf: WallTime
  /// A folder for sorted runs of mapped paths.
  public var workDirectory: String

  /// A comparison of two files.
  public init(
    database: String, databaseForm: PathForm, objects: String, objectForm: ObjectForm, missing: String? = nil, orphans: String? = nil,
    details: String? = nil, places: KnownPlaces, asOf: WallTime, workDirectory: String
  ) {
    self.database = database
    self.databaseForm = databaseForm
    self.objects = objects
    self.objectForm = objectForm
    self.missing = missing
    self.orphans = orphans
    self.details = details
    self.places = places
    self.asOf = asOf
    self.workDirectory = workDirectory
  }

  /// Reads both files once (twice when some paths had to be mapped to keys) and writes the lists.
  ///
  /// - Throws: `stepFailed` when a file cannot be read or is not in byte order, with row number and both keys; lists are then worthless.
  public func run() throws(Problem) -> ReconcileCounts {
    switch databaseForm {
    case .keys:
      var paths = RawPathReader(try input("paths", database))
      return try pass(&paths) { paths, counts in
        counts.rows = paths.rows
        counts.paths = paths.rows - paths.repeats
        counts.repeated = paths.repeats
      }
    case .copy(let column):
      // Paths that are no plain keys are met on the way; only if some are keys after all is a second pass needed.
      let aside = PathsAside(directory: workDirectory)
      let places = try knownPlaces()
      var first = PathUnion(CopyPathReader(try input("paths", database), column: column, places: places, aside: aside), AsidePaths([]))
      let counts = try pass(&first, aside: aside) { $0.report(&$1, aside) }
      guard aside.hasKeys else { return counts }
      for path in [database, objects] where (try? Files.stat(path))?.kind != .regular {
        throw Problem(
          .parameterRejected, "\(path) cannot be read twice, and some of the paths must be mapped to keys first",
          details: ["\(aside.leadingSlashes) begin with a slash, \(aside.mapped) are addresses of this bucket"],
          hint: "write it to a file, or map the paths to keys in the query")
      }
      var second = PathUnion(CopyPathReader(try input("paths", database), column: column, places: places), try aside.finish())
      let final = try pass(&second, aside: aside) { $0.report(&$1, aside) }
      for path in aside.runs { _ = try? Files.remove(path) }
      return final
    }
  }

  private func pass<P: PathStream & ~Copyable>(
    _ paths: inout P, aside: PathsAside? = nil, _ report: (borrowing P, inout ReconcileCounts) -> Void
  ) throws(Problem) -> ReconcileCounts {
    let files = Findings.Files(missing: missing, missingHoldsRestorable: true, orphans: orphans, details: details)
    var findings = try Findings(files, asOf: asOf.nanoseconds / 1_000_000)
    let rows: UInt64
    let keys = try input("objects", objects)
    switch objectForm {
    case .keys:
      var reader = RawKeyReader(keys)
      try merge(&paths, &reader, into: &findings)
      rows = reader.rows
    case .inventory(let columns):
      var reader = InventoryReader(keys, columns: columns)
      try merge(&paths, &reader, into: &findings)
      rows = reader.rows
    case .listing:
      var reader = VersionListingReader(keys)
      try merge(&paths, &reader, into: &findings)
      rows = reader.rows
    }
    for place in aside?.foreignExamples ?? [] { try findings.foreign(place.path, origin: place.origin) }
    var counted = try findings.finish { $0.objects = rows }
    report(paths, &counted)
    return counted
  }

  /// The places, with the bucket that the inventory names in its first row.
  private func knownPlaces() throws(Problem) -> KnownPlaces {
    guard places.bucket.isEmpty, case .inventory(let columns) = objectForm, columns.key > 0, (try? Files.stat(objects))?.kind == .regular
    else {
      return places
    }
    var first = try LineInput("objects", path: objects, capacity: 1 << 16)
    guard try first.next() else { return places }
    let line = first.withLine { copy($0) }
    let field = line.split(separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)[0]
    return KnownPlaces(bucket: String(decoding: field.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self), hosts: places.hosts)
  }

  private func input(_ name: String, _ path: String) throws(Problem) -> LineInput {
    try LineInput("\(name) (\(path))", path: path)
  }
}

extension PathUnion {
  /// Adds what the rows came to.
  borrowing func report(_ counts: inout ReconcileCounts, _ aside: PathsAside) {
    let rows = plain.counts
    counts.rows += rows.rows
    counts.paths = keys
    counts.empty += rows.empty + aside.empty
    counts.null += rows.null
    counts.repeated = rows.repeats
    counts.leadingSlashes = aside.leadingSlashes
    counts.mappedAddresses = aside.mapped
    counts.foreign = aside.foreign
  }
}
