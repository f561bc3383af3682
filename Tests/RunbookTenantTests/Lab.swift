import RunbookBase
import RunbookSystem
import RunbookTenant
import Testing

/// Production and, after `dump()`, a scratch database with the same content.
struct Lab {
  let cluster: Cluster
  let name: String

  /// A production database filled by a script.
  init(_ setUp: String) throws {
    cluster = try #require(Cluster.shared)
    name = "lab_" + Entropy.hex(5)
    _ = try run(setUp: "CREATE DATABASE \(name)_p TEMPLATE template0", on: "postgres")
    try production(setUp)
    try dump()
  }

  /// Takes the scratch copy of production as it is now.
  func dump() throws {
    _ = try run(setUp: "DROP DATABASE IF EXISTS \(name)_s", on: "postgres")
    _ = try run(setUp: "CREATE DATABASE \(name)_s TEMPLATE \(name)_p", on: "postgres")
  }

  /// Takes the scratch copy by way of a real dump.
  func redump() throws {
    _ = try run(setUp: "DROP DATABASE \(name)_s", on: "postgres")
    _ = try run(setUp: "CREATE DATABASE \(name)_s TEMPLATE template0", on: "postgres")
    let (b, d) = (cluster.bin, cluster.directory)
    let script =
      "\(b)/pg_dump -h \(d) -p 15600 -U postgres -Fc \(name)_p | \(b)/pg_restore -h \(d) -p 15600 -U postgres --no-owner -d \(name)_s"
    let outcome = try Subprocess.run("/bin/bash", ["-o", "pipefail", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
    try #require(outcome.status.isSuccess, Comment(rawValue: String(decoding: outcome.errorOutput, as: UTF8.self)))
  }

  @discardableResult
  func production(_ sql: String) throws -> [[String]] { try run(setUp: sql, on: name + "_p") }

  @discardableResult
  func scratch(_ sql: String) throws -> [[String]] { try run(setUp: sql, on: name + "_s") }

  /// Runs SQL with psql; rows of fields, unaligned.
  ///
  /// Fails the test with the server's words.
  func run(setUp sql: String, on database: String, user: String = "postgres") throws -> [[String]] {
    let outcome = try psql(sql, on: database, user: user)
    try #require(outcome.status.isSuccess, Comment(rawValue: String(decoding: outcome.errorOutput, as: UTF8.self)))
    return String(decoding: outcome.output, as: UTF8.self).utf8.split(separator: 10).map { line in
      line.split(separator: 124, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  func psql(_ sql: String, on database: String, user: String = "postgres") throws -> Subprocess.Outcome {
    try Subprocess.run(
      cluster.bin + "/psql", ["-X", "-q", "-At", "--set=ON_ERROR_STOP=1"],
      environment: ["PGHOST": cluster.directory, "PGPORT": "15600", "PGUSER": user, "PGDATABASE": database, "PGTZ": "UTC"],
      input: Array(sql.utf8), outputLimit: 1 << 22)
  }

  /// The engine's view of the two databases.
  func configuration(
    _ tenant: String, user: String = "postgres", _ change: (inout TenantRows.Configuration) -> Void = { _ in }
  ) -> TenantRows.Configuration {
    var configuration = TenantRows.Configuration(
      psql: cluster.bin + "/psql",
      source: TenantConnection(host: cluster.directory, port: 15600, user: "postgres", database: name + "_s"),
      target: TenantConnection(host: cluster.directory, port: 15600, user: user, database: name + "_p"), tenant: tenant,
      workDirectory: cluster.directory, environment: ["PATH": "/usr/bin:/bin"])
    change(&configuration)
    return configuration
  }

  /// Diff and, with its digest, apply.
  @discardableResult
  func restore(_ tenant: String, _ change: (inout TenantRows.Configuration) -> Void = { _ in }) throws -> TenantApplied {
    let configuration = configuration(tenant, change)
    let diff = try TenantRows.diff(configuration)
    #expect(diff.refusals == [])
    return try TenantRows.apply(configuration, approved: diff.digest)
  }

  /// Rows and an order-free checksum of every table's content; equal lines mean equal content.
  func fingerprint(on suffix: String = "_p") throws -> [String] {
    try run(
      setUp: """
        SELECT format('SELECT %L, count(*), coalesce(sum((''x'' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric), 0) FROM %s%I.%I t',
          c.relname, CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY n.nspname, c.relname \\gexec
        """, on: name + suffix
    ).map { $0.joined(separator: "|") }
  }

  /// Every sequence with its state.
  func sequences() throws -> [String] {
    try production(
      "SELECT schemaname || '.' || sequencename, coalesce(last_value::text, '-') FROM pg_sequences ORDER BY 1"
    ).map { $0.joined(separator: "=") }
  }
}

/// The problem that a body throws; a test failure when it throws none.
func problem(_ body: () throws -> Void) throws -> Problem {
  try #require(throws: Problem.self) { try body() }
}
