public import Operations
public import Runbooks

extension PrintFlow {
  /// Where and how this environment drills (seed §4).
  public struct Drills: Sendable {
    /// The throwaway folder, server, bucket and application.
    public let ground: DrillGround
    /// The log in git.
    public let log: DrillLog
    /// pgBackRest with the cross-region repository, as a game day uses it.
    public let away: PgBackRest
    /// Where the logical dumps lie offsite, locked against everybody (seed §1.2).
    public let dumps: Bucket<Production>
    /// The heartbeat check of the weekly drill.
    public let weeklyHeartbeat: String
    /// The heartbeat check of the game day.
    public let monthlyHeartbeat: String

    /// A drill's places from their parts.
    public init(
      ground: DrillGround, log: DrillLog, away: PgBackRest, dumps: Bucket<Production>, weeklyHeartbeat: String, monthlyHeartbeat: String
    ) {
      self.ground = ground
      self.log = log
      self.away = away
      self.dumps = dumps
      self.weeklyHeartbeat = weeklyHeartbeat
      self.monthlyHeartbeat = monthlyHeartbeat
    }
  }

  /// Nothing of a drill is anything of production's; asked before the run and again before each step that makes or removes something.
  var drillIsIsolated: Precondition {
    drills.ground.isIsolated(
      folders: ([cluster.dataDirectory, standIn.cluster.dataDirectory, standIn.app.directory] + applicationHosts.map(\.app.directory))
        .removingRepeats,
      ports: [postgres.port, standIn.cluster.server.port].removingRepeats, buckets: [files.name, replica.name],
      websites: applicationHosts.map(\.website) + [standIn.website])
  }

  /// The paths below `designs/`: the slice of the bucket that the weekly drill restores (§4.2).
  var printFilePaths: [PathColumn] {
    paths.filter { $0.argument.hasPrefix("designer_documents.print_ready_file") || $0.argument.hasPrefix("orders.design_print_ready_file") }
  }
}

extension Array where Element: Hashable {
  /// The elements, each at its first place alone.
  var removingRepeats: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
