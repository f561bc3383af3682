/// How one database is reached; passwords travel only in the environment (`PGPASSWORD`, `PGPASSFILE`).
public struct TenantConnection: Hashable, Sendable {
  /// A host name, an address, or the absolute directory of a Unix socket.
  public var host: String
  /// The port.
  public var port: Int
  /// The role.
  public var user: String
  /// The database.
  public var database: String

  /// A connection from its parts.
  public init(host: String, port: Int = 5432, user: String, database: String) {
    self.host = host
    self.port = port
    self.user = user
    self.database = database
  }

  /// The environment in which `psql` finds it: unlike an argument, a variable is never read as an option or a connection string.
  func environment(over base: [String: String]) -> [String: String] {
    var environment = base
    for name in ["PGHOSTADDR", "PGSERVICE", "PGOPTIONS", "PSQL_PAGER", "PAGER", "PSQL_EDITOR", "PGCLIENTENCODING"] {
      environment[name] = nil
    }
    environment["PGHOST"] = host
    environment["PGPORT"] = String(port)
    environment["PGUSER"] = user
    environment["PGDATABASE"] = database
    environment["PGAPPNAME"] = "runbook rows"
    environment["PGCONNECT_TIMEOUT"] = base["PGCONNECT_TIMEOUT"] ?? "15"
    return environment
  }
}

extension TenantConnection: CustomStringConvertible {
  /// As a person reads it, such as `live_db on 127.0.0.1:5432 as postgres`.
  public var description: String { "\(Printable.text(database)) on \(Printable.text(host)):\(port) as \(Printable.text(user))" }
}
