import RunbookBase
import RunbookPlanning
import Runbooks

/// `runbook show NAME`: the runbook as a document, nothing filled in.
enum ShowCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let plan = try PlanCommand.plan(name, values: [:], arguments, context)
    switch arguments.value("format") {
    case "markdown":
      context.put(MarkdownView(plan: plan, contacts: try context.estate(arguments.value("estate")).contacts).text)
    case "mermaid": context.put(MermaidView(plan: plan).text)
    default: context.put(PlanView(plan: plan, verdicts: nil, width: context.width, style: context.style).text)
    }
    return .success
  }
}
