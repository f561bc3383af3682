import Operations
import Runbooks

/// One server with a production and a scratch database, for commands that a test reads.
enum Workshop {
  static let server = PostgreSQL(host: "db1", port: 5433, user: "printflow", environment: ["PGPASSFILE": "/p"])
  static let live = Database<Production>("live_db", on: server)
  static let scratch = Database<Scratch>("live_db_scratch", on: server)
  static let bucket = Bucket<Production>("printflow360", region: "us-east-1")
  static let dump = Parameter<DumpFile>("dump", "The dump")
  static let tenant = Parameter<TenantID>("tenant", "The tenant")
  static let data = AbsolutePath(literal: "/data")

  static func cluster(_ manager: Cluster<Production>.Manager) -> Cluster<Production> {
    Cluster(
      server, dataDirectory: data, manager: manager, asOwner: ["sudo", "-n", "-u", "postgres"], asRoot: ["sudo", "-n"], host: Host("db1"))
  }
}

extension Command {
  /// Program, arguments and effect as one line.
  var line: String { ([executable] + arguments.map(\.template)).joined(separator: " ") + " [\(effect.word)]" }
}

extension Probe {
  /// The commands and the criterion as one line.
  var line: String { pipeline.commands.map(\.line).joined(separator: " | ") + " " + criterion.words }
}
