import RunbookBase

/// What `pgbackrest --output=json info` says of a stanza's backups; its exit code says nothing (lab-pg 2.3).
struct BackupListing {
  /// A backup set that is whole.
  struct BackupSet {
    let label: String
    let repository: Int64
    let stopped: WallTime
    /// What it unpacks to, in bytes; nil when the listing does not say.
    let size: Int64?
  }

  private let sets: [BackupSet]

  /// Reads a listing.
  ///
  /// - Throws: `stepFailed` for what is no listing: an unreadable repository prints broken JSON.
  init(_ bytes: [UInt8]) throws(Problem) {
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes, dialect: .foreign) } catch {
      throw Problem(
        .stepFailed, "the listing of the backups is no JSON: \(error)", hint: "a wrong cipher pass looks like this: check pgbackrest.conf")
    }
    var sets: [BackupSet] = []
    for backup in json[0]?["backup"]?.arrayValue ?? [] {
      // A set with errors in it is none to rely on.
      guard backup["error"]?.boolValue != true, let label = backup["label"]?.stringValue,
        let stopped = backup["timestamp"]?["stop"]?.intValue
      else { continue }
      sets.append(
        BackupSet(
          label: label, repository: backup["database"]?["repo-key"]?.intValue ?? 1, stopped: WallTime(seconds: stopped),
          size: backup["info"]?["size"]?.intValue))
    }
    self.sets = sets.sorted { $0.stopped < $1.stopped }
  }

  /// The sets of one repository, or of all, that ended before a moment; oldest first.
  func sets(repository: Int64?, before moment: WallTime?) -> [BackupSet] {
    sets.filter { set in
      (repository == nil || set.repository == repository) && (moment.map { set.stopped < $0 } ?? true)
    }
  }
}
