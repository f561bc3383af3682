public import Runbooks

extension PgBackRest {
  /// Restores into an empty scratch directory, which is named, and archives nowhere (hazards 1 and 2).
  ///
  /// Without `--delta`: pgBackRest itself refuses a directory that is not empty. Tablespaces go below the drill's folder;
  /// without the map they would be restored over production's own, whose absolute places stand in the backup.
  /// - Parameters:
  ///   - target: a moment to recover to; nil for the end of the archive.
  ///   - label: the backup set to start from.
  public func restore(into ground: DrillGround, to target: Parameter<Timestamp>? = nil, set label: Text) -> Command {
    var arguments: [Text] = [
      "--pg1-path=\(ground.cluster.dataDirectory)", "--archive-mode=off", "--tablespace-map-all=\(ground.folder.text)/tablespaces",
    ]
    if let target {
      let moment = target.made("pgbackrest") { Self.moment($0) }
      arguments += ["--type=time", "--target=" + moment, "--target-action=promote"]
    }
    return command(on: ground.cluster, arguments + ["--set=" + label, "restore"], effect: .writes)
      .differing("--pg1-path and --archive-mode=off: the seed's own line restores over production and archives into its repository")
  }

  /// Prints the newest backup set as JSON: label, when it ended, its age; with a moment, the newest one that ended before it (hazard 4).
  public func newestSet<R: Realm>(of cluster: Cluster<R>, before moment: Text? = nil) -> Pipeline {
    var arguments: [Text] = ["measure", "backup-set", "--json"]
    if let repository { arguments.append("--repository=\(String(repository))") }
    if let moment { arguments.append("--before=" + moment) }
    return info(cluster).piped(to: Command("runbook", arguments, effect: .reads))
  }
}
