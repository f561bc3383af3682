public import Runbooks
import RunbookBase
import RunbookSystem

/// The whole program behind `main`: arguments in, exit code out.
public enum Program {
  /// Runs one command line.
  ///
  /// - Parameters:
  ///   - registry: the runbooks and estates that this program offers.
  ///   - words: the arguments after the program's name.
  /// - Returns: the exit code (DESIGN section 7).
  public static func run(_ registry: Registry, _ words: [String]) -> Int32 {
    Signals.ignore(13)
    let context = Context(registry: registry, words: words, environment: Host.environment())
    do throws(Problem) {
      if let code = try Internal.run(words, context) { return code }
      return try dispatch(words, context).rawValue
    } catch {
      context.tell(ProblemView(error).lines(context.errorStyle))
      return error.code.rawValue
    }
  }

  private static func dispatch(_ words: [String], _ context: Context) throws(Problem) -> ExitCode {
    let tree = CommandTree.root(context.registry)
    let arguments = try ArgumentParser.parse(words.isEmpty ? ["--help"] : words, tree)
    if arguments.wantsHelp {
      context.put(HelpText.render(arguments.command, width: context.width ?? 80, style: context.style))
      return words.isEmpty ? .usage : .success
    }
    let runbook = arguments.path.count > 1 ? arguments.path[1] : ""
    switch arguments.path.first {
    case "list": return try ListCommand.run(arguments, context)
    case "show": return try ShowCommand.run(runbook, arguments, context)
    case "plan": return try PlanCommand.run(runbook, arguments, context)
    case "exec": return try ExecCommand.run(runbook, arguments, context)
    case "status": return try StatusCommand.run(arguments, context)
    case "log": return try LogCommand.run(arguments, context)
    case "approve": return try ApproveCommand.run(arguments, context)
    case "verify": return try VerifyCommand.run(arguments, context)
    case "rows": return runbook == "diff" ? try RowsCommand.diff(arguments, context) : try RowsCommand.apply(arguments, context)
    case "reconcile": return try ReconcileCommand.run(arguments, context)
    case "files": return try FilesCommand.run(arguments, context)
    case "completions": return try CompletionsCommand.run(arguments, context)
    default: throw Problem(.usage, "nothing to do", hint: "type: runbook --help")
    }
  }
}

extension Program {
  /// Runs this process's own command line and ends the process.
  public static func exit(_ registry: Registry) -> Never {
    Host.exit(run(registry, Array(CommandLine.arguments.dropFirst())))
  }
}
