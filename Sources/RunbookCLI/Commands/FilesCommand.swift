import RunbookBase
import RunbookReconcile
import RunbookSystem

/// `runbook files undelete`: removes the delete markers of an incident (seed §3.3).
enum FilesCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    guard let since = arguments.value("since").flatMap(WallTime.init) else {
      throw Problem(
        .parameterRejected, "--since “\(TerminalText.escaped(arguments.value("since") ?? ""))” is no moment with a zone",
        hint: "write it like 2026-06-15T14:05:00Z")
    }
    let configuration = Undelete.Configuration(
      objects: try Tools.objects(arguments, context), prefixes: arguments.values("prefix"), since: since, isDryRun: arguments.flag("dry-run"),
      workDirectory: try Tools.workDirectory(context))
    let report = try Undelete.run(configuration) { context.tell([$0]) }
    context.tell([report.summary] + report.refusals.map { "  refused: \($0)" })
    if arguments.flag("json") { context.put(report.json) }
    return report.exitCode
  }
}
