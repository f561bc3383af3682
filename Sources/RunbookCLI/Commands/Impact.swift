import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning

/// `--since`: when the impact began, from which the time to recover counts.
enum Impact {
  /// The option's name; a runbook that has a parameter of this name takes it as that parameter.
  static let option = "since"

  /// The declared impact of a run that begins.
  static func declared(_ plan: Plan, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> WallTime? {
    // A place for copies that cannot be meant is told before a run begins.
    _ = try CopyOption.place(arguments.value("copy"), nil, context)
    if let own = plan.parameters.first(where: { $0.name == option }) { return own.value.flatMap(WallTime.init) }
    return try given(arguments, context)
  }

  /// Values in which a time of day became the whole time: a runbook's own parameter takes what the option takes everywhere else.
  static func completed(_ values: [String: String], _ context: Context) throws(Problem) -> [String: String] {
    guard let text = values[option], isTimeOfDay(text) else { return values }
    var values = values
    let time = try MomentArgument.parse(text, option: option, WallTime(nanoseconds: context.now))
    values[option] = time.truncatedToMilliseconds.text(.seconds)
    return values
  }

  /// Whether it has no date: `14:05Z`, `14:05:30Z`; every other mistake is for the parameter to tell.
  private static func isTimeOfDay(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.last == 0x5A && (bytes.count == 6 || bytes.count == 9) && bytes[2] == 0x3A
  }

  /// Takes a declaration into a run that goes on; the last word counts.
  static func redeclare(_ run: RunSession, _ plan: Plan, _ arguments: ParsedArguments, _ context: Context) throws(Problem) {
    guard !plan.parameters.contains(where: { $0.name == option }), let time = try given(arguments, context), time != run.state.impact else {
      return
    }
    try run.declare(time)
  }

  private static func given(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> WallTime? {
    guard let text = arguments.value(option) else { return nil }
    return try MomentArgument.parse(text, option: option, WallTime(nanoseconds: context.now)).truncatedToMilliseconds
  }
}
