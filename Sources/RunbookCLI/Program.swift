import RunbookBase
import RunbookSystem
public import Runbooks

/// The whole program behind `main`: arguments in, exit code out.
public enum Program {
  /// Runs one command line.
  ///
  /// - Parameters:
  ///   - registry: the runbooks and estates that this program offers.
  ///   - words: the arguments after the program's name.
  /// - Returns: the exit code (DESIGN section 7).
  public static func run(_ registry: Registry, _ words: [String]) -> Int32 {
    outcome({ registry }, words).code
  }

  private static func outcome(_ registry: () -> Registry, _ words: [String]) -> (code: Int32, context: Context?) {
    Signals.ignore(13)
    // First of all, before there is a registry: a supervisor is started for every step that writes, and its start counts.
    if let code = Internal.run(words) { return (code, nil) }
    let context = Context(registry: registry(), words: words, environment: Host.environment())
    do throws(Problem) {
      return (try dispatch(words, context).rawValue, context)
    } catch {
      context.tell(ProblemView(error).lines(context.errorStyle, width: context.talkWidth))
      return (error.code.rawValue, context)
    }
  }

  private static func dispatch(_ words: [String], _ context: Context) throws(Problem) -> ExitCode {
    let tree = CommandTree.root(context.registry, context.described)
    let arguments = try ArgumentParser.parse(words.isEmpty ? ["--help"] : words, tree)
    if arguments.wantsHelp {
      context.put(HelpText.render(arguments.command, width: context.width ?? 80, style: context.style))
      return words.isEmpty ? .usage : .success
    }
    do throws(Problem) { return try run(arguments, context) } catch { throw error.naming(arguments, context, tree) }
  }

  private static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let runbook = arguments.path.count > 1 ? arguments.path[1] : ""
    switch arguments.path.first {
    case "list": return try ListCommand.run(arguments, context)
    case "show": return try ShowCommand.run(runbook, arguments, context)
    case "plan": return try PlanCommand.run(runbook, arguments, context)
    case "exec": return try ExecCommand.run(runbook, arguments, context)
    case "status": return try StatusCommand.run(arguments, context)
    case "approve": return try ApproveCommand.run(arguments, context)
    case "handover": return try HandoverCommand.run(arguments, context)
    case "log": return try LogCommand.run(arguments, context)
    case "note": return try NoteCommand.run(arguments, context)
    case "announce": return try AnnounceCommand.run(arguments, context)
    case "report": return try ReportCommand.run(arguments, context)
    case "verify": return try VerifyCommand.run(arguments, context)
    case "rows": return runbook == "diff" ? try RowsCommand.diff(arguments, context) : try RowsCommand.apply(arguments, context)
    case "reconcile": return try ReconcileCommand.run(arguments, context)
    case "files": return runbook == "open" ? try FilesCommand.open(arguments, context) : try FilesCommand.run(arguments, context)
    case "doctor": return try DoctorCommand.run(arguments, context)
    case "drills": return try DrillsCommand.run(arguments, context)
    case "measure": return try MeasureCommand.run(runbook, arguments, context)
    case "scratch": return try ScratchCommand.run(runbook, arguments, context)
    case "drill-log": return try DrillLogCommand.run(runbook, arguments, context)
    case "completions": return try CompletionsCommand.run(arguments, context)
    default: throw Problem(.usage, "nothing to do", hint: "type: \(Program.name) --help")
    }
  }
}

extension Program {
  /// The name under which this program was started: a team's own program speaks of itself.
  static let name = Host.programName

  /// Runs this process's own command line and ends the process.
  public static func exit(_ registry: @autoclosure () -> Registry) -> Never {
    let outcome = outcome(registry, Array(CommandLine.arguments.dropFirst()))
    // A process that ends need not take its plan apart, step by step, first.
    withExtendedLifetime(outcome.context) { Host.exit(outcome.code) }
  }
}
