public import Runbooks

/// Where drills happen: a folder, a server, a bucket and an application of their own, all throwaway (seed §4.2).
///
/// Everything that a drill makes stands below one folder that the drill itself creates, or bears a mark with the run's id.
public struct DrillGround: Sendable {
  /// The folder that each drill makes and removes; nothing else ever lives there.
  public let folder: AbsolutePath
  /// The scratch cluster: its data directory and its configuration lie in the folder.
  public let cluster: Cluster<Scratch>
  /// The bucket that each drill makes and removes.
  public let bucket: Bucket<Scratch>
  /// The application against the scratch database and bucket.
  public let app: ScratchApplication

  /// A ground from its parts.
  ///
  /// - Parameters:
  ///   - folder: does not exist between drills; its parent does and belongs to the server's owner.
  ///   - port: the scratch server's port on 127.0.0.1.
  ///   - user: the role that the checks connect as; it comes back with production's roles.
  ///   - programs: the folder of `pg_ctl`.
  ///   - asOwner: the words before a command that must run as the server's owner.
  public init(
    folder: AbsolutePath, port: Int, user: Identifier, programs: String, asOwner: [String], environment: [String: String] = [:],
    bucket: Bucket<Scratch>, app: ScratchApplication
  ) {
    self.folder = folder
    self.bucket = bucket
    self.app = app
    let data = folder.appending("data")
    // Given on the command line: what production set with ALTER SYSTEM comes back with its data and would win over a file.
    let settings = [
      ("config_file", "\(folder.text)/postgresql.conf"), ("data_directory", data.text), ("hba_file", "\(folder.text)/pg_hba.conf"),
      ("ident_file", "\(folder.text)/pg_ident.conf"), ("unix_socket_directories", ""),
      ("listen_addresses", "127.0.0.1"), ("port", String(port)), ("archive_mode", "off"), ("hot_standby", "off"),
      ("max_logical_replication_workers", "0"), ("dynamic_shared_memory_type", "mmap"), ("fsync", "off"), ("ssl", "off"),
    ]
    let server = PostgreSQL(host: "127.0.0.1", port: port, user: user, environment: environment)
    cluster = Cluster<Scratch>(
      server, dataDirectory: data,
      manager: .pgCtl(
        program: programs + "/pg_ctl", options: settings.map { "-c \($0.0)=\($0.1)" }.joined(separator: " "),
        log: "\(folder.text)/server.log"), asOwner: asOwner)
  }

  /// A database of the restored cluster; a physical restore brings them all under their own names.
  public func database(_ name: Identifier) -> Database<Scratch> { Database(name, on: cluster.server) }

  /// The file that says whose the folder is.
  private var markFile: AbsolutePath { folder.appending("runbook-drill") }

  // MARK: The folder

  /// Makes the folder; fails when anything is there, so that everything in it is this drill's.
  public func make() -> Pipeline { Pipeline([owner(["mkdir", "--mode=700", folder.text], effect: .writes)]) }

  /// Writes down in the folder which run made it.
  public func sign() -> Pipeline {
    mark().piped(to: owner(["tee", markFile.text], effect: .writes))
  }

  /// Prints the mark of the run that calls: its id.
  public func mark() -> Command { Command("runbook", ["scratch", "mark"], effect: .reads) }

  /// Makes what the server needs in the folder.
  public func furnish() -> [Command] {
    [
      owner(["mkdir", "--mode=700", cluster.dataDirectory.text], effect: .writes),
      owner(["tee", "\(folder.text)/postgresql.conf"], effect: .writes).reading(
        "# A drill's server takes its settings from its command line.\n"),
      owner(["tee", "\(folder.text)/pg_hba.conf"], effect: .writes).reading("host all all 127.0.0.1/32 scram-sha-256\n"),
      owner(["tee", "\(folder.text)/pg_ident.conf"], effect: .writes).reading("# nobody\n"),
    ]
  }

  /// Removes the folder and all that is in it; links are removed, never followed.
  public func remove() -> Command {
    owner(["rm", "--recursive", "--force", "--one-file-system", "--", folder.text], effect: .writes)
  }

  /// Nothing is at the folder's place.
  public var isGone: Probe { Probe(owner(["test", "!", "-e", folder.text, "-a", "!", "-L", folder.text], effect: .reads)) }

  /// The server that answers on the scratch port works on the scratch data directory.
  public var isItself: Probe {
    Probe(
      cluster.server.sql("SHOW data_directory", database: "postgres", effect: .reads, target: nil),
      .equals(Text(cluster.dataDirectory.text)))
  }

  // MARK: Looks

  /// The folder, the port and the bucket are not production's, wherever links lead (hazards 1 and 13).
  ///
  /// - Parameters:
  ///   - folders: production's folders: data directories, application, backups.
  ///   - ports: production's ports.
  ///   - buckets: production's buckets.
  ///   - websites: production's sites.
  public func isIsolated(folders: [AbsolutePath], ports: [Int], buckets: [String], websites: [Website]) -> Precondition {
    var arguments: [Text] = [
      "scratch", "isolated", "--folder=\(folder.text)", "--port=\(String(cluster.server.port))", "--bucket=\(bucket)",
    ]
    arguments.append("--website=\(app.website.address)")
    arguments += folders.map { "--not-folder=\($0)" } + ports.map { "--not-port=\(String($0))" } + buckets.map { "--not-bucket=\($0)" }
    arguments += websites.map { "--not-website=\($0.address)" }
    return Precondition(
      "the scratch folder, port and bucket are not production's", Probe(Command("runbook", arguments, effect: .reads)),
      remedy: "correct the estate, or the link on the way to the folder; a drill never comes near production (seed §4.2)", isSafety: true)
  }

  /// What is left of earlier drills, as JSON; ends with 12 when something stands there that no drill made.
  public func leftovers(_ s3: ObjectStore) -> Command {
    let words: [Text] = cluster.asOwner.map { "--owner=\($0)" }
    return s3.aws(
      ["scratch", "leftovers", "--folder=\(folder.text)", "--bucket=\(bucket)"] + words, bucket, program: "runbook", effect: .reads
    ).using("aws")
  }

  /// Nothing is left of an earlier drill.
  public func isFree(_ s3: ObjectStore) -> Precondition {
    Precondition(
      "nothing is left of an earlier drill",
      Probe(leftovers(s3), .all([.json("folder", .equals("none")), .json("bucket", .equals("none"))])),
      remedy: "look whether somebody still needs it, then: runbook exec drill-teardown")
  }

  /// Passes when the leftovers are those of one run, whose mark it was given: a drill takes down what it made and nothing else.
  public func isAll(of mark: Output<DrillMark>) -> Criterion {
    .all([.json("folder", .equals("\(mark)")), .json("bucket", .equals("\(mark)"))])
  }

  /// Whatever stands at the drill's places was made by a drill.
  public func isADrills(_ s3: ObjectStore) -> Precondition {
    Precondition(
      "what would be removed was made by a drill", Probe(leftovers(s3), .json("foreign", .equals("none"))),
      remedy: "find out whose it is; this program removes what a drill has marked and nothing else", isSafety: true)
  }

  private func owner(_ words: [String], effect: Effect) -> Command { cluster.words(cluster.asOwner + words, effect: effect) }
}
