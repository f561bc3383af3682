import RunbookBase
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook plan NAME`: what a run would do, and whether it could start now.
enum PlanCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let isDry = arguments.flag("dry-run")
    let plan = try plan(name, values: values(arguments), arguments, context)
    if !isDry, let problem = Self.missing(plan, context) { throw problem }
    if arguments.flag("json") {
      context.put(plan.json.pretty)
    } else {
      context.put(PlanView(plan: plan, verdicts: nil, width: context.width, style: context.style).text)
    }
    return plan.errors.isEmpty ? .success : .planInvalid
  }

  /// The plan of a runbook for the estate of the arguments.
  static func plan(
    _ name: String, values: [String: String], _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) -> Plan {
    let estate = try context.estate(arguments.value("estate"))
    guard let runbook = try context.entry(name).describe(estate) else {
      throw Problem(.usage, "“\(name)” is not made for the estate “\(estate.name)”", hint: "type: runbook list")
    }
    return try Planner.plan(runbook, on: estate, values: values, now: context.now)
  }

  /// The values of all parameter flags that were given.
  static func values(_ arguments: ParsedArguments) -> [String: String] {
    var values: [String: String] = [:]
    for option in arguments.command.options where option.group == "Parameters" { values[option.name] = arguments.value(option.name) }
    return values
  }

  /// All parameters that are missing, at once, with the line to type.
  static func missing(_ plan: Plan, _ context: Context) -> Problem? {
    let missing = plan.required
    guard !missing.isEmpty else { return nil }
    let line = (["runbook"] + context.words.map(ShellWord.quoted) + missing.map { "--\($0.name) VALUE" }).joined(separator: " ")
    return Problem(
      .usage, missing.count == 1 ? "--\(missing[0].name) is missing" : "\(missing.count) parameters are missing",
      details: missing.map { "--\($0.name)  \($0.help): \($0.rule)" }, hint: "type: \(line)")
  }
}
