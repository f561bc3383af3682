import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks

/// The block at the bottom of the terminal while steps run: what runs, how long, what is next, how the time stands.
struct ProgressView {
  let progress: RunProgress
  /// What a command has printed since its last line end.
  let partial: String
  let columns: Int
  let style: Style

  /// How many steps that run side by side are shown.
  private static let shown = 3

  /// The lines, none wider than the terminal less one.
  var lines: [String] {
    var lines = [line(.dim, rule)]
    for current in progress.current.prefix(Self.shown) {
      lines.append(line(.emphasis, "▶ \(current.step.number) \(current.title)", time(current)))
    }
    if progress.current.count > Self.shown { lines.append(line(nil, "  and \(progress.current.count - Self.shown) more side by side")) }
    if !partial.isEmpty { lines.append(line(.dim, "  | " + TerminalText.escapedLine(partial))) }
    lines.append(line(nil, clock))
    if let next = progress.next { lines.append(line(.dim, "  next \(next.number) \(next.title)")) }
    if let due = progress.message, due.at.nanoseconds(since: progress.clock.now) < 600_000_000_000 {
      lines.append(line(.warning, "  " + ClockText.message(due, progress.clock.now)))
    }
    return lines
  }

  private var width: Int { columns - 1 }

  private var rule: String {
    let words = "── \(progress.done) of \(progress.total) steps over "
    return words + String(repeating: "─", count: max(0, min(width, 72) - DisplayText.width(words)))
  }

  /// `12 s of about 20 min`, or how far it is over that.
  private func time(_ current: RunProgress.Current) -> String {
    guard let elapsed = current.elapsed else { return "" }
    let text = " · " + seconds(elapsed)
    guard let expected = current.expected, expected > .zero else { return text }
    let left = Int64(expected.wholeSeconds) - elapsed / 1_000_000_000
    return text + (left >= 0 ? " of about \(DurationText.short(expected))" : ", expected \(DurationText.short(expected))")
  }

  /// How the time stands: the forecast first, because a narrow terminal cuts the end; then in as many words as there is room for.
  private var clock: String {
    let clock = progress.clock
    let since = clock.isImpactDeclared ? " since the impact" : " since the beginning"
    let spent = "\(seconds(clock.elapsed)) of \(DurationText.short(progress.objective))"
    var choices = ["  " + spent + since, "  " + spent]
    if let remaining = clock.remaining, let forecast = clock.forecast {
      let verdict = forecast > clock.deadline ? "OVER the RTO" : "well by \(ClockText.moment(forecast, clock.now))"
      let left = "\(DurationText.short(remaining)) to go"
      choices = [
        "  \(verdict) · \(spent)\(since) · about \(left)", "  \(verdict) · \(spent)\(since) · ~\(left)",
        "  \(verdict) · \(spent) · ~\(left)",
      ]
    }
    return choices.first { DisplayText.width($0) <= width } ?? choices[choices.count - 1]
  }

  /// Whole seconds: a clock that is read once a second needs no more.
  private func seconds(_ nanoseconds: Int64) -> String {
    WallTime.durationText(nanoseconds: nanoseconds / 1_000_000_000 * 1_000_000_000)
  }

  /// A line cut to the width; its end is kept, and the beginning gives way.
  private func line(_ role: Style.Role?, _ text: String, _ end: String = "") -> String {
    let room = max(8, width - DisplayText.width(end))
    let cut = DisplayText.truncated(text, to: room)
    let ending = DisplayText.truncated(end, to: max(0, width - DisplayText.width(cut)))
    return (role.map { style($0, cut) } ?? cut) + ending
  }
}
