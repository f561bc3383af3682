import RunbookBase
public import Runbooks

/// pgBackRest for one stanza, run as the server's owner on the cluster's host.
public struct PgBackRest: Sendable {
  /// The stanza.
  public let stanza: Identifier
  /// The configuration file; nil for the default one.
  public let configuration: AbsolutePath?
  /// The repository to restore from; nil for the first that answers.
  public let repository: Int?
  /// The repository as the operator names it.
  let choice: Parameter<RepositoryChoice>?

  /// pgBackRest for one stanza.
  public init(stanza: Identifier, configuration: AbsolutePath? = nil, repository: Int? = nil) {
    self.init(stanza: stanza, configuration: configuration, repository: repository, choice: nil)
  }

  private init(stanza: Identifier, configuration: AbsolutePath?, repository: Int?, choice: Parameter<RepositoryChoice>?) {
    self.stanza = stanza
    self.configuration = configuration
    self.repository = repository
    self.choice = choice
  }

  /// The same, with the one repository that the operator names: reading, following the archive, and the backup afterwards.
  public func using(_ choice: Parameter<RepositoryChoice>) -> PgBackRest {
    PgBackRest(stanza: stanza, configuration: configuration, repository: nil, choice: choice)
  }

  /// Restores a cluster's data directory to the end of the archive; deletes the files that the backup does not hold.
  ///
  /// - Parameters:
  ///   - choice: the backup set to start from; nil for the latest.
  ///   - timeline: the timeline to follow; nil for the newest.
  public func restore<R: Realm>(
    _ cluster: Cluster<R>, from choice: Parameter<BackupChoice>? = nil, following timeline: Parameter<Timeline>? = nil
  ) -> Command {
    let set = choice?.words("pgbackrest") { if case .set(let label) = $0 { ["--set=\(label.text)"] } else { [] } }
    return restore(cluster, (set ?? []) + words(timeline))
  }

  private func words(_ timeline: Parameter<Timeline>?) -> [Text] {
    timeline?.words("pgbackrest") { if case .number(let number) = $0 { ["--target-timeline=\(number)"] } else { [] } } ?? []
  }

  /// Restores a cluster's data directory to a point in time, starting from a named set (seed §3.2).
  public func restore<R: Realm>(
    _ cluster: Cluster<R>, to target: Parameter<RecoveryTarget>, from set: Parameter<BackupLabel>,
    following timeline: Parameter<Timeline>? = nil
  ) -> Command {
    restore(cluster, target.words("pgbackrest", Self.words) + ["--target-action=promote"] + words(timeline) + ["--set=\(set)"])
  }

  private func restore<R: Realm>(_ cluster: Cluster<R>, _ options: [Text]) -> Command {
    command(on: cluster, ["--delta"] + options + ["restore"], effect: .destroys("the data directory \(cluster.dataDirectory)"))
  }

  /// A moment as in the seed: pgBackRest reads no `T` and no `Z`.
  static func moment(_ moment: Timestamp) -> String { moment.text.replacingByte("T", with: " ").replacingByte("Z", with: "+00") }

  /// A target in pgBackRest's own words.
  private static func words(_ target: RecoveryTarget) -> [String] {
    switch target.kind {
    case .time(let moment):
      ["--type=time", "--target=\(Self.moment(moment))"]
    case .xid(let number): ["--type=xid", "--target=\(number)"]
    case .lsn(let place): ["--type=lsn", "--target=\(place)"]
    case .immediate: ["--type=immediate"]
    }
  }

  /// Takes a full backup.
  public func fullBackup<R: Realm>(_ cluster: Cluster<R>) -> Command {
    command(on: cluster, ["--type=full", "backup"], effect: .writes)
  }

  /// Prints the repository's state as JSON; exit 0 says nothing (lab-pg §2.3).
  public func info<R: Realm>(_ cluster: Cluster<R>) -> Command {
    command(on: cluster, ["--output=json", "info"], effect: .reads)
  }

  /// Pushes a WAL segment through the archive and looks whether it arrived.
  public func check<R: Realm>(_ cluster: Cluster<R>) -> Command { command(on: cluster, ["check"], effect: .reads) }

  /// The repository answers, knows the stanza and holds a backup of the cluster as it is now; of several, each that is configured,
  /// unless one is named.
  public func holdsBackup<R: Realm>(_ cluster: Cluster<R>) -> Probe {
    Probe(info(cluster).piped(to: Command("runbook", ["measure", "backups"], effect: .reads)), .contains("held:"))
  }

  /// The only repository of a host without this program answers, knows the stanza and holds a backup, of whichever cluster.
  public func answers<R: Realm>(_ cluster: Cluster<R>) -> Probe {
    Probe(info(cluster), .all([.json("0.status.message", .equals("ok")), .json("0.backup.last.label", .printsSomething)]))
  }

  /// Prints how far the archive of the cluster as it is now reaches: its newest log segment.
  public func archiveEnd<R: Realm>(of cluster: Cluster<R>) -> Pipeline {
    info(cluster).piped(to: Command("runbook", ["measure", "archive"], effect: .reads))
  }

  /// Prints one set's entry as JSON: `0.backup.0.timestamp.stop` and so on.
  public func info<R: Realm>(_ cluster: Cluster<R>, set: Parameter<BackupLabel>) -> Command {
    command(on: cluster, ["--output=json", "--set=\(set)", "info"], effect: .reads)
  }

  /// The set is there, is whole, and ended before the target, where that is a moment (hazard 4).
  public func covers<R: Realm>(_ target: Parameter<RecoveryTarget>, from set: Parameter<BackupLabel>, _ cluster: Cluster<R>) -> Probe {
    let limit = target.made("seconds") {
      if case .time(let moment) = $0.kind { String(moment.time.seconds) } else { "9999999999" }
    }
    return Probe(
      info(cluster, set: set), .all([.json("0.backup.0.error", .equals("false")), .json("0.backup.0.timestamp.stop", .atMost(limit))]))
  }

  func command<R: Realm>(on cluster: Cluster<R>, _ arguments: [Text], effect: Effect) -> Command {
    var words = cluster.asOwner.map { Text($0) } + ["pgbackrest", "--stanza=\(stanza)"]
    if let configuration { words.append("--config=\(configuration)") }
    if let repository { words.append("--repo=\(String(repository))") }
    words += choice?.words("pgbackrest") { if case .number(let number) = $0 { ["--repo=\(number)"] } else { [] } } ?? []
    words += arguments
    return Command(words[0].template, Array(words.dropFirst()), effect: effect, on: cluster.target).using("pgbackrest")
  }
}

extension String {
  /// The text with one ASCII character replaced wherever it stands.
  fileprivate func replacingByte(_ byte: Character, with text: String) -> String {
    utf8.map { $0 == byte.asciiValue ? text : String(Unicode.Scalar($0)) }.joined()
  }
}
