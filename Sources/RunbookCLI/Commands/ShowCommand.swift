import RunbookBase
import RunbookPlanning
import Runbooks

/// `runbook show NAME`: the runbook as a document, nothing filled in.
enum ShowCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let plan = try PlanCommand.plan(name, values: [:], arguments, context)
    context.put(PlanView(plan: plan, verdicts: nil, width: context.width, style: context.style).text)
    return .success
  }
}
