import RunbookBase

/// A time on the command line that has passed: whole, or as a time of day.
enum MomentArgument {
  /// `2026-06-15T14:05:00Z`, or `14:05Z` for the last time that the clock said so.
  ///
  /// - Throws: code 4 for a text that is no time with a zone, or one in the future.
  static func parse(_ text: String, option: String, _ now: WallTime) throws(Problem) -> WallTime {
    let day = now.text(.seconds).prefix(11)
    var found = WallTime(text)
    if found == nil, text.utf8.last == 0x5A {
      let seconds = text.utf8.count == 6 ? "\(text.dropLast()):00Z" : text
      found = WallTime(day + seconds)
      if let time = found, time > now { found = time.adding(nanoseconds: -86_400_000_000_000) }
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
}
