import RunbookBase
import RunbookJournal

extension GateQuestion {
  /// What the gate shows beside its commands, as lines for the request.
  var facts: [String] {
    let unmet = statement.preconditions.filter { $0.verdict != .met }
    let others = statement.releases.filter { $0.effect == "reads" }.map(\.number)
    let text = { (duration: Duration) in WallTime.durationText(nanoseconds: duration.components.seconds * 1_000_000_000) }
    var lines = others.isEmpty ? [] : ["It also releases steps that change nothing: \(others.joined(separator: ", "))"]
    lines.append(
      "Preconditions: \(statement.preconditions.count - unmet.count) met, \(unmet.count) not, "
        + "probed \(WallTime.durationText(nanoseconds: probedAgo)) ago"
        + unmet.map { "; \($0.id): \($0.verdict.rawValue)" }.joined())
    lines.append(
      "Time: \(WallTime.durationText(nanoseconds: clock.elapsed)) since \(clock.isImpactDeclared ? "the declared impact" : "the run began"), "
        + "RTO \(text(objective))" + (clock.remaining.map { ", about \(text($0)) still to go" } ?? ""))
    if let latest = clock.decideBy(clock.remaining) { lines.append("Decide by: \(latest.text(.seconds)), or the objective is missed") }
    lines.append("Data loss allowed: \(text(lossObjective)) (RPO)" + (expectedLoss.map { "; \($0.words)" } ?? ""))
    lines += places + besides
    lines.append("Turn back: \(turnBack)")
    return lines
  }

  /// What else works on the same targets.
  package var besides: [String] {
    statement.besides.map { "Beside \($0.run), \($0.words): \($0.reason) (\($0.person.name))" }
  }

  /// Where commands start that have a directory of their own: two hosts of an application get the same words.
  private var places: [String] {
    statement.releases.filter { $0.effect != "reads" }.flatMap { release in
      release.commands.compactMap { command in
        command.directory.map { "Step \(release.number) runs \(command.argv.joined(separator: " ")) in \($0)" }
      }
    }
  }
}
