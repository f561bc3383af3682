import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook exec NAME --resume [STEP]`: goes on with the interrupted run.
enum ResumeCommand {
  static func run(
    _ name: String, _ arguments: ParsedArguments, _ context: Context, _ directory: StateDirectory
  ) throws(Problem) -> ExitCode {
    let log = try find(name, arguments, directory, context)
    let (folder, recorded) = (log.folder, log.contents.state)
    guard let genesis = recorded.genesis else {
      throw Problem(.auditLogDamaged, "run \(folder.id) has no first record", hint: "\(Program.name) verify \(folder.id)")
    }
    try refuseOtherKind(arguments, genesis, folder)
    try refuseParameters(arguments, genesis, context)
    let estate = try context.estate(arguments.value("estate") ?? genesis.estate)
    guard estate.name == genesis.estate else {
      throw Problem(
        .resumeDiverges, "run \(folder.id) is one of the estate “\(genesis.estate)”, not of “\(estate.name)”", hint: "leave --estate out")
    }
    let runbook = try context.runbook(name, on: estate)
    let plan = try Planner.plan(runbook, on: estate, values: genesis.parameters, now: context.now)
    try refuseOtherPlan(plan, genesis, folder, ExecCommand.stateWords(arguments, context))
    let terminal = ExecCommand.console(context)
    let isRehearsal = genesis.mode == .rehearsal
    terminal.isRehearsal = isRehearsal
    let injections = try Injection.parse(arguments.values("inject"), plan)
    let point = try ResumePoint.find(value(arguments), in: plan, recorded)
    let secrets = isRehearsal ? [:] : try Secrets.collect(plan, context, terminal)
    try ExecCommand.refuseForeignAnswers(plan, arguments)
    let people = try ExecCommand.people(arguments, terminal)
    let signing = isRehearsal ? nil : try SigningSetup.prepare(plan, arguments, terminal)
    try signing?.refuseUnsigned(point)
    let person = signing?.by ?? RunSession.person(isRehearsal ? RehearseCommand.claimed(arguments) : nil)
    let run = try RunSession.resume(
      log, plan, in: directory, beside: try ExecCommand.besideReason(arguments), stateWords: ExecCommand.stateWords(arguments, context),
      by: person, rosterID: signing?.rosterID, keeping: Secrets.discretion(secrets, terminal))
    defer { run.close() }
    terminal.tell(.note("run \(run.id), session \(run.state.epoch), \(run.state.recordCount) records, head \(run.state.fingerprint)"))
    if !isRehearsal { try CopyOption.attach(run, estate, arguments, context, terminal) }
    try Impact.redeclare(run, plan, arguments, context)
    _ = try signing?.attach(run, terminal)
    try goOn(at: point, plan, run, terminal, arguments)
    let resolution = isRehearsal ? RehearseCommand.resolution(plan) : try ExecCommand.resolution(plan, context, secrets)
    return try ExecCommand.execute(
      plan, run, terminal, people, resolution, arguments, context,
      retrying: point.flatMap { recorded.step($0.step.id).attempts > 0 ? $0.step.id : nil }, injections: injections, signing: signing)
  }

  /// A rehearsal goes on as a rehearsal and a run as a run: what one has recorded says nothing about the other.
  static func refuseOtherKind(_ arguments: ParsedArguments, _ genesis: Genesis, _ folder: RunFolder) throws(Problem) {
    let isRehearsal = genesis.mode == .rehearsal
    guard isRehearsal != arguments.flag("rehearse") else { return }
    throw Problem(
      .safetyRefusal,
      isRehearsal
        ? "run \(folder.id) is a rehearsal: its commands were simulated, and nothing of it can go on for real"
        : "run \(folder.id) is a real one: a rehearsal cannot go on with it",
      hint: isRehearsal
        ? "go on with it as a rehearsal: add --rehearse; or start a real run: \(Program.name) exec \(genesis.runbook)"
        : "go on with it for real: leave --rehearse out")
  }

  private static func value(_ arguments: ParsedArguments) -> String? {
    if case .value(let text) = arguments.optionalValue("resume") { text } else { nil }
  }

  /// Tells where the run goes on, and asks for the reason where something is left out.
  private static func goOn(
    at point: ResumePoint?, _ plan: Plan, _ run: RunSession, _ terminal: TerminalConsole, _ arguments: ParsedArguments
  ) throws(Problem) {
    var person = run.state.acting ?? RunSession.person()
    guard let point else {
      return try run.append(.resumedFrom(Resumption(step: "first-unfinished", person: person)))
    }
    var reason = arguments.value("reason")
    if !point.skipped.isEmpty {
      for step in point.skipped { terminal.tell(.warning("left out: \(step.number) \(step.title.shown())")) }
      if reason == nil { reason = terminal.text("why are these left out: ") }
      guard reason != nil else {
        throw Problem(
          .usage, "going on at step \(point.step.number) leaves out \(point.skipped.count) unfinished steps, and that needs a reason",
          details: point.skipped.map { "\($0.number) \($0.title.shown())" }, hint: "add --reason \"…\", or type --resume alone")
      }
      if point.needsCommander {
        guard let commander = terminal.person(.incidentCommander) else {
          throw Problem(
            .awaitingSignOff, "a gate or a destroying step is left out: that is for the Incident Commander to say",
            hint: "run it in a terminal with the Incident Commander, or type --resume alone")
        }
        person = commander
      }
    }
    try run.append(.resumedFrom(Resumption(step: point.step.id, skipped: point.skipped.map(\.id), reason: reason, person: person)))
  }

  /// The run to go on with, or to end: the one that was named, or the only unfinished one of the runbook.
  static func find(
    _ name: String, _ arguments: ParsedArguments, _ directory: StateDirectory, _ context: Context
  ) throws(Problem) -> ExaminedLog {
    if let text = arguments.value("run") {
      let found = try directory.runs(matching: text).filter { $0.runbook == name }
      if found.isEmpty { try refuseOtherFolder(text, name, arguments, context) }
      guard found.count == 1, let id = found.first else {
        throw Problem(
          .usage, "“\(TerminalText.escapedLine(text))” names \(found.count) runs of \(name)", details: found.map(\.text),
          hint: "type: \(Program.name) status\(ExecCommand.stateWords(arguments, context))")
      }
      return try directory.folder(id).examine()
    }
    var open: [RunID] = []
    var last: ExaminedLog?
    var damaged: (id: RunID, problem: Problem)?
    for id in try directory.runs() where id.runbook == name {
      let log: ExaminedLog
      do throws(Problem) { log = try directory.folder(id).examine() } catch {
        damaged = damaged ?? (id, error)
        continue
      }
      guard !log.contents.isSealed else { continue }
      open.append(id)
      last = log
    }
    if let damaged {
      // It may be the unfinished one: nobody but a person can say.
      let others = open.map { "\($0.text) is unfinished: --resume --run \($0.short)" }
      throw Problem(
        damaged.problem.code, damaged.problem.summary, details: damaged.problem.details + others,
        hint: open.isEmpty ? damaged.problem.hint : "go on with the one that is meant, by its --run; \(damaged.problem.hint ?? "")")
    }
    let state = ExecCommand.stateWords(arguments, context)
    guard let last else {
      throw Problem(
        .usage, "there is no unfinished \(arguments.flag("rehearse") ? "rehearsal" : "run") of \(name) in \(directory.path)",
        hint: (arguments.flag("abort")
          ? "" : "start one: \(Program.name) exec \(name)\(arguments.flag("rehearse") ? " --rehearse" : "")\(state); ")
          + "see all runs: \(Program.name) status\(state)")
    }
    guard open.count == 1 else {
      throw Problem(
        .usage, "\(open.count) runs of \(name) are unfinished", details: open.map(\.text),
        hint:
          "say which: \(Program.name) exec \(name)\(arguments.flag("rehearse") ? " --rehearse" : "") "
          + "\(arguments.flag("abort") ? "--abort" : "--resume") --run \(last.folder.id.short)"
          + state)
    }
    return last
  }

  /// A run that is not among these may be one of the other kind; then that is said.
  private static func refuseOtherFolder(
    _ text: String, _ name: String, _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) {
    let other =
      arguments.flag("rehearse")
      ? try StateDirectory.existing(context.statePath(arguments)) : try RehearseCommand.existing(arguments, context)
    guard let other, let id = try other.runs(matching: text).first(where: { $0.runbook == name }),
      let genesis = try other.folder(id).read().state.genesis
    else { return }
    try refuseOtherKind(arguments, genesis, other.folder(id))
  }

  static func refuseParameters(_ arguments: ParsedArguments, _ genesis: Genesis, _ context: Context) throws(Problem) {
    for (name, value) in try Impact.completed(PlanCommand.values(arguments), context) where genesis.parameters[name] != value {
      throw Problem(
        .usage, "--\(name) cannot change in a run that goes on: it is \(genesis.parameters[name] ?? "not given")",
        hint: "leave --\(name) out, or start another run without --resume")
    }
  }

  private static func refuseOtherPlan(_ plan: Plan, _ genesis: Genesis, _ folder: RunFolder, _ state: String) throws(Problem) {
    guard plan.digest != genesis.plan.hex else { return }
    var lines: [String] = []
    if let bytes = try? Files.read(folder.planPath, limit: 64 << 20), let recorded = try? JSON.parse(bytes) {
      lines = PlanDifference.lines(from: recorded, to: plan.json)
    }
    throw Problem(
      .resumeDiverges, "the compiled plan is not the one that run \(folder.id) was begun with", details: lines,
      hint: "resume with the program that began it; or end the run and start a new one: "
        + "\(Program.name) exec \(genesis.runbook)\(genesis.mode == .rehearsal ? " --rehearse" : "") --abort --run \(folder.id.short)"
        + "\(state) --reason \"…\"")
  }
}
