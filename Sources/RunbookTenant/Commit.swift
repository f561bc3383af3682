import RunbookBase
import RunbookSystem

/// The commit, and the answer to whether it happened when the connection is lost at that very moment.
struct Commit {
  let bench: Workbench

  /// Commits and answers the transaction's number.
  func run() throws(Problem) -> String {
    let transaction = try bench.target.askOne("SELECT txid_current();", columns: 1)[0]
    guard let number = Int(transaction) else { throw bench.target.unexpected("no transaction number") }
    bench.configuration.log("committing transaction \(number)")
    do throws(Problem) {
      let status = try bench.target.askOne("COMMIT;\nSELECT txid_status(\(number));", columns: 1)[0]
      guard status == "committed" else { throw refused(number, status) }
    } catch {
      if error.code == .inDoubt { throw error }
      try settle(number, error)
    }
    return transaction
  }

  /// Asks a new connection what became of the transaction; never guesses.
  private func settle(_ number: Int, _ cause: Problem) throws(Problem) {
    bench.target.kill()
    for attempt in 0..<10 {
      if attempt > 0 { Clock.sleep(milliseconds: 500) }
      guard
        let session = try? PsqlSession(
          .target, bench.configuration.target, bench.configuration, directory: bench.configuration.workDirectory),
        let status = try? session.askOne("SELECT coalesce(txid_status(\(number)), 'unknown');", columns: 1)[0]
      else { continue }
      session.close()
      switch status {
      case "committed": return bench.configuration.log("transaction \(number) was committed although the connection was lost")
      case "aborted": throw refused(number, "aborted: \(cause.summary)")
      default: continue
      }
    }
    throw Problem(
      .inDoubt, "nobody answers whether transaction \(number) was committed", details: [cause.summary],
      hint: "ask production: SELECT txid_status(\(number)); applying again is safe either way: rows that are there are not inserted twice")
  }

  private func refused(_ number: Int, _ status: String) -> Problem {
    Problem(.stepFailed, "production did not commit transaction \(number): \(status)", hint: "nothing was written")
  }
}
