import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook plan NAME`: what a run would do, and whether it could start now.
enum PlanCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let isDry = arguments.flag("dry-run")
    let plan = try plan(name, values: values(arguments), arguments, context)
    if !isDry, let problem = Self.missing(plan, context) { throw problem }
    let findings = isDry ? nil : try probe(plan, context)
    if let path = arguments.value("out") { try save(plan, to: path) }
    if arguments.flag("json") {
      context.put(json(plan, findings).pretty)
    } else {
      context.put(PlanView(plan: plan, verdicts: findings.map(verdicts), width: context.width, style: context.style).text)
    }
    guard plan.errors.isEmpty else { return .planInvalid }
    let isBlocked = findings?.contains { $0.verdict != .met && $0.precondition.isUnconditional } ?? false
    let trouble = isDry ? nil : SigningSetup.trouble(plan)
    let held = isDry ? nil : heldUp(plan, arguments, context)
    for problem in [trouble, held].compactMap(\.self) {
      context.tell(ProblemView(problem).lines(context.errorStyle, width: context.talkWidth))
    }
    if !isDry {
      let obstacle =
        isBlocked
        ? "see the preconditions above"
        : trouble != nil
          ? "no sign-off could be judged"
          : held.map { $0.code == .busy ? "see the unfinished run above" : "the state folder cannot be used" }
      context.tell([obstacle.map { "blocked: \($0)" } ?? "ready"])
    }
    guard isBlocked else { return trouble?.code ?? held?.code ?? .success }
    let isRefused = findings?.contains { $0.verdict == .notMet && $0.precondition.isUnconditional && $0.precondition.isSafety } ?? false
    return isRefused ? .safetyRefusal : .preconditionNotMet
  }

  /// The unfinished run that stands in the middle of changing what this plan changes; without a state folder there is none.
  private static func heldUp(_ plan: Plan, _ arguments: ParsedArguments, _ context: Context) -> Problem? {
    do throws(Problem) {
      let path = context.statePath(arguments)
      guard Files.exists(path) else { return nil }
      try RivalRun.refuse(
        try RivalRun.all(of: plan, in: try StateDirectory.existing(path)), stateWords: ExecCommand.stateWords(arguments, context))
      return nil
    } catch { return error }
  }

  /// Looks at every precondition now, side by side.
  private static func probe(_ plan: Plan, _ context: Context) throws(Problem) -> [ProbeRunner.Finding] {
    let resolution = try ExecCommand.resolution(plan, context, [:])
    return ProbeRunner.probe(plan.preconditions.filter { !$0.hasHoles }, resolution)
  }

  private static func verdicts(_ findings: [ProbeRunner.Finding]) -> [PlanView.Verdict] {
    findings.map { finding in
      let isMet = finding.verdict == .met
      let role: Style.Role = isMet ? .ok : finding.precondition.isUnconditional ? .danger : .warning
      return PlanView.Verdict(
        id: finding.precondition.id, word: finding.verdict.words, role: role, observed: finding.observed,
        remedy: isMet ? nil : finding.precondition.remedy.shown())
    }
  }

  private static func json(_ plan: Plan, _ findings: [ProbeRunner.Finding]?) -> JSON {
    var json = plan.json
    guard let findings else { return json }
    json["probes"] = .array(
      findings.map {
        [
          "id": .string($0.precondition.id), "verdict": .string($0.verdict.rawValue), "observed": .string($0.observed),
          "remedy": .string($0.precondition.remedy.shown()),
        ]
      })
    return json
  }

  private static func save(_ plan: Plan, to path: String) throws(Problem) {
    do throws(SystemError) { try Files.writeDurably(Array((plan.json.pretty + "\n").utf8), to: path) } catch {
      throw Problem(.usage, "the plan cannot be saved: \(error)", hint: "give --out a file in a folder that you may write to")
    }
  }

  /// The plan of a runbook for the estate of the arguments.
  static func plan(
    _ name: String, values: [String: String], _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) -> Plan {
    let estate = try context.estate(arguments.value("estate"))
    let runbook = try context.runbook(name, on: estate)
    let values = try Impact.completed(values, context)
    return context.plans.keeping(try Planner.plan(runbook, on: estate, values: values, now: context.now))
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
    let line = ([Program.name] + context.words.map(ShellWord.quoted) + missing.map { "--\($0.name) VALUE" }).joined(separator: " ")
    return Problem(
      .usage, missing.count == 1 ? "--\(missing[0].name) is missing" : "\(missing.count) parameters are missing",
      details: missing.map { "--\($0.name)  \($0.help): \($0.rule)" }, hint: "type: \(line)")
  }
}
