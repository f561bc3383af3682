public import RunbookBase
import RunbookSystem

/// Reconciles the database with the bucket and brings back what can be brought back (seed §3.5).
public enum Reconciliation {
  /// One run.
  public struct Configuration: Sendable {
    /// Where the paths come from.
    public var database: DatabaseAccess
    /// The bucket.
    public var objects: ObjectStoreAccess
    /// The places of the database that hold paths.
    public var sources: [PathSource]
    /// Only this tenant's rows; nil for all.
    ///
    /// It travels as the psql variable `tenant`.
    public var tenant: String?
    /// The buckets of tenants that have one of their own; nil when every file lies in `objects`.
    public var tenantBuckets: TenantBuckets?
    /// Prefixes that are listed; none for the whole bucket.
    ///
    /// A path outside of them counts as missing.
    public var prefixes: [String] = []
    /// Only keys that begin with one of these can be orphans; none for all.
    ///
    /// A run for one tenant names the tenant's own prefixes here.
    public var orphanPrefixes: [String] = []
    /// Host names, such as a content delivery network's, whose addresses mean this bucket.
    public var hosts: [String] = []
    /// The moment that the database's content stands for; nil for the moment of its snapshot.
    ///
    /// After a recovery to a point in time: that point.
    public var asOf: WallTime?
    /// Whether objects are brought back; otherwise nothing is written to the bucket.
    public var restores = false
    /// Concerns that a person has acknowledged.
    public var acknowledged: Set<ReconcileConcern> = []
    /// An existing folder of this run's own for lists and scratch files, by absolute path.
    public var workDirectory: String

    /// A run that reports only; set `restores` to bring objects back.
    public init(
      database: DatabaseAccess, objects: ObjectStoreAccess, sources: [PathSource], tenant: String? = nil, workDirectory: String
    ) {
      self.database = database
      self.objects = objects
      self.sources = sources
      self.tenant = tenant
      self.workDirectory = workDirectory
    }
  }

  /// Runs one reconciliation: of the bucket, and then of each tenant's own bucket with the rows that belong there.
  ///
  /// - Parameter log: is told each stage in one line.
  /// - Throws: `stepFailed` when either side could not be read to its end or was not in byte order; nothing is judged then.
  public static func run(_ configuration: Configuration, log: (String) -> Void) throws(Problem) -> ReconcileReport {
    var report = try run(configuration, own: nil, log: log)
    guard let buckets = configuration.tenantBuckets else { return report }
    for name in try buckets.inUse(of: configuration.tenant, database: configuration.database, in: configuration.workDirectory) {
      var one = configuration
      one.objects.bucket = buckets.prefix + name
      one.sources = configuration.sources.filter(\.isInTenantBucket)
      one.workDirectory = "\(configuration.workDirectory)/\(one.objects.bucket)"
      // All of that bucket is the tenant's.
      one.prefixes = []
      one.orphanPrefixes = []
      guard !one.sources.isEmpty else { continue }
      let folder = one.workDirectory
      try attempt("make \(folder)") { () throws(SystemError) in try Files.makeDirectory(folder, parents: true) }
      report.add(try run(one, own: name, log: log), of: one.objects.bucket)
    }
    return report
  }

