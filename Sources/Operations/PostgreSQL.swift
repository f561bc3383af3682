public import Runbooks

/// A PostgreSQL server and its client programs; every method returns commands as values.
public struct PostgreSQL: Sendable {
  /// The host name or address.
  public let host: String
  /// The port.
  public let port: Int
  /// The role that the commands connect as; it needs CREATEDB for the scratch database.
  public let user: Identifier
  /// Variables for every client program, such as `PGPASSFILE`; never a password.
  public let environment: [String: String]

  /// A server.
  public init(host: String, port: Int, user: Identifier, environment: [String: String] = [:]) {
    self.host = host
    self.port = port
    self.user = user
    self.environment = environment
  }

  /// `--host … --port … --username … --no-password`: nothing waits for a password that nobody types.
  var connection: [Text] { ["--host=\(host)", "--port=\(String(port))", "--username=\(user)", "--no-password"] }

  /// A client program with the connection's arguments.
  func client(_ program: String, _ arguments: [Text], effect: Effect, on target: Target? = nil) -> Command {
    Command(program, connection + arguments, effect: effect, on: target).environment(environment)
  }

  /// Tells this server from every other one: the system identifier, the port and the role it plays.
  public var identity: Command {
    sql(
      "SELECT 'system ' || system_identifier || ', port ' || current_setting('port') || CASE WHEN pg_is_in_recovery() THEN ', standby' ELSE ', primary' END FROM pg_control_system()",
      database: "postgres", effect: .reads, target: nil)
  }

  /// Looks whether the server answers.
  public var answers: Probe { Probe(client("pg_isready", ["--timeout=5"], effect: .reads).withoutPasswordFlag) }

  // MARK: Databases

  /// Creates a throwaway database (seed §3.3: `createdb live_db_scratch`).
  public func create(_ database: Database<Scratch>) -> Command {
    client("createdb", ["--template=template0", "\(database)"], effect: .writes, on: database.target)
  }

  /// Drops a throwaway database; a Production one does not compile.
  public func drop(_ database: Database<Scratch>) -> Command {
    client("dropdb", ["--if-exists", "--force", "\(database)"], effect: .writes, on: database.target)
  }

  /// Looks whether a database exists: prints 1 or 0.
  public func exists<R: Realm>(_ database: Database<R>) -> Command {
    sql("SELECT count(*) FROM pg_database WHERE datname = '\(database)'", database: "postgres", effect: .reads, target: nil)
  }

  // MARK: Dumps

  /// Restores a dump into a throwaway database, ending at the first error.
  public func restore(_ dump: Parameter<DumpFile>, into database: Database<Scratch>, jobs: Int) -> Command {
    client(
      "pg_restore",
      ["--exit-on-error", "--no-owner", "--no-privileges", "--jobs=\(String(jobs))", "--dbname=\(database)", "\(dump)"],
      effect: .writes, on: database.target
    ).differing("--exit-on-error: the seed's command goes on after an error and answers 1 at the end")
  }

  /// Reads a dump to its end; `pg_restore --list` answers 0 for a truncated one.
  public func readThrough(_ dump: Parameter<DumpFile>) -> Command {
    Command("pg_restore", ["--file=/dev/null", "\(dump)"], effect: .reads)
  }

  /// Prints when a dump was begun, in UTC: what was written later is not in it.
  public func began(_ dump: Parameter<DumpFile>) -> Pipeline {
    let time = #"s/^; *Archive created at \([0-9-]*\) \([0-9:]*\) UTC$/\1T\2Z/p"#
    return Command("pg_restore", ["--list", "\(dump)"], effect: .reads).environment(["TZ": "UTC"])
      .piped(to: Command("sed", ["--quiet", Text(time)], effect: .reads))
  }

  /// Prints the moment to which a server was recovered: its last replayed transaction, or the newest row when none was replayed.
  ///
  /// - Parameter target: what it was to recover to; a moment that was reached is that moment, whether or not somebody wrote just then.
  public func recoveredPoint<R: Realm>(
    in database: Database<R>, newest table: Identifier, _ column: Identifier, target: Text = ""
  ) -> Command {
    query(
      """
      SELECT to_char(coalesce(substring(:'target' from '^[0-9]{4}-.*$')::timestamptz, pg_last_xact_replay_timestamp(), \
      (SELECT max(\(column)) FROM \(table))) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      """, in: database, variables: ["target": target])
  }

  /// Prints the rows of one table of a dump whose text holds the needle.
  public func rows(of table: Identifier, in dump: Parameter<DumpFile>, holding needle: Text) -> Pipeline {
    Command("pg_restore", ["--data-only", "--table=\(table)", "--file=-", "\(dump)"], effect: .reads)
      .piped(to: Command("grep", ["--fixed-strings", "--count", "--", needle], effect: .reads))
  }

  // MARK: Queries

  /// Runs a query and prints its one value; values travel as psql variables, never inside the SQL.
  public func query<R: Realm>(_ sql: Text, in database: Database<R>, variables: [String: Text] = [:]) -> Command {
    self.sql(sql, database: "\(database)", variables: variables, effect: .reads, target: database.target)
  }

  func sql(_ sql: Text, database: Text, variables: [String: Text] = [:], effect: Effect, target: Target?) -> Command {
    let flags: [Text] = ["-XqAt", "--set=ON_ERROR_STOP=1"]
    let values = variables.sorted { $0.key < $1.key }.map { Text("--set=\($0.key)=") + $0.value }
    // psql fills variables into scripts alone, not into --command.
    return client("psql", flags + values + ["--dbname=\(database)", "--file=-"], effect: effect, on: target).reading(sql + ";\n")
  }
}

extension Command {
  /// `pg_isready` does not know `--no-password`.
  fileprivate var withoutPasswordFlag: Command {
    Command(executable, arguments.filter { $0 != "--no-password" }, effect: effect, on: target).environment(plainEnvironment)
  }

  private var plainEnvironment: [String: String] {
    environment.compactMapValues { if case .text(let text) = $0 { text.template } else { nil } }
  }
}
