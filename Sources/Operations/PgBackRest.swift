public import Runbooks

/// pgBackRest for one stanza, run as the server's owner on the cluster's host.
public struct PgBackRest: Sendable {
  /// The stanza.
  public let stanza: Identifier
  /// The configuration file; nil for the default one.
  public let configuration: AbsolutePath?
  /// The repository to restore from; nil for the first that answers.
  public let repository: Int?

  /// pgBackRest for one stanza.
  public init(stanza: Identifier, configuration: AbsolutePath? = nil, repository: Int? = nil) {
    self.stanza = stanza
    self.configuration = configuration
    self.repository = repository
  }

  /// Restores production's data directory; deletes the files that the backup does not hold.
  public func restore<R: Realm>(_ cluster: Cluster<R>, to target: Text? = nil, set label: Text? = nil) -> Command {
    var arguments: [Text] = ["--delta"]
    if let target { arguments += ["--type=time", "--target=" + target, "--target-action=promote"] }
    if let label { arguments.append("--set=" + label) }
    return command(on: cluster, arguments + ["restore"], effect: .destroys("the data directory \(cluster.dataDirectory)"))
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

  /// The repository answers, knows the stanza and holds a backup.
  public func holdsBackup<R: Realm>(_ cluster: Cluster<R>) -> Probe {
    Probe(info(cluster), .all([.json("0.status.code", .equals("0")), .json("0.backup.0.label", .printsSomething)]))
  }

  func command<R: Realm>(on cluster: Cluster<R>, _ arguments: [Text], effect: Effect) -> Command {
    var words = cluster.asOwner.map { Text($0) } + ["pgbackrest", "--stanza=\(stanza)"]
    if let configuration { words.append("--config=\(configuration)") }
    if let repository { words.append("--repo=\(String(repository))") }
    words += arguments
    return Command(words[0].template, Array(words.dropFirst()), effect: effect, on: cluster.target).using("pgbackrest")
  }
}
