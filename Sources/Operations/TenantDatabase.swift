public import Runbooks

/// The database of one tenant with the copies that a restore makes beside it (seed §3.3 path B).
///
/// A parameter names them, so that every name travels as an argument or as a psql variable, never inside the SQL.
public struct TenantDatabase: Sendable {
  /// The tenant's database.
  public let current: Database<Production>
  /// What the dump is restored into.
  public let restored: Database<Scratch>
  /// What the tenant's database is called after another one took its place; nothing drops it but ``dropDamaged()``.
  public let damaged: Database<Production>
  private let name: Parameter<TenantDatabaseName>
  private let server: PostgreSQL

  /// A tenant's database by the parameter that names it.
  public init(_ name: Parameter<TenantDatabaseName>, on server: PostgreSQL) {
    self.name = name
    self.server = server
    current = Database(as: "tenant_databases", reference: "\(name)", on: server)
    restored = Database(as: "tenant_databases_restored", reference: "\(name)_restored", on: server)
    damaged = Database(as: "tenant_databases", reference: "\(name)_damaged", on: server)
  }

  // MARK: Looks

  /// Prints the name of the database that a dump was made of.
  public func origin(of dump: Parameter<DumpFile>) -> Pipeline {
    Command("pg_restore", ["--list", "\(dump)"], effect: .reads)
      .piped(to: Command("sed", ["--quiet", "s/^; *dbname: //p"], effect: .reads))
  }

  /// Passes when a dump was made of this database and of no other tenant's.
  public func isOrigin(of dump: Parameter<DumpFile>) -> Probe { Probe(origin(of: dump), .equals("\(name)")) }

  /// Prints `there` or `gone`.
  public func standing<R: Realm>(of database: Database<R>) -> Command {
    catalog("SELECT CASE count(*) WHEN 0 THEN 'gone' ELSE 'there' END FROM pg_database WHERE datname = :'name'", database)
  }

  /// There is no such database.
  public func isGone<R: Realm>(_ database: Database<R>) -> Probe { Probe(standing(of: database), .equals("gone")) }

  /// Prints the number that the server gave a database; it stays when the database is renamed.
  public func number<R: Realm>(of database: Database<R>) -> Command {
    catalog("SELECT oid FROM pg_database WHERE datname = :'name'", database)
  }

  /// Prints how many rows all tables of a database hold together, whatever its tables are; 0 for a database without tables.
  public func countRows<R: Realm>(in database: Database<R>) -> Command {
    let sql = """
      SELECT coalesce('SELECT ' || string_agg(format('(SELECT count(*) FROM %I.%I)', n.nspname, c.relname), ' + '), 'SELECT 0')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' \\gexec
      """
    return server.sql(Text(sql + "\n"), database: "\(database)", effect: .reads, target: database.target)
  }

  // MARK: Changes

  /// Puts the restored database in the tenant's place and keeps what stood there, in one transaction.
  ///
  /// Without a restored database it does nothing, so that running it twice has the effect of once.
  public func swapIn() -> Command {
    exchange(
      onlyIf: "EXISTS (SELECT FROM pg_database WHERE datname = :'restored')",
      first: ("name", "damaged"), second: ("restored", "name"),
      effect: .destroys("what was written to \(current) since the dump was begun; \(damaged) keeps it"))
  }

  /// Puts everything back where it was before ``swapIn()``.
  ///
  /// Where nothing was swapped it does nothing.
  public func swapBack() -> Command {
    exchange(
      onlyIf: "NOT EXISTS (SELECT FROM pg_database WHERE datname = :'restored')",
      first: ("name", "restored"), second: ("damaged", "name"),
      effect: .destroys("what was written to \(current) since the swap; \(restored) keeps it until it is dropped as owed"))
  }

  /// Drops what the restored database has replaced.
  public func dropDamaged() -> Command {
    server.client("dropdb", ["--if-exists", "\(damaged)"], effect: .destroys("\(damaged), for good"), on: damaged.target)
  }

  /// Ends the connections and renames two databases; a connection that comes back in between fails it, and nothing has changed.
  private func exchange(onlyIf condition: String, first: (String, String), second: (String, String), effect: Effect) -> Command {
    let rename = { (from: String, to: String) in
      """
      SELECT format('ALTER DATABASE %I RENAME TO %I', :'\(from)', :'\(to)')
       WHERE (SELECT swap FROM pg_temp.plan) AND EXISTS (SELECT FROM pg_database WHERE datname = :'\(from)') \\gexec

      """
    }
    let sql = """
      BEGIN;
      CREATE TEMPORARY TABLE plan ON COMMIT DROP AS SELECT \(condition) AS swap;
      SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
       WHERE (SELECT swap FROM pg_temp.plan) AND datname IN (:'name', :'restored', :'damaged') AND pid <> pg_backend_pid();
      \(rename(first.0, first.1))\(rename(second.0, second.1))COMMIT
      """
    return server.sql(
      Text(sql), database: "postgres",
      variables: ["name": "\(current)", "restored": "\(restored)", "damaged": "\(damaged)"], effect: effect, target: current.target)
  }

  private func catalog<R: Realm>(_ sql: Text, _ database: Database<R>) -> Command {
    server.sql(sql, database: "postgres", variables: ["name": "\(database)"], effect: .reads, target: nil)
  }
}
