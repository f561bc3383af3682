import RunbookBase
import RunbookSystem

extension DatabaseAccess {
  /// Asks one short question and gives the lines of its answer.
  ///
  /// With `row_security = off` a policy that would hide rows from this role is an error, not a shorter answer.
  /// - Parameters:
  ///   - sql: one statement; values of others travel as the psql variable `tenant`.
  ///   - what: what is asked for, in words.
  /// - Throws: `stepFailed` with psql's own words.
  func lines(of sql: String, about what: String, tenant: String?, in directory: String) throws(Problem) -> [[UInt8]] {
    let script = "\(directory)/question.sql"
    try attempt("write \(script)") { () throws(SystemError) in
      try Files.writeDurably(Array("SET row_security = off;\n\(sql)\n".utf8), to: script)
    }
    let variables = tenant.map { ["-v", "tenant=\($0)"] } ?? []
    let outcome = try attempt("ask the database for \(what)") { () throws(SystemError) in
      try Subprocess.run(
        psql, ["-X", "-q", "-v", "ON_ERROR_STOP=1"] + variables + ["-f", script] + arguments, environment: environment,
        outputLimit: 1 << 30)
    }
    guard outcome.status.isSuccess, !outcome.truncated else {
      throw Problem(
        .stepFailed, "the database could not be asked for \(what): \(outcome.status)",
        details: [TerminalText.escaped(String(decoding: outcome.errorOutput.prefix(500), as: UTF8.self))])
    }
    return outcome.output.split(separator: 0x0A).map(Array.init)
  }
}
