import RunbookBase
import RunbookSystem

/// How the database is asked: the `psql` program, its connection and its environment.
public struct DatabaseAccess: Sendable {
  /// The `psql` program, by absolute path.
  public var psql: String
  /// The connection as arguments, such as `-h localhost -d live_db`; never a password.
  public var arguments: [String]
  /// The whole environment of the child: `PGPASSWORD`, `PGPASSFILE` and the like travel here.
  public var environment: [String: String]

  /// Access to one database.
  public init(psql: String, arguments: [String], environment: [String: String]) {
    self.psql = psql
    self.arguments = arguments
    self.environment = environment
  }

  /// Starts the query; its standard output is the sorted paths.
  ///
  /// The script goes through a file, because psql fills in variables there and not in `-c`.
  /// - Parameter own: what the name of the tenant's own bucket ends with, as the psql variable `own`; nil for the shared bucket.
  func start(_ query: PathQuery, tenant: String?, own: String?, in directory: String) throws(Problem) -> ChildStream {
    let file = "\(directory)/database-paths.sql"
    try attempt("write \(file)") { () throws(SystemError) in
      let descriptor = try FileDescriptor.open(file, [.writeOnly, .create, .truncate], mode: 0o600)
      defer { descriptor.closeQuietly() }
      try descriptor.writeAll(query.script)
    }
    var words = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    if let tenant { words += ["-v", "tenant=\(tenant)"] }
    if let own { words += ["-v", "own=\(own)"] }
    words += ["-f", file] + arguments
    return try ChildStream(
      SpawnRequest(executable: psql, arguments: words, environment: environment, workingDirectory: directory), name: "psql",
      errorFile: "\(directory)/psql.stderr")
  }

  /// What the script's first answer holds: the snapshot's moment, then per source rows without document, unextractable and empty ones.
  struct Counts {
    var asOf: Int64 = 0
    var null: UInt64 = 0
    var empty: UInt64 = 0
    /// Unextractable places by source.
    var unextractable: [(label: String, count: UInt64)] = []

    init(_ path: String) throws(Problem) {
      let text = try attempt("read the database's counts") { () throws(SystemError) in try Files.readText(path) }
      for line in text.split(separator: "\n") {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 4, let first = UInt64(fields[1]), let second = UInt64(fields[2]), let third = UInt64(fields[3]) else {
          throw Problem(.stepFailed, "the database's counts are not understood", details: [String(line)])
        }
        if fields[0] == "=" {
          asOf = Int64(clamping: third)
        } else {
          null += first
          empty += third
          unextractable.append((String(fields[0]), second))
        }
      }
      guard asOf > 0 else { throw Problem(.stepFailed, "the database did not say when its snapshot was taken") }
    }
  }
}
