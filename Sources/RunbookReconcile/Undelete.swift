public import RunbookBase
import RunbookSystem

/// Takes back the deletion of files: removes the delete markers that an incident set (seed §3.3).
public enum Undelete {
  /// One run.
  public struct Configuration: Sendable {
    /// The bucket.
    public var objects: ObjectStoreAccess
    /// The prefixes to bring back, such as `<tenant>/`.
    public var prefixes: [String]
    /// Prefixes that other tenants share, with the ids that are ours; other keys below them are left alone and not counted.
    public var owned: [OwnedPrefix] = []
    /// Whether the whole bucket is the tenant's, so that no prefix is needed; never by omission.
    public var isWholeBucket = false
    /// When the incident began: older markers are deletions that somebody meant.
    public var since: WallTime
    /// Whether nothing is written.
    public var isDryRun = false
    /// An existing folder of this run's own for lists and scratch files, by absolute path.
    public var workDirectory: String

    /// A run.
    public init(objects: ObjectStoreAccess, prefixes: [String], since: WallTime, isDryRun: Bool = false, workDirectory: String) {
      self.objects = objects
      self.prefixes = prefixes
      self.since = since
      self.isDryRun = isDryRun
      self.workDirectory = workDirectory
    }
  }

  /// Does the same in the tenant's own bucket, where it has one, and adds it to the report.
  ///
  /// - Throws: as `run`; `stepFailed` when the database could not be asked.
  public static func run(
    _ configuration: Configuration, of tenant: String, in buckets: TenantBuckets, database: DatabaseAccess, log: (String) -> Void
  ) throws(Problem) -> UndeleteReport {
    var report = try run(configuration, log: log)
    for name in try buckets.inUse(of: tenant, database: database, in: configuration.workDirectory) {
      var own = configuration
      own.objects.bucket = buckets.prefix + name
      (own.prefixes, own.owned, own.isWholeBucket) = ([], [], true)
      own.workDirectory = "\(configuration.workDirectory)/\(own.objects.bucket)"
      let folder = own.workDirectory
      try attempt("make \(folder)") { () throws(SystemError) in try Files.makeDirectory(folder, parents: true) }
      report.add(try run(own, log: log), of: own.objects.bucket)
    }
    return report
  }

  /// Removes the markers and looks again.
  ///
  /// - Throws: `parameterRejected` without a prefix (the whole bucket is never undeleted by omission), `stepFailed` when the listing could not be
  ///   read to its end.
  public static func run(_ configuration: Configuration, log: (String) -> Void) throws(Problem) -> UndeleteReport {
    let wanted = configuration.prefixes + configuration.owned.filter { !$0.owners.isEmpty }.map(\.prefix)
    guard configuration.isWholeBucket || !wanted.isEmpty, wanted.allSatisfy({ !$0.isEmpty }) else {
      throw Problem(.parameterRejected, "undelete needs a prefix that is not empty", hint: "--prefix <tenant>/")
    }
    let directory = configuration.workDirectory
    let files = RepairFiles(candidates: "\(directory)/candidates.list", directory: directory, name: "undeleted")
    // S3 tells dates in whole seconds, so that a marker of the incident's first second must not count as older.
    let since = configuration.since.seconds * 1000
    let prefixes = VersionListing.ordered(wanted)
    var report = UndeleteReport(isDryRun: configuration.isDryRun)
    report.files["candidates"] = files.candidates

    log("listing \(wanted.isEmpty ? "all" : wanted.joined(separator: ", ")) of bucket \(configuration.objects.bucket)")
    var candidates = try ListWriter(files.candidates)
    var listing = VersionListing(configuration.objects, prefixes: prefixes, in: directory)
    while try listing.next() {
      let state = listing.state
      if !configuration.owned.isEmpty, !belongs(listing.withKey { copy($0) }, configuration) { continue }
      report.live += state.isLive ? 1 : 0
      guard state.isDeleted else { continue }
      report.markers += 1
      if (state.deleted ?? .min) < since {
        report.tooOld += 1
      } else if !state.hasOlder {
        report.nothingBeneath += 1
      } else {
        report.belonging += 1
        let key = listing.withKey { copy($0) }
        candidates.field(key.span)
        candidates.field("marker")
        try candidates.end()
      }
    }
    try candidates.close()
    report.pages = listing.pages
    log(
      "\(report.markers) deleted: \(report.belonging) since \(configuration.since.text(.seconds)), \(report.tooOld) earlier and left alone")
    guard !configuration.isDryRun, report.belonging > 0 else { return report }

    let outcome = try RepairRounds(
      access: configuration.objects, prefixes: prefixes, directory: directory, files: files, markersOnlySince: since, pages: listing.pages
    ).run(log: log)
    report.removed = outcome.wellAfter
    report.failed = outcome.left
    report.deletedBefore = outcome.deletedBefore
    report.refusals = outcome.failures.map { "\(shown($0.key)): \($0.reason)" }
    report.files["undeleted"] = files.healthy
    report.files["not-undeleted"] = files.failed
    log("brought back \(report.removed), not brought back \(report.failed), deleted before the incident already \(report.deletedBefore)")
    return report
  }

  /// A key below a shared prefix is ours when its id is; every other listed key is ours by its prefix.
  private static func belongs(_ key: [UInt8], _ configuration: Configuration) -> Bool {
    if configuration.prefixes.contains(where: { key.starts(with: $0.utf8) }) { return true }
    return configuration.owned.contains { $0.owns(key) == true }
  }
}
