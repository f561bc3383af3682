import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook exec NAME --rehearse`: the whole run on simulated commands, with real people, questions and log.
enum RehearseCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let terminal = ExecCommand.console(context)
    terminal.isRehearsal = true
    let (values, madeUp) = try values(name, arguments, context, terminal)
    let plan = try PlanCommand.plan(name, values: values, arguments, context)
    try ExecCommand.refuseInvalid(plan)
    let injections = try Injection.parse(arguments.values("inject"), plan)
    let impact = try Impact.declared(plan, arguments, context)
    let people = try ExecCommand.people(arguments, terminal)
    let simulation = RehearsalPerformer(plan, injections, keepsFiles: false, outputs: { [:] }, die: { _ in })
    terminal.tell(
      .warning("a rehearsal of “\(plan.title)” on \(plan.estate.name): nothing is started, looked at or changed; every answer is made up"))
    for name in madeUp { terminal.tell(.note("--\(name) is made up: \(values[name] ?? "")")) }
    let findings = simulation.probe(plan.preconditions)
    try Blocked.check(findings, terminal)
    var identities: [String: String] = [:]
    for target in plan.changedTargets where !target.identity.isEmpty { identities[target.name] = simulation.identity(of: target) }
    let run = try RunSession.begin(
      plan, in: try directory(arguments, context), mode: .rehearsal, findings: findings, identities: identities, impact: impact,
      by: RunSession.person(claimed(arguments)))
    defer { run.close() }
    if !madeUp.isEmpty { try run.append(.note("rehearsal: made up were " + madeUp.map { "--\($0)" }.joined(separator: ", "), about: nil)) }
    terminal.tell(.note("run \(run.id); log \(run.writer.folder.logPath)"))
    let resolution = resolution(plan)
    return try ExecCommand.execute(plan, run, terminal, people, resolution, arguments, context, injections: simulation.pending)
  }

  /// Where rehearsals are kept: beside the runs, so that nothing that counts or locks runs can meet one.
  static func path(_ arguments: ParsedArguments, _ context: Context) -> String { context.statePath(arguments) + "/" + folderName }
  static let folderName = "rehearsals"

  /// The folder of the rehearsals, made where it is missing; the state folder around it is checked as for a run.
  static func directory(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> StateDirectory {
    _ = try StateDirectory.open(context.statePath(arguments))
    return try StateDirectory.open(path(arguments, context))
  }

  /// The folder of the rehearsals if there is one.
  static func existing(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> StateDirectory? {
    let path = path(arguments, context)
    return Files.exists(path) ? try StateDirectory.existing(path) : nil
  }

  /// Who says that they are the operator: at the table nobody is checked.
  static func claimed(_ arguments: ParsedArguments) -> String? { arguments.value("operator").map(TerminalText.escapedLine) }

  /// Programs need not be there, and secrets are not asked for.
  static func resolution(_ plan: Plan) -> CommandResolution {
    CommandResolution(environment: plan.estate.environment, ownExecutable: Program.name, isRehearsed: true)
  }

  /// The performer of a rehearsal: an injected crash ends this process as SIGKILL would.
  static func performer(
    _ plan: Plan, _ run: RunSession, _ injections: [Injection], _ terminal: TerminalConsole,
    resumeLine: @escaping @autoclosure () -> String
  ) throws(Problem) -> RehearsalPerformer {
    if !injections.isEmpty {
      try run.append(.note("rehearsal: to be injected: " + injections.map(\.text).joined(separator: "; "), about: nil))
    }
    return RehearsalPerformer(plan, injections, keepsFiles: true, outputs: { run.state.outputs.mapValues(\.value) }) { injection in
      terminal.tell(.warning("injected \(injection.text): this program dies here, as by kill -9. Go on with: \(resumeLine())"))
      Host.exit(137)
    }
  }

  /// What is told when a rehearsal stops: what was to happen and did not, and where the story is.
  static func close(_ run: RunSession, _ performer: RehearsalPerformer, _ terminal: TerminalConsole, _ state: String) {
    for injection in performer.pending {
      terminal.tell(.warning("not reached: --inject \(injection.text)"))
    }
    terminal.tell(
      .note("its timeline: \(Program.name) log \(run.id.short)\(state); its report: \(Program.name) report \(run.id.short)\(state)"))
  }

  /// Parameters that were given, then those that a person gives, then plausible ones; with the names of the last.
  private static func values(
    _ name: String, _ arguments: ParsedArguments, _ context: Context, _ terminal: TerminalConsole
  ) throws(Problem) -> (values: [String: String], madeUp: [String]) {
    var values = PlanCommand.values(arguments)
    var madeUp: [String] = []
    let plan = try PlanCommand.plan(name, values: values, arguments, context)
    let required = Set(plan.required.map(\.name))
    for parameter in plan.missing {
      while values[parameter.name] == nil {
        let offer = parameter.example.map { " [Enter: \($0)]" } ?? ""
        let asks = terminal.isInteractive && (required.contains(parameter.name) || parameter.example == nil)
        let typed = asks ? terminal.ask("--\(parameter.name) (\(parameter.help))\(offer): ") : nil
        if let typed, !typed.isEmpty {
          do throws(Problem) {
            _ = try PlanCommand.plan(name, values: values.merging([parameter.name: typed]) { $1 }, arguments, context)
            values[parameter.name] = typed
          } catch { context.tell(ProblemView(error).lines(context.errorStyle, width: context.talkWidth)) }
          continue
        }
        if asks, typed == nil { throw PlanCommand.missing(plan, context) ?? Problem(.usage, "--\(parameter.name) is missing") }
        guard let example = parameter.example else {
          if asks { continue }
          throw Problem(
            .usage, "--\(parameter.name) is missing, and no value of it can be made up: it must be \(parameter.rule)",
            hint: "give it: --\(parameter.name) VALUE")
        }
        values[parameter.name] = example
        madeUp.append(parameter.name)
      }
    }
    return (values, madeUp)
  }
}
