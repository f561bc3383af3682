import RunbookBase
import RunbookSystem

/// The two sessions of one diff or apply, and the pipe between them.
final class Workbench {
  let configuration: TenantRows.Configuration
  let source: PsqlSession
  let target: PsqlSession
  private let directory: String
  private let pipe = "pipe"

  /// Connects to both databases and makes the named pipe.
  init(_ configuration: TenantRows.Configuration) throws(Problem) {
    self.configuration = configuration
    guard !configuration.tenant.isEmpty, !configuration.tenant.utf8.contains(0) else {
      throw Problem(.parameterRejected, "a tenant is not an empty value and holds no NUL byte", hint: "name one tenant")
    }
    directory = configuration.workDirectory + "/rows-" + Entropy.hex(6)
    do throws(SystemError) {
      try Files.makeDirectory(directory, mode: 0o700)
      try Files.makeFIFO(directory + "/" + pipe, mode: 0o600)
    } catch {
      throw Problem(.preconditionNotMet, "no named pipe can be made: \(error)", hint: "name a work directory that this user may write")
    }
    do throws(Problem) {
      source = try PsqlSession(.source, configuration.source, configuration, directory: directory)
      target = try PsqlSession(.target, configuration.target, configuration, directory: directory)
      for session in [source, target] { try session.run(Workbench.settings) }
    } catch {
      try? Files.removeTree(directory)
      throw error
    }
  }

  /// Settings that make text mean the same on both sides, and errors out of hidden rows.
  ///
  /// The tenant goes to the server once, quoted by psql, and is read back as a setting: no statement ever holds it.
  private static let settings: SQL = """
    SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET client_min_messages = warning;
    SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex';
    SET xmlbinary = 'base64'; SET lc_monetary = 'C'; SET row_security = off; SET statement_timeout = 0; SET default_transaction_read_only = off;
    SET idle_in_transaction_session_timeout = '1h';
    SELECT count(set_config(name, '0', false)) FROM pg_settings WHERE name = 'transaction_timeout';
    SELECT set_config('runbook.tenant', :'runbook_tenant', false);
    """

  /// Ends both sessions in peace and removes the pipe.
  func close() {
    target.close()
    source.close()
    try? Files.removeTree(directory)
  }

  /// Ends both sessions at once: what production has not committed is rolled back by the server.
  func abandon() {
    target.kill()
    source.kill()
    try? Files.removeTree(directory)
  }

  /// Streams the rows of a query in one database into a table of the other, through the pipe and never through this process.
  ///
  /// - Parameters:
  ///   - destination: the table and, in parentheses, its columns.
  ///   - isBinary: PostgreSQL's binary format instead of text.
  /// - Returns: how many rows left and arrived; unequal numbers are an error.
  func stream(_ query: SQL, from: PsqlSession, into destination: SQL, of to: PsqlSession, isBinary: Bool) throws(Problem) -> Int {
    let format: SQL = isBinary ? "binary" : "text"
    // The scratch side starts first: it may hang on the pipe for ever if we die here, production may not.
    let out: SQL = "COPY (\(query)) TO STDOUT WITH (FORMAT \(format)) \\g pipe\n\\echo :ROW_COUNT"
    let into: SQL = "\\copy \(destination) FROM 'pipe' WITH (FORMAT \(format))\n\\echo :ROW_COUNT"
    let scratchFirst = from.role == .source
    if scratchFirst { from.start(out) } else { to.start(into) }
    if scratchFirst { to.start(into) } else { from.start(out) }
    try PsqlSession.settle([from, to])
    let (sent, received) = (try count(from), try count(to))
    guard sent == received else {
      throw Problem(
        .stepFailed, "\(sent) rows left the \(from.role.rawValue) database and \(received) arrived", hint: "nothing was written")
    }
    return sent
  }

  /// Runs in production what a query in the scratch database answers, statement after statement; the answers' rows are returned.
  func interrogate(_ statements: SQL, columns: Int) throws(Problem) -> [[String]] {
    source.start("\\set FETCH_COUNT 4\n\\pset recordsep '\\n'\n\(statements) \\g pipe\n\\unset FETCH_COUNT\n\\pset recordsep_zero")
    target.start("\\i pipe")
    try PsqlSession.settle([source, target])
    _ = try source.takeRows(1)
    return try target.takeRows(columns)
  }

  private func count(_ session: PsqlSession) throws(Problem) -> Int {
    let rows = try session.takeRows(1)
    guard rows.count == 1, let count = Int(rows[0][0]) else { throw session.unexpected("no row count after COPY") }
    return count
  }
}
