public import RunbookBase

/// What an undelete saw and did.
public struct UndeleteReport: Hashable, Sendable {
  /// Whether nothing was written.
  public var isDryRun: Bool
  /// Keys under the prefixes that have an object.
  public var live: UInt64 = 0
  /// Keys whose latest version is a delete marker.
  public var markers: UInt64 = 0
  /// Of these, markers older than the incident: left alone.
  public var tooOld: UInt64 = 0
  /// Of these, markers with no version beneath them: nothing to bring back, left alone.
  public var nothingBeneath: UInt64 = 0
  /// Of these, markers that belong to the incident.
  public var belonging: UInt64 = 0
  /// Keys that a second listing shows to have their object again.
  public var removed: UInt64 = 0
  /// Keys that it does not.
  public var failed: UInt64 = 0
  /// Keys that were deleted before the incident already, and are so again.
  public var deletedBefore: UInt64 = 0
  /// Pages of the first listing.
  public var pages = 0
  /// What the object store refused, at most 100 lines.
  public var refusals: [String] = []
  /// The lists, by what they hold.
  public var files: [String: String] = [:]

  init(isDryRun: Bool) { self.isDryRun = isDryRun }

  /// Takes in what the tenant's own bucket came to.
  mutating func add(_ other: UndeleteReport, of bucket: String) {
    live += other.live
    markers += other.markers
    tooOld += other.tooOld
    nothingBeneath += other.nothingBeneath
    belonging += other.belonging
    removed += other.removed
    failed += other.failed
    deletedBefore += other.deletedBefore
    pages += other.pages
    refusals = Array((refusals + other.refusals).prefix(100))
    for (what, file) in other.files { files["\(what) in \(bucket)"] = file }
  }

  /// Whether everything that belongs to the incident is back (or, in a dry run, could be counted).
  public var passes: Bool { failed == 0 }

  /// `success`, or `stepFailed` while a key is not back.
  public var exitCode: ExitCode { passes ? .success : .stepFailed }

  /// The report in one line.
  public var summary: String {
    let seen = "\(markers) delete markers seen, \(tooOld) older than the incident and left alone, \(nothingBeneath) with nothing beneath"
    return isDryRun ? "would remove \(belonging): \(seen)" : "removed \(removed), failed \(failed): \(seen)"
  }

  /// The report as one JSON object.
  public var json: JSON {
    [
      "passes": .bool(passes), "dryRun": .bool(isDryRun), "live": JSON(live), "markers": JSON(markers), "tooOld": JSON(tooOld),
      "nothingBeneath": JSON(nothingBeneath), "belonging": JSON(belonging), "removed": JSON(removed), "failed": JSON(failed),
      "deletedBefore": JSON(deletedBefore),
      "pages": JSON(pages),
      "refusals": JSON(refusals), "files": .object(files.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
    ]
  }
}
