import RunbookBase
import Runbooks

/// `runbook completions SHELL`.
enum CompletionsCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    guard let shell = Completions.Shell(rawValue: arguments.operand("SHELL") ?? "") else {
      throw Problem(.usage, "there is no completion for that shell", hint: "type one of: bash, zsh, fish")
    }
    let tree = CommandTree.root(context.registry, context.registry.described { _ in true })
    context.put(
      Completions.script(
        for: shell, program: Program.name, commands: tree.subcommands, runbookNames: context.registry.runbooks.map(\.name),
        estateNames: context.registry.estates.map(\.name)))
    return .success
  }
}
