import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks

/// The clock of a run in words: how long it has been, how long it still takes, and until when an answer fits.
enum ClockText {
  /// A time of day, with the day only where it is not today: `14:05Z`, `06-15 23:50Z`.
  static func moment(_ time: WallTime, _ now: WallTime) -> String {
    let (text, today) = (time.text(.seconds), now.text(.seconds))
    let clock = text.dropFirst(11).prefix(5) + "Z"
    return text.prefix(10) == today.prefix(10) ? String(clock) : String(text.dropFirst(5).prefix(5) + " " + clock)
  }

  /// How long it has been against the objective, and how long it still takes.
  static func elapsed(_ clock: RunClock, _ objective: Duration) -> String {
    "\(WallTime.durationText(nanoseconds: clock.elapsed)) since \(clock.isImpactDeclared ? "the declared impact" : "the run began"), "
      + "RTO \(DurationText.short(objective))"
      + (clock.remaining.map { ", about \(DurationText.short($0)) still to go" } ?? "")
  }

  /// Until when an answer leaves enough time for what follows it; nil when nobody knows how long that takes.
  static func decide(by deadline: WallTime?, _ clock: RunClock) -> String? {
    guard let deadline else { return nil }
    let left = deadline.nanoseconds(since: clock.now)
    guard left >= 0 else { return "no longer fits the RTO: over by about \(WallTime.durationText(nanoseconds: -left))" }
    return "decide by \(moment(deadline, clock.now)) or it no longer fits the RTO"
  }

  /// What those outside are owed and since when or until when.
  static func message(_ due: MessageClock.Due, _ now: WallTime) -> String {
    "\(due.words) \(due.at <= now ? "is due since" : "is due by") \(moment(due.at, now))"
  }
}
