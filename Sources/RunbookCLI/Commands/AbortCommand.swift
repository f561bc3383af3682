import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookReporting
import RunbookSystem
import Runbooks

/// `runbook exec NAME --abort --reason TEXT`: ends an interrupted run where it stands.
///
/// The plan is not compiled: a run whose plan the program no longer compiles can be ended all the same.
enum AbortCommand {
  static func run(
    _ name: String, _ arguments: ParsedArguments, _ context: Context, _ directory: StateDirectory
  ) throws(Problem) -> ExitCode {
    let log = try ResumeCommand.find(name, arguments, directory, context)
    let (folder, recorded) = (log.folder, log.contents.state)
    guard let genesis = recorded.genesis else {
      throw Problem(.auditLogDamaged, "run \(folder.id) has no first record", hint: "\(Program.name) verify \(folder.id)")
    }
    try ResumeCommand.refuseOtherKind(arguments, genesis, folder)
    try ResumeCommand.refuseParameters(arguments, genesis, context)
    let again = "\(Program.name) exec \(name) --resume --run \(folder.id.short)\(ExecCommand.stateWords(arguments, context))"
    // Whoever holds the run watches its step; that is told below.
    if !folder.isBusy { try refuseOverSteps(OpenAttempts(folder, recorded), folder, again) }
    let terminal = ExecCommand.console(context)
    terminal.isRehearsal = genesis.mode == .rehearsal
    let reason = try reason(arguments, terminal)
    let estate = try context.estate(arguments.value("estate") ?? genesis.estate)
    let signing = try signing(estate, recorded, arguments, terminal)
    let run = try RunSession.takeOver(
      log, by: signing?.by ?? RunSession.person(), rosterID: signing?.rosterID,
      keeping: Secrets.discretion(Secrets.known(genesis, context), terminal))
    defer { run.close() }
    _ = try signing?.attach(run, terminal)
    terminal.tell(.note("run \(run.id), session \(run.state.epoch), \(run.state.recordCount) records, head \(run.state.fingerprint)"))
    // The session that has just ended may have left one behind.
    try refuseOverSteps(OpenAttempts(folder, run.state), folder, again)
    if genesis.mode != .rehearsal { try CopyOption.attach(run, estate, arguments, context, terminal) }
    let owed = run.state.openObligations.map(\.text).joined(separator: ", ")
    terminal.tell(.note("this ends the run" + (owed.isEmpty ? "; nothing is owed" : "; still owed: \(owed)")))
    guard let person = person(role(folder, recorded), terminal) else {
      throw Problem(.awaitingSignOff, "nobody said who ends the run; it is not ended", hint: "type it in a terminal, and give your name")
    }
    let code = try run.abort(reason, person) { terminal.tell(.warning($0)) }
    ClosingView.tell(run, terminal, context)
    return code
  }

  /// Where the roster said who worked in the session before, it says it of this one, too.
  private static func signing(
    _ estate: any Estate, _ state: RunState, _ arguments: ParsedArguments, _ terminal: TerminalConsole
  ) throws(Problem) -> SigningSetup? {
    guard state.session?.rosterID != nil, let rules = estate.signOff else { return nil }
    let person = try SigningSetup.person(rules, on: estate.name, arguments.value("operator"), terminal)
    return SigningSetup(rules: rules, keygen: try SSHKeygen(), person: person)
  }

  private static func reason(_ arguments: ParsedArguments, _ terminal: TerminalConsole) throws(Problem) -> String {
    let given = arguments.value("reason").map { TerminalText.escapedLine(TextTrim.trimmed($0)) }
    guard let reason = given ?? terminal.text("why is the run ended: "), reason.utf8.count >= 3 else {
      throw Problem(.usage, "--abort needs a reason of a few words: the log keeps it; nothing was ended", hint: "add --reason \"…\"")
    }
    return reason
  }

  /// What still runs would change the target under the next run, and nobody would watch it.
  private static func refuseOverSteps(_ open: OpenAttempts, _ folder: RunFolder, _ again: String) throws(Problem) {
    if let (step, path) = open.supervised.min(by: { $0.key < $1.key }) {
      throw Problem(
        .inDoubt, "\(step) of run \(folder.id) still runs under its supervisor; the run is not ended over it",
        details: ["to end it: \(again), and Ctrl-C twice"] + (Supervisor.stopLine(path).map { ["or by hand: \($0)"] } ?? []),
        hint: "wait until it has ended or end it, then type --abort again; status tells")
    }
    guard let (step, host) = open.sent.min(by: { $0.key < $1.key }) else { return }
    throw Problem(
      .inDoubt, "\(step) of run \(folder.id) was sent to \(host) and may still run there; the run is not ended over it",
      hint: "let the run ask \(host): \(again); then type --abort again")
  }

  /// The role that the failure menu would ask: that of the step which has failed, else the one who runs the run.
  private static func role(_ folder: RunFolder, _ state: RunState) -> Role {
    guard case .paused(.failedStep, let step?) = state.status, let bytes = try? Files.read(folder.planPath, limit: 64 << 20),
      let plan = try? JSON.parse(bytes), let found = RecordedPlan(plan).steps.first(where: { $0.id == step })
    else { return .restoreOperator }
    return Role(rawValue: found.role) ?? .restoreOperator
  }

  /// Asked in a terminal; elsewhere the login says it for the operator, and nobody speaks for another role.
  private static func person(_ role: Role, _ terminal: TerminalConsole) -> Person? {
    if terminal.isInteractive { return terminal.person(role) }
    guard role == .restoreOperator else { return nil }
    return Person(name: Host.userName(), login: Host.userName(), role: role.rawValue)
  }
}
