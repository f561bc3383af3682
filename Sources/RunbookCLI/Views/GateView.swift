import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks

/// A gate as it is shown: nobody approves what they did not see.
struct GateView {
  let gate: GateQuestion
  let width: Int?
  let style: Style
  var isRehearsal = false

  var text: String {
    let statement = gate.statement
    let kind = isRehearsal ? style(.warning, "REHEARSAL") + " " : ""
    var lines = ["", "\(kind)\(style(.warning, "GATE")) \(statement.gate.number) for the \(gate.role)"]
    lines += wrapped(statement.title, 2)
    lines.append("  releases:")
    for release in statement.releases where release.effect != "reads" {
      let place = release.host == "localhost" ? "" : " on \(release.host)"
      lines += wrapped("\(release.number) \(release.title) [\(release.effect)]\(place)", 4)
      for command in release.commands { lines += self.lines(command) }
      for what in release.destroys { lines += wrapped(style(.danger, "DESTROYS \(what)"), 6) }
    }
    let others = statement.releases.filter { $0.effect == "reads" }.map(\.number)
    if !others.isEmpty { lines += wrapped("and steps that change nothing: \(others.joined(separator: ", "))", 4) }
    for identity in statement.identities { lines += wrapped("target \(identity.target): \(identity.observed)", 2) }
    for beside in gate.besides { lines += wrapped(style(.danger, beside), 2) }
    let unmet = statement.preconditions.filter { $0.verdict != .met }
    lines += wrapped(
      "preconditions: \(statement.preconditions.count - unmet.count) met, \(unmet.count) not, probed \(duration(gate.probedAgo)) ago"
        + unmet.map { "; \($0.id): \($0.verdict.rawValue)" }.joined(), 2)
    lines += wrapped("time: " + ClockText.elapsed(gate.clock, gate.objective), 2)
    if let words = ClockText.decide(by: gate.clock.decideBy(gate.clock.remaining), gate.clock) { lines += wrapped(words, 2) }
    if let message = gate.message { lines += wrapped("outside: " + ClockText.message(message, gate.clock.now), 2) }
    let loss = gate.expectedLoss.map { "; \($0.words)" } ?? ""
    lines += wrapped("data loss allowed: \(DurationText.short(gate.lossObjective)) (RPO)" + loss, 2)
    lines += wrapped("turn back: \(gate.turnBack)", 2)
    lines.append("  log: head \(gate.head), \(gate.records) records")
    lines += signOff
    return lines.joined(separator: "\n")
  }

  private var signOff: [String] {
    guard let signing = gate.signing else {
      let why = gate.estateHasKeys ? "a run that counts is signed by key" : "this estate names no keys, so nobody proves who types"
      return wrapped("sign-off: typed here; \(why)", 2)
    }
    let who = signing.holder.map { "\($0), who was handed the role" } ?? "the \(gate.role)"
    let how = signing.acceptsTyped ? "typed here, or by key" : "by key alone"
    return wrapped(
      "sign-off: \(how), \(signing.quorum == 1 ? "by \(who)" : "\(signing.quorum) people with the role"), never by who works on the run", 2)
      + wrapped("request \(signing.code) (compare it by voice), valid until \(signing.validUntil):", 2)
      + ["    \(signing.path)"] + (signing.sharedPath.map { ["    \($0)"] } ?? [])
      + Prose.lines("to sign it on another machine: \(Program.name) approve --request FILE --key KEY", width: width, indent: 2)
  }

  /// A command with what it reads, cut where nobody would read on; the approval covers all of it.
  private func lines(_ command: GateStatement.Command) -> [String] {
    // Never broken: the terminal wraps it, and it can still be copied.
    var lines = Wrap.lines("$ " + command.argv.map(CommandText.quoted).joined(separator: " "), width: nil, indent: 6)
    // Two hosts of an application get the same words in different directories.
    if let directory = command.directory { lines += wrapped("in \(directory)", 8) }
    guard let input = command.input else { return lines }
    let read = input.utf8.split(separator: 0x0A).map { TerminalText.escapedLine(String(Substring($0))) }
    for line in read.prefix(12) { lines.append("        < " + line) }
    if read.count > 12 { lines += wrapped("< … \(read.count - 12) more lines", 8) }
    return lines
  }

  private func duration(_ nanoseconds: Int64) -> String { WallTime.durationText(nanoseconds: nanoseconds) }
  private func wrapped(_ text: String, _ indent: Int) -> [String] { Wrap.lines(text, width: width, indent: indent, hanging: 2) }
}
