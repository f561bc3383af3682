import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

extension CommandResolution {
  /// The command that looks for a program on another host: its shell knows the way.
  func search(for name: String, on away: Host?) throws(Problem) -> ResolvedCommand {
    let words = ["-c", "command -v \"$1\"", "sh", name]
    let command = ResolvedCommand(
      executable: "/bin/sh", arguments: words, environment: awayEnvironment, input: nil, workingDirectory: "/",
      away: try connection(to: away))
    try RemoteShell.check(command, on: away?.name ?? "here")
    return command
  }

  /// What came of the search; a host that does not answer has told nothing.
  func finding(_ precondition: PlannedPrecondition, _ outcome: PipelineRun.Outcome) -> ProbeRunner.Finding {
    let place = TextTrim.trimmed(String(decoding: outcome.output, as: UTF8.self))
    let (verdict, observed): (Verdict, String) =
      if let reason = outcome.unanswered {
        (.unknown, reason)
      } else if outcome.timedOut {
        (.unknown, "no answer in time")
      } else if outcome.isSuccess, !place.isEmpty {
        (.met, place)
      } else {
        (.notMet, "not in \(awayEnvironment["PATH"] ?? "")")
      }
    return ProbeRunner.Finding(precondition: precondition, verdict: verdict, observed: Executor.clipped(observed))
  }
}
