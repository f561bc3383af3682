import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning

/// What a person is told to type next.
extension ExecCommand {
  /// What goes on with the run when it is typed as it stands; the run is named where another one of the runbook is unfinished.
  static func resumeLine(_ plan: Plan, _ run: RunSession, _ arguments: ParsedArguments, _ context: Context) -> String {
    let isRehearsal = arguments.flag("rehearse")
    let directory = try? isRehearsal ? RehearseCommand.existing(arguments, context) : StateDirectory.existing(context.statePath(arguments))
    let others = ((try? directory?.runs()) ?? []).filter { $0.runbook == plan.runbook && $0 != run.id }
    let isAlone = others.allSatisfy { id in directory.map { $0.folder(id).sealedAt != nil } ?? true }
    return "\(Program.name) exec \(plan.runbook)\(isRehearsal ? " --rehearse" : "") --resume\(isAlone ? "" : " --run \(run.id.short)")"
      + stateWords(arguments, context)
      + (arguments.value("operator").map { " --operator \(ShellWord.quoted($0))" } ?? "")
  }

  /// The state folder as it has to be typed again; nothing when it was not typed.
  static func stateWords(_ arguments: ParsedArguments, _ context: Context) -> String {
    arguments.value("state") == nil ? "" : " --state \(ShellWord.quoted(context.statePath(arguments)))"
  }
}
