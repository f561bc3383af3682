import RunbookBase

/// What `pgbackrest --output=json info` says of a stanza's backups and its archive; its exit code says nothing (lab-pg 2.3).
///
/// After a `stanza-upgrade` a repository keeps what it holds of the cluster before, under a lower number, until it expires: the
/// current cluster is the one with the highest number.
struct BackupListing {
  /// A backup set that is whole.
  struct BackupSet {
    let label: String
    let repository: Int64
    let stopped: WallTime
    /// What it unpacks to, in bytes; nil when the listing does not say.
    let size: Int64?
    /// Whether it is of the cluster that archives now.
    let isCurrent: Bool
  }

  /// The newest log segment that the current cluster has in any repository; nil when none is there.
  let archiveEnd: String?
  /// What pgBackRest says of all repositories together: `ok`, or what is wrong.
  let status: String
  /// The numbers of the repositories that are listed, in order.
  let repositories: [Int64]
  /// The sets that are whole, oldest first, those of clusters before an upgrade too.
  private let all: [BackupSet]

  /// Reads a listing.
  ///
  /// - Throws: `stepFailed` for what is no listing: an unreadable repository prints broken JSON.
  init(_ bytes: [UInt8]) throws(Problem) {
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes, dialect: .foreign) } catch {
      throw Problem(
        .stepFailed, "the listing of the backups is no JSON: \(error)", hint: "a wrong cipher pass looks like this: check pgbackrest.conf")
    }
    let stanza = json[0]
    status = stanza?["status"]?["message"]?.stringValue ?? "no status in the listing"
    var current: [Int64: Int64] = [:]
    for cluster in stanza?["db"]?.arrayValue ?? [] {
      let key = cluster["repo-key"]?.intValue ?? 1
      current[key] = max(current[key] ?? 0, cluster["id"]?.intValue ?? 0)
    }
    repositories = current.keys.sorted()
    let isCurrent = { (entry: JSON) in
      let number = entry["database"]?["id"]?.intValue
      return current[Self.repository(of: entry)].map { $0 == number } ?? true
    }
    archiveEnd = (stanza?["archive"]?.arrayValue ?? []).filter(isCurrent).compactMap { $0["max"]?.stringValue }.max()
    var sets: [BackupSet] = []
    for backup in stanza?["backup"]?.arrayValue ?? [] {
      // A set with errors in it is none to rely on.
      guard backup["error"]?.boolValue != true, let label = backup["label"]?.stringValue,
        let stopped = backup["timestamp"]?["stop"]?.intValue
      else { continue }
      sets.append(
        BackupSet(
          label: label, repository: Self.repository(of: backup), stopped: WallTime(seconds: stopped),
          size: backup["info"]?["size"]?.intValue, isCurrent: isCurrent(backup)))
    }
    all = sets.sorted { $0.stopped < $1.stopped }
  }

  private static func repository(of entry: JSON) -> Int64 { entry["database"]?["repo-key"]?.intValue ?? 1 }

  /// The current cluster's sets in one repository, or in all, that ended before a moment; oldest first.
  func sets(repository: Int64?, before moment: WallTime?) -> [BackupSet] {
    all.filter { set in
      set.isCurrent && (repository == nil || set.repository == repository) && (moment.map { set.stopped < $0 } ?? true)
    }
  }

  /// The set of this label, of whichever cluster.
  func set(named label: String) -> BackupSet? { all.first { $0.label.hasSameBytes(as: label) } }

  /// Whether every repository that is listed can restore the current cluster, in a line: `held: …` or `lacking: …`.
  var words: String {
    guard status.hasSameBytes(as: "ok") else { return "lacking: \(TerminalText.escapedLine(status))" }
    let lacking = repositories.filter { sets(repository: $0, before: nil).isEmpty }
    guard lacking.isEmpty, let newest = sets(repository: nil, before: nil).last else {
      let place = lacking.first.map { "repository \($0) holds" } ?? "there is"
      let old = all.isEmpty ? "" : "; those of the one before an upgrade do not count"
      return "lacking: \(place) no backup of the cluster as it is now\(old)"
    }
    return "held: \(TerminalText.escapedLine(newest.label)) is the newest"
  }
}
