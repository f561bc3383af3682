import RunbookBase
import Runbooks

/// `runbook completions SHELL`.
enum CompletionsCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    throw Problem(.usage, "completions come with the next commit")
  }
}