  /// One bucket.
  ///
  /// - Parameter own: what the name of a tenant's own bucket ends with; nil for the bucket of everybody.
  private static func run(_ configuration: Configuration, own: String?, log: (String) -> Void) throws(Problem) -> ReconcileReport {
    guard !configuration.sources.isEmpty else { throw Problem(.parameterRejected, "no place in the database is named that holds paths") }
    if let tenant = configuration.tenant, tenant.isEmpty || tenant.utf8.contains(where: { $0 < 0x20 }) {
      throw Problem(.parameterRejected, "the tenant \(tenant.debugDescription) is empty or holds control characters")
    }
    let directory = configuration.workDirectory
    let lists = Findings.Files(
      missing: "\(directory)/missing.list", orphans: "\(directory)/orphans.list", details: "\(directory)/findings.tsv",
      candidates: "\(directory)/candidates.list")
    let query = PathQuery(
      sources: configuration.sources, isForTenant: configuration.tenant != nil, tenantBuckets: configuration.tenantBuckets,
      place: own == nil ? .shared : .own)
    let prefixes = VersionListing.ordered(configuration.prefixes)

    log("asking the database for its paths")
    let rows = try configuration.database.start(query, tenant: configuration.tenant, own: own, in: directory)
    // The first sorted row (or the end) comes after counts and rows to map have been written.
    var plain = CopyPathReader(LineInput("database rows", rows.output))
    let aside = PathsAside(directory: directory)
    let mappedInput: AsidePaths
    let counts: DatabaseAccess.Counts
    if try plain.peek() == false { try rows.finish() }
    counts = try DatabaseAccess.Counts("\(directory)/\(PathQuery.countsFile)")
    let places = KnownPlaces(bucket: configuration.objects.bucket, hosts: configuration.hosts)
    let asideCounts = try collect("\(directory)/\(PathQuery.asideFile)", into: aside, places)
    mappedInput = try aside.finish()

    log("comparing with the listing of bucket \(configuration.objects.bucket)")
    let asOf = configuration.asOf.map { $0.nanoseconds / 1_000_000 } ?? counts.asOf
    var findings = try Findings(lists, asOf: asOf, orphanPrefixes: configuration.orphanPrefixes.map { Array($0.utf8) })
    var paths = PathUnion(plain, mappedInput)
    var listing = VersionListing(configuration.objects, prefixes: prefixes, in: directory)
    try merge(&paths, &listing, into: &findings)
    try rows.finish()
    guard paths.plain.counts.setAside == 0 else {
      throw Problem(
        .stepFailed, "the database gave a path among the plain keys that is none", hint: "this is a fault of the program; please report it")
    }
    for place in aside.foreignExamples { try findings.foreign(place.path, origin: place.origin) }
    var missing = findings.examples.map { describe($0.path, $0.origin, configuration) }
    var total = try findings.finish { total in
      total.objects = listing.keys
      total.rows = asideCounts.rows
      total.empty = counts.empty
      total.null = counts.null
      total.unextractable = counts.unextractable.reduce(0) { $0 + $1.count }
      paths.report(&total, aside)
    }
    log("ok \(total.ok), missing \(total.missing), restorable \(total.restorable), zero-size \(total.zeroSize), orphaned \(total.orphaned)")

    var files = ["missing": lists.missing, "orphans": lists.orphans, "findings": lists.details].compactMapValues { $0 }
    var refusals: [String] = []
    if configuration.restores, total.missing + total.restorable + total.zeroSize > 0 {
      let repairs = RepairFiles(candidates: "\(directory)/candidates.list", directory: directory, name: "restored")
      let outcome = try RepairRounds(
        access: configuration.objects, prefixes: prefixes, directory: directory, files: repairs, pages: listing.pages
      ).run(log: log)
      settle(outcome, &total)
      missing.removeAll { entry in outcome.foundAgain.contains { $0.elementsEqual(entry.path.utf8) } }
      refusals = outcome.failures.map { "\(shown($0.key)): \($0.reason)" }
      files["restored"] = repairs.healthy
      files["not-restored"] = repairs.failed
      log("restored \(total.restored), still restorable \(total.restorable), still zero-size \(total.zeroSize)")
    }
    return ReconcileReport(
      counts: total, missing: missing, refusals: refusals,
      unextractable: counts.unextractable.filter { $0.count > 0 }.map { "\($0.count) rows of \($0.label)" },
      asOf: WallTime(nanoseconds: asOf * 1_000_000), restores: configuration.restores, acknowledged: configuration.acknowledged,
      files: files)
  }

  /// Moves what the last listing shows to be well from its old class to `restored`.
  private static func settle(_ outcome: RepairRounds.Outcome, _ total: inout ReconcileCounts) {
    total.zeroSize -= min(total.zeroSize, outcome.well.zeroSize)
    total.restorable -= min(total.restorable, outcome.well.restorable)
    total.missing -= min(total.missing, outcome.well.missing)
    // What was well before the first repair came back by itself: fine, but not this run's work.
    let before = min(outcome.wellBefore, outcome.wellAfter)
    total.ok += before
    total.restored = outcome.wellAfter - before
  }

  /// Reads the rows whose path is no plain key; they are few, and in no order.
  private static func collect(_ path: String, into aside: PathsAside, _ places: KnownPlaces) throws(Problem) -> PathCounts {
    var reader = CopyPathReader(
      try LineInput("database rows to map", path: path, capacity: 1 << 16), places: places, aside: aside, checksOrder: false)
    while try reader.next() {}
    return reader.counts
  }

  private static func describe(_ path: [UInt8], _ origin: [UInt8], _ configuration: Configuration) -> ReconcileReport.Missing {
    let fields = origin.split(separator: 0x09, omittingEmptySubsequences: false).map { field in
      field.elementsEqual("\\N".utf8) ? "" : String(decoding: field, as: UTF8.self)
    }
    let label = fields.first ?? ""
    let (id, tenant) = (fields.count > 1 ? fields[1] : "", fields.count > 2 ? fields[2] : "")
    let text = String(decoding: path, as: UTF8.self)
    let source = configuration.sources.first { $0.label.utf8.elementsEqual(label.utf8) }
    return ReconcileReport.Missing(
      path: text, source: label, id: id, tenant: tenant,
      action: source?.action(path: text, id: id, tenant: tenant) ?? "Find the row that names it.",
      bucket: configuration.objects.bucket)
  }
}
