public import Runbooks

extension PgBackRest {
  /// The disk of the data directory has room for the chosen backup set, what is there giving way.
  public func hasRoom<R: Realm>(_ cluster: Cluster<R>, for choice: Parameter<BackupChoice>) -> Precondition {
    let set = choice.words("measure") { if case .set(let label) = $0 { ["--set=\(label.text)"] } else { [] } }
    return room(
      cluster, in: cluster.dataDirectory, "what is restored fits on the disk of \(cluster.dataDirectory)", ["--replacing"] + set)
  }

  /// The disk of the data directory has room for a backup set, what is there giving way.
  public func hasRoom<R: Realm>(_ cluster: Cluster<R>, for set: Parameter<BackupLabel>) -> Precondition {
    room(
      cluster, in: cluster.dataDirectory, "the backup set \(set) fits on the disk of \(cluster.dataDirectory)",
      ["--replacing", "--set=\(set)"])
  }

  /// The disk of a drill has room for the newest set and a tenth to spare: it may be the disk that production writes to.
  public func hasRoom(for ground: DrillGround) -> Precondition {
    room(ground.cluster, in: ground.folder, "a drill fits on the disk of \(ground.folder)", [])
  }

  private func room<R: Realm>(_ cluster: Cluster<R>, in directory: AbsolutePath, _ title: Text, _ words: [Text]) -> Precondition {
    Precondition(
      title,
      Probe(
        info(cluster).piped(to: Command("runbook", ["measure", "room", "--directory=\(directory)"] + words, effect: .reads)),
        .contains("fits:")),
      remedy: "make room there, or mount a bigger disk: a restore that ends on a full one has deleted what was there")
  }
}
