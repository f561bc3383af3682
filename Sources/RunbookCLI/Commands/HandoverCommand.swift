import RunbookApproval
import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookReporting
import RunbookSystem
import Runbooks

/// `runbook handover RUN --role ROLE --to NAME`: a role goes to another person, who reads where things stand and says so.
enum HandoverCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    if let missing = arguments.missing() { throw missing }
    let folder = try RunLookup.find(arguments, context)
    var notes: [String] = []
    let state = try folder.read { stored in
      if case .note(let text, _, _) = stored.record.event { notes.append("\(stored.record.at.wall.text(.seconds)) \(text)") }
    }.state
    guard let genesis = state.genesis, state.outcome == nil else {
      throw Problem(
        .usage, "run \(folder.id) has ended (\(state.outcome?.rawValue ?? "?")): there is no role to hand over",
        hint: "look at it with: \(Program.name) report \(folder.id)")
    }
    let role = try RoleClaim.role(arguments.value("role") ?? "")
    let discretion = Discretion(Secrets.known(genesis, context)) { context.tell([$0]) }
    let (given, id) = try person(arguments.value("to") ?? "", role, try context.estate(genesis.estate).signOff, folder)
    let name = discretion?.typed(given) ?? given
    let from = arguments.value("from").map { discretion?.typed($0) ?? $0 } ?? state.holders[role.rawValue]?.to.name
    let plan = (try? Files.read(folder.planPath, limit: 64 << 20)).flatMap { try? JSON.parse($0) }
    let now = WallTime(nanoseconds: context.now)
    let brief = HandoverBrief(folder.id, state, plan: plan, notes: notes, now: now, isBusy: folder.isBusy).lines
    let word = "take-over-\(state.fingerprint.prefix(4))"
    context.tell(
      ["\(role) of run \(folder.id): handed over\(from.map { " from \($0)" } ?? "") to \(name). Where things stand:"]
        + brief.flatMap { Wrap.lines($0, width: context.talkWidth, indent: 2, hanging: 2) })
    try acknowledge(name, word)
    let handover = Handover(
      role: role.rawValue, from: from, to: Person(name: name, login: Host.userName(), role: role.rawValue), rosterID: id, brief: brief)
    try HandoverSpool(folder).add(handover)
    context.tell([takeIn(folder, handover.to) ? "recorded: \(name) is \(role) of this run now" : kept(folder)])
    return .success
  }

  /// The person as the roster knows them; where there is none, the name as it was given.
  private static func person(_ name: String, _ role: Role, _ rules: SignOff?, _ folder: RunFolder) throws(Problem) -> (String, String?) {
    guard !name.isEmpty, name.utf8.count <= 100 else { throw Problem(.usage, "--to names nobody", hint: "--to NAME") }
    guard let rules else { return (TerminalText.escapedLine(name), nil) }
    let roster = try ApprovalDesk.TrustLocation(rules, user: Host.userID()).load().roster
    guard let person = roster.person(called: name) else {
      throw Problem(
        .signOffRefused, "nobody in the roster is “\(TerminalText.escapedLine(name))”",
        hint: "give the id, name or principal of roster.json")
    }
    guard rules.policy.mayHold(role.rawValue, person) else {
      throw Problem(.signOffRefused, "\(person.id) may not act as \(role.rawValue) here", hint: "hand it to somebody with the role")
    }
    if role == .incidentCommander, !rules.policy.operatorMayApprove,
      let refusal = Separation.refusal(of: person, operators: try ApprovalHistory(folder).operators, roster: roster)
    {
      throw Problem(.signOffRefused, refusal.text, hint: "hand it to somebody who does not work on this run")
    }
    return (person.name, person.id)
  }

  /// The new person says so on a terminal, with a word that only somebody has seen to whom the brief was shown.
  private static func acknowledge(_ name: String, _ word: String) throws(Problem) {
    guard try TerminalWord.isTyped(word, "\(name), when you have read this, type \(word): ") else {
      throw Problem(
        .awaitingSignOff, "the word was not typed; nothing was handed over", hint: "have \(name) read the lines above and type it")
    }
  }

  /// Whether it is in the log now: a waiting run takes it in at once, and where nobody holds the run a short session does it.
  private static func takeIn(_ folder: RunFolder, _ person: Person) -> Bool {
    let spool = HandoverSpool(folder)
    for _ in 0..<30 {
      if !folder.isBusy {
        if let writer = try? JournalWriter.open(folder, session: .current(person)) {
          defer { writer.close() }
          spool.takeIn(writer)
        }
      }
      if !spool.isWaiting { return true }
      Clock.sleep(milliseconds: 100)
    }
    return false
  }

  private static func kept(_ folder: RunFolder) -> String {
    "kept: \(folder.holder ?? "another process holds the run"); it counts before the run's next record"
  }
}
