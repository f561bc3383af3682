import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook announce [RUN] [TEXT]`: tells those outside how things stand, by the estate's channels, and writes it down.
///
/// It runs beside the restore, in the Comms Lead's own terminal: nothing in the run waits for it, and a channel that fails stops
/// nothing.
enum AnnounceCommand {
  /// How long one channel may take.
  private static let limit = Duration.seconds(60)

  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    let state = try folder.read().state
    guard let genesis = state.genesis, state.outcome == nil else {
      throw Problem(
        .usage, "run \(folder.id) has ended (\(state.outcome?.rawValue ?? "?")): its log takes nothing more",
        hint: "post it by hand; the report lists it: \(Program.name) report \(folder.id)")
    }
    let now = WallTime(nanoseconds: context.now)
    let stage = arguments.value("stage").flatMap(StatusMessage.Stage.init) ?? MessageClock.next(state)?.stage ?? .update
    let terminal = ExecCommand.console(context)
    let discretion = Secrets.discretion(Secrets.known(genesis, context), terminal)
    let given = try MessageText(parsing: arguments.operand("TEXT") ?? draft(stage, state, now)).text
    let text = discretion?.typed(given) ?? given
    let estate = try context.estate(genesis.estate)
    terminal.isRehearsal = genesis.mode == .rehearsal
    // At the table nobody is checked.
    if let rules = estate.signOff, !terminal.isRehearsal {
      terminal.vet = { RoleClaim.refusal($0, $1, rules, folder, (try? folder.read().state) ?? state) }
    }
    // Nobody outside hears of a rehearsal.
    if terminal.isRehearsal { terminal.tell(.warning("nothing is sent; what you would have said is written down")) }
    let isSilent = arguments.flag("posted") || terminal.isRehearsal
    let channels = isSilent ? [] : estate.channels
    if channels.isEmpty, !isSilent {
      throw Problem(
        .usage, "the estate \(genesis.estate) names no channel", details: ["draft: \(text)"],
        hint: "post it by hand, then: \(Program.name) announce \(folder.id.short) \(ShellWord.quoted(text)) --posted")
    }
    guard let person = goAhead(text, stage, channels, terminal) else {
      throw Problem(.awaitingSignOff, "nothing was sent: a person gives the word", hint: "type it in a terminal")
    }
    var message = StatusMessage(at: WallTime(nanoseconds: context.now), stage: stage, text: text, person: person)
    let resolution = try resolution(channels, estate, context, terminal)
    if !channels.isEmpty { try intend(message, channels, folder, terminal) }
    for channel in channels { message.deliveries.append(send(channel, text, resolution, terminal)) }
    return try record(message, folder, context, terminal)
  }

  /// What could be said, from the log alone; the Comms Lead changes it as they see fit.
  static func draft(_ stage: StatusMessage.Stage, _ state: RunState, _ now: WallTime) -> String {
    let since = state.impact.map { " since \($0.text(.seconds))" } ?? ""
    let next = now.adding(nanoseconds: MessageClock.interval).text(.seconds).dropFirst(11).prefix(5)
    switch stage {
    case .investigating: return "We are investigating a disruption\(since). Next update by \(next)Z."
    case .update: return "We are restoring the service. Next update by \(next)Z."
    case .resolved: return "The service works again."
    }
  }

  /// Shows what goes where and asks for the word; nil without one.
  private static func goAhead(
    _ text: String, _ stage: StatusMessage.Stage, _ channels: [StatusChannel], _ terminal: TerminalConsole
  ) -> Person? {
    terminal.put("message (\(stage.rawValue)):")
    for line in Wrap.lines(text, width: terminal.width, indent: 2, hanging: 0) { terminal.put(line) }
    let outputs = ["message": text]
    for channel in channels {
      let argv = PlannedCommand(channel.command, values: [:]).argv(outputs).map(CommandText.quoted).joined(separator: " ")
      terminal.put("  by \(channel.name): $ \(argv)")
    }
    terminal.forgetTypedAhead()
    let word = channels.isEmpty ? "posted" : "send"
    while let line = terminal.ask("type \(word) to go ahead, anything else to leave it: ") {
      guard line.utf8.elementsEqual(word.utf8) else { return nil }
      return terminal.person(.commsLead)
    }
    return nil
  }

  private static func resolution(
    _ channels: [StatusChannel], _ estate: any Estate, _ context: Context, _ terminal: TerminalConsole
  ) throws(Problem) -> CommandResolution {
    var secrets: [String: String] = [:]
    for command in channels.map({ PlannedCommand($0.command, values: [:]) }) {
      for case .secret(let secret) in command.environment.map(\.value) {
        if let value = context.environment[secret.variable] {
          secrets[secret.name] = try Secrets.accepted(value, secret)
        } else {
          secrets[secret.name] = try Secrets.typed(secret, terminal)
        }
      }
    }
    return try ExecCommand.resolution(estate.environment, context, secrets)
  }

  private static func send(
    _ channel: StatusChannel, _ text: String, _ resolution: CommandResolution, _ terminal: TerminalConsole
  ) -> StatusMessage.Delivery {
    let command = PlannedCommand(channel.command, values: [:])
    let failure = resolution.send(command, outputs: ["message": text], limit: limit)
    terminal.tell(failure.map { .warning("\(channel.name): FAILED, \($0)") } ?? .note("\(channel.name): sent"))
    return StatusMessage.Delivery(channel: channel.name, failure: failure)
  }

  /// Written down first: whatever becomes of the sending, the log or what waits for it says that it was about to be sent, and by whom.
  private static func intend(
    _ message: StatusMessage, _ channels: [StatusChannel], _ folder: RunFolder, _ terminal: TerminalConsole
  ) throws(Problem) {
    let words = "about to send the message (\(message.stage.rawValue)) by \(channels.map(\.name).joined(separator: ", ")): \(message.text)"
    let spool = NoteSpool(folder)
    do throws(Problem) {
      try spool.add(NoteSpool.Remark(text: words, about: message.at, by: message.person.login, person: message.person))
    } catch {
      throw Problem(error.code, "nothing was sent: \(error.summary)", details: error.details, hint: error.hint)
    }
    _ = NoteCommand.takeIn(folder, spool, message.person, terminal.discretion)
  }

  /// Writes it down, whoever holds the run; a message that got nowhere is still owed.
  private static func record(
    _ message: StatusMessage, _ folder: RunFolder, _ context: Context, _ terminal: TerminalConsole
  ) throws(Problem) -> ExitCode {
    let spool = NoteSpool(folder)
    try spool.add(message, by: Host.userName())
    let state = NoteCommand.takeIn(folder, spool, message.person, terminal.discretion)
    context.tell([
      state.map { "recorded, record \($0.recordCount), head \($0.fingerprint)" }
        ?? "kept: \(folder.holder ?? "another process holds the run"); it is in the log before the run's next record"
    ])
    guard !message.isOut else { return .success }
    context.tell(["no channel took it: post it by hand, then announce it with --posted. The restore goes on"])
    return .stepFailed
  }
}
