import RunbookBase

/// A time on the command line that has passed: whole, or as a time of day.
enum MomentArgument {
  private static let day: Int64 = 86_400_000_000_000
  private static let hour: Int64 = 3_600_000_000_000

  /// `2026-06-15T14:05:00Z`, or `14:05Z` for the last time that the clock said so.
  ///
  /// - Throws: code 4 for a text that is no time with a zone, one in the future, or a time of day that the clock says within the hour.
  static func parse(_ text: String, option: String, _ now: WallTime) throws(Problem) -> WallTime {
    let today = now.text(.seconds).prefix(11)
    var found = WallTime(text)
    if found == nil, text.utf8.last == 0x5A {
      let seconds = text.utf8.count == 6 ? "\(text.dropLast()):00Z" : text
      found = WallTime(today + seconds)
      if let time = found, time > now { found = time.adding(nanoseconds: -day) }
      if let time = found { try refuseSoon(time, option, now) }
    }
    guard let found else {
      throw Problem(
        .parameterRejected, "--\(option) “\(TerminalText.escaped(text))” is no time with a zone",
        hint: "write 14:05Z for today, or \(now.text(.seconds))")
    }
    guard found <= now else {
      throw Problem(
        .parameterRejected, "--\(option) \(found.text(.seconds)) is in the future; it is \(now.text(.seconds))",
        hint: "give a time that has passed")
    }
    return found
  }

  /// Somebody whose watch is a minute ahead does not mean yesterday.
  private static func refuseSoon(_ last: WallTime, _ option: String, _ now: WallTime) throws(Problem) {
    let next = last.adding(nanoseconds: day)
    guard next.nanoseconds(since: now) < hour else { return }
    throw Problem(
      .parameterRejected,
      "--\(option) \(next.text(.seconds).dropFirst(11)) has not come yet: it is \(now.text(.seconds)), and the last time it was so is a day ago",
      hint: "type \(last.text(.seconds)) for the day before, or, once it has passed, \(next.text(.seconds))")
  }
}
