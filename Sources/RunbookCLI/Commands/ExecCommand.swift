import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook exec NAME`: runs the plan, or goes on with an interrupted run.
enum ExecCommand {
  static func run(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    try refuseContradictions(name, arguments)
    if arguments.flag("abort") {
      guard arguments.flag("rehearse") else {
        // Ending makes no folder: where there is none, there is no run.
        return try AbortCommand.run(name, arguments, context, try StateDirectory.existing(context.statePath(arguments)))
      }
      return try AbortCommand.run(name, arguments, context, try RehearseCommand.directory(arguments, context))
    }
    if arguments.flag("dry-run") { return try rehearseNothing(name, arguments, context) }
    if arguments.flag("rehearse") {
      guard arguments.flag("resume") else { return try RehearseCommand.run(name, arguments, context) }
      return try ResumeCommand.run(name, arguments, context, try RehearseCommand.directory(arguments, context))
    }
    if arguments.flag("resume") {
      // Going on makes no folder: where there is none, there is no run.
      _ = try StateDirectory.existing(context.statePath(arguments))
      return try ResumeCommand.run(name, arguments, context, try StateDirectory.open(context.statePath(arguments)))
    }
    let plan = try completePlan(name, arguments, context)
    try refuseInvalid(plan)
    try refuseForeignAnswers(plan, arguments)
    let impact = try Impact.declared(plan, arguments, context)
    let beside = try besideReason(arguments)
    let terminal = console(context)
    let people = try people(arguments, terminal)
    let signing = try SigningSetup.prepare(plan, arguments, terminal)
    let directory = try StateDirectory.open(context.statePath(arguments))
    let secrets = try Secrets.collect(plan, context, terminal)
    let discretion = Secrets.discretion(secrets, terminal)
    try discretion?.refuseParameters(of: plan)
    let resolution = try resolution(plan, context, secrets)
    terminal.tell(.note("\(plan.title) on \(plan.estate.name) (\(plan.estate.summary)); probing \(plan.preconditions.count) preconditions"))
    let findings = ProbeRunner.probe(plan.preconditions.filter { $0.isUnconditional || !$0.hasHoles }, resolution)
    try Blocked.check(findings, terminal)
    let identities = try observe(plan, resolution)
    let run = try RunSession.begin(
      plan, in: directory, mode: plan.isDrill ? .drill : .real, findings: findings, identities: identities,
      impact: impact, beside: beside, stateWords: stateWords(arguments, context), by: signing?.by ?? RunSession.person(),
      rosterID: signing?.rosterID, keeping: discretion)
    defer { run.close() }
    terminal.tell(.note("run \(run.id); log \(run.writer.folder.logPath)"))
    try CopyOption.attach(run, try context.estate(arguments.value("estate")), arguments, context, terminal)
    if let impact { terminal.tell(.note("the time to recover counts from \(impact.text(.seconds)), the declared impact")) }
    return try execute(plan, run, terminal, people, resolution, arguments, context, signing: signing)
  }

  /// Who answers the questions: the terminal, or the answer file in a lab; read before anything is begun.
  static func people(_ arguments: ParsedArguments, _ terminal: TerminalConsole) throws(Problem) -> any Console {
    guard let path = arguments.value("answers") else { return terminal }
    return try AnswerFileConsole(path, terminal)
  }

  /// Walks the run until it is sealed or pauses.
  static func execute(
    _ plan: Plan, _ run: RunSession, _ terminal: TerminalConsole, _ console: any Console, _ resolution: CommandResolution,
    _ arguments: ParsedArguments, _ context: Context, retrying: String? = nil, injections: [Injection] = [], signing: SigningSetup? = nil
  ) throws(Problem) -> ExitCode {
    let interruption = Interruption(catching: true) { terminal.tell(.warning($0)) }
    terminal.interruption = interruption
    let folder = run.writer.folder.outputPath
    // Asked for when it is shown: another run may have been begun meanwhile.
    let goOn = { resumeLine(plan, run, arguments, context) }
    let rehearsal =
      run.state.genesis?.mode == .rehearsal
      ? try RehearseCommand.performer(plan, run, injections, terminal, resumeLine: goOn()) : nil
    defer { if let rehearsal { RehearseCommand.close(run, rehearsal, terminal, stateWords(arguments, context)) } }
    let live = LivePerformer(ownExecutable: resolution.own, outputFolder: folder, interruption: interruption)
    live.tell = { terminal.tell(.warning($0)) }
    let performer: any Performer = rehearsal ?? live
    let executor = Executor(
      plan: plan, log: run, performer: performer, console: console, interruption: interruption, resolution: resolution, runID: run.id.text,
      outputFolder: folder, operatorName: Host.userName(), resumeLine: goOn(), nonces: { Entropy.hex(16) },
      now: { Clock.wall() })
    executor.retrying = retrying
    executor.stateWords = stateWords(arguments, context)
    executor.signOff = try signing?.attach(run, terminal)
    if let directory = try? StateDirectory.existing(context.statePath(arguments)) {
      executor.pace = Pace(plan, in: directory, besides: run.id)
    }
    watch(executor, interruption, terminal, arguments, context)
    defer { terminal.erase() }
    let code = try executor.run()
    // How long people took at the table says nothing about a recovery.
    if rehearsal == nil { ClosingView.tell(run, terminal, context) }
    return code
  }

  /// Shows where the run is at the bottom of the terminal, where there is one that can.
  private static func watch(
    _ executor: Executor, _ interruption: Interruption, _ terminal: TerminalConsole, _ arguments: ParsedArguments, _ context: Context
  ) {
    guard !arguments.flag("plain"), Terminal.isTTY(.standardError),
      StatusBlock.fits(context.environment, size: Terminal.size(.standardError))
    else { return }
    terminal.progress = { [unowned executor] in executor.progress }
    interruption.beat = { [unowned terminal] in terminal.beat() }
  }

  /// A failure that is injected without a rehearsal, and a run that is named without going on with it, are slips that must start nothing.
  private static func refuseContradictions(_ name: String, _ arguments: ParsedArguments) throws(Problem) {
    for option in ["run", "reason"] where arguments.flag(option) && !arguments.flag("resume") && !arguments.flag("abort") {
      throw Problem(
        .usage, "--\(option) belongs to --resume or --abort; nothing was started",
        hint: "add --resume to go on with a run, or leave --\(option) out to begin one")
    }
    for option in ["dry-run", "rehearse", "abort"] where arguments.flag(option) && arguments.flag("beside") {
      throw Problem(
        .usage, "--beside is for a run that changes something, and --\(option) changes nothing; nothing was started",
        hint: "leave --beside out")
    }
    for option in ["resume", "dry-run", "inject", "answers", Impact.option] where arguments.flag("abort") && arguments.flag(option) {
      throw Problem(
        .usage, "--abort ends a run and --\(option) does not go with it; nothing was ended",
        hint: "\(Program.name) exec \(name) --abort --reason \"…\"")
    }
    if arguments.flag("inject"), !arguments.flag("rehearse") {
      throw Problem(.usage, "--inject is for a rehearsal alone; nothing was started", hint: "add --rehearse, or leave --inject out")
    }
    if arguments.flag("dry-run"), arguments.flag("rehearse") {
      throw Problem(
        .usage, "--dry-run asks nobody and --rehearse asks the people; give one of them",
        hint: "--dry-run to read it, --rehearse to play it")
    }
  }

  /// Why the run works beside an unfinished one; nil when it does not.
  static func besideReason(_ arguments: ParsedArguments) throws(Problem) -> String? {
    guard let text = arguments.value("beside").map({ TerminalText.escapedLine(TextTrim.trimmed($0)) }) else { return nil }
    guard text.utf8.count >= 3 else {
      throw Problem(
        .usage, "--beside needs a reason of a few words: the log keeps it; nothing was started",
        hint: "--beside \"the Incident Commander gave the other run up\"")
    }
    return text
  }

  /// The plan with every parameter; missing ones are asked for in a terminal, and listed all at once elsewhere.
  private static func completePlan(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> Plan {
    var values = PlanCommand.values(arguments)
    var plan = try PlanCommand.plan(name, values: values, arguments, context)
    guard !plan.required.isEmpty else { return plan }
    let terminal = console(context)
    guard terminal.isInteractive else {
      if let problem = PlanCommand.missing(plan, context) { throw problem }
      return plan
    }
    for parameter in plan.required {
      while true {
        guard let text = terminal.ask("--\(parameter.name) (\(parameter.help)): ") else {
          throw PlanCommand.missing(plan, context) ?? Problem(.usage, "--\(parameter.name) is missing")
        }
        do throws(Problem) {
          var tried = values
          tried[parameter.name] = text
          plan = try PlanCommand.plan(name, values: tried, arguments, context)
          values = tried
          break
        } catch { context.tell(ProblemView(error).lines(context.errorStyle, width: context.talkWidth)) }
      }
    }
    return plan
  }

  static func console(_ context: Context) -> TerminalConsole {
    let isInteractive = Terminal.isTTY(.standardInput) && Terminal.isTTY(.standardError)
    let width = Wrap.width(
      isTTY: Terminal.isTTY(.standardError), columns: Terminal.size(.standardError)?.columns, environment: context.environment)
    return TerminalConsole(style: context.errorStyle, width: width, isInteractive: isInteractive, login: Host.userName())
  }

  static func resolution(_ plan: Plan, _ context: Context, _ secrets: [String: String]) throws(Problem) -> CommandResolution {
    try HostKeys.check(plan)
    return try resolution(plan.estate.environment, context, secrets)
  }

  /// How commands are completed that see these variables of the estate.
  static func resolution(
    _ variables: [String: String], _ context: Context, _ secrets: [String: String]
  ) throws(Problem) -> CommandResolution {
    let own: String
    do throws(SystemError) { own = try Host.executablePath() } catch {
      throw Problem(.usage, "this program cannot find its own file: \(error)", hint: "mount /proc")
    }
    return CommandResolution(
      environment: BaseEnvironment.make(variables, operatorsShell: context.environment), ownExecutable: own, secrets: secrets,
      away: BaseEnvironment.make(variables, operatorsShell: [:]))
  }

  static func refuseInvalid(_ plan: Plan) throws(Problem) {
    guard !plan.errors.isEmpty else { return }
    throw Problem(
      .planInvalid, "the plan breaks \(plan.errors.count) rules",
      details: plan.errors.map { "\($0.location.map { "\($0): " } ?? "")\($0.summary)" },
      hint: "see them all: \(Program.name) plan \(plan.runbook) --dry-run")
  }

  static func refuseForeignAnswers(_ plan: Plan, _ arguments: ParsedArguments) throws(Problem) {
    // Nothing real happens in a rehearsal, so that anything may play the people there.
    guard arguments.value("answers") != nil, !arguments.flag("rehearse"), !plan.estate.allowsAnswerFiles else { return }
    throw Problem(
      .safetyRefusal, "an answer file cannot play the Incident Commander on “\(plan.estate.name)”",
      hint: "answer in the terminal; answer files are for the lab")
  }

  /// Who the production targets are, asked once before the run; nothing starts when one cannot say.
  static func observe(_ plan: Plan, _ resolution: CommandResolution) throws(Problem) -> [String: String] {
    var identities: [String: String] = [:]
    for target in plan.changedTargets {
      guard let identity = target.identity.first else { continue }
      let answer = IdentityProbe.observe(identity, resolution, [:])
      guard case .said(let observed) = answer else {
        // The run may bring another host up; it is asked again before the step.
        if identity.away != nil { continue }
        throw Problem(
          .preconditionNotMet, "\(target.name) does not say who it is: its identity must be known before anything changes it",
          details: answer.complaint.map { "| \($0)" }, hint: "try it by hand: \(identity.argv().joined(separator: " "))")
      }
      identities[target.name] = observed
    }
    return identities
  }

  /// `exec --dry-run`: the same machine with a performer that does nothing.
  private static func rehearseNothing(_ name: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let plan = try PlanCommand.plan(name, values: PlanCommand.values(arguments), arguments, context)
    try refuseInvalid(plan)
    if let problem = plan.required.isEmpty ? nil : PlanCommand.missing(plan, context) { throw problem }
    let terminal = console(context)
    return try DryRun.walk(plan, terminal)
  }
}

extension PlannedPrecondition {
  /// What must hold, and on which other host; of a program the title says it already.
  var placedTitle: String {
    guard case .probe = look, let away else { return title.shown() }
    return "\(title.shown()) (on \(away.name))"
  }

  /// Whether a parameter that it needs was not given.
  var hasHoles: Bool {
    guard case .probe(let probe) = look else { return false }
    return probe.texts.contains { $0.segments.contains { if case .missing = $0 { true } else { false } } }
  }
}
