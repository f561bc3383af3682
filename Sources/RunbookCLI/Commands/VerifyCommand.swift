import RunbookBase
import RunbookJournal

/// `runbook verify [RUN]`: whether anybody has edited the log.
enum VerifyCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    let contents = try Journal.verify(try folder.logBytes(), run: folder.id)
    let state = contents.state
    let seal = state.outcome.map { "sealed: \($0.rawValue)" } ?? "UNSEALED: the run has not ended"
    if case .torn(let bytes, let reason) = contents.tail {
      context.put(
        "run \(folder.id): \(state.recordCount) records are whole; a torn tail of \(bytes) bytes follows (\(reason)), to be cut at the next resume"
      )
    } else {
      context.put("run \(folder.id): \(state.recordCount) records, every one chained to the one before; \(seal)")
    }
    context.put("head \(state.head.hex) (say “\(state.fingerprint)”)")
    return .success
  }
}
