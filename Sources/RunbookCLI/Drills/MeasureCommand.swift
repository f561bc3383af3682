import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// `runbook measure …`: what a run knows of itself, for the checks of seed §4.3, and what it reads off a backup listing.
enum MeasureCommand {
  static func run(_ verb: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    switch verb {
    case "elapsed": try elapsed(arguments, context)
    case "backup-set": try backupSet(arguments, context)
    case "room": try room(arguments, context)
    case "archive": try archive(arguments, context)
    case "backups": try backups(context)
    default: try manualSteps(arguments, context)
    }
  }

  static func elapsed(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let report = try CurrentRun.report(CurrentRun.folder(context), context)
    let impact = report.objectives.impact
    let nanoseconds = max(0, WallTime(nanoseconds: context.now).nanoseconds(since: impact))
    let seconds = nanoseconds > 0 ? (nanoseconds - 1) / 1_000_000_000 + 1 : 0
    return put(["seconds": .int(seconds), "since": .string(impact.text(.seconds))], String(seconds), arguments, context)
  }

  static func manualSteps(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try CurrentRun.folder(context)
    let report = try CurrentRun.report(folder, context)
    let steps = DrillRecord.manualSteps(report.story)
    let before = try earlier(folder, report, context)
    return put(
      ["steps": JSON(steps), "before": before.map { JSON($0) } ?? .null, "more": JSON(max(0, steps - (before ?? steps)))], String(steps),
      arguments, context)
  }

  /// How many it took the last time: the newest finished run of the same runbook on the same estate.
  private static func earlier(_ folder: RunFolder, _ report: RunReport, _ context: Context) throws(Problem) -> Int? {
    let directory = try CurrentRun.directory(folder)
    for id in try directory.runs().reversed() where id.runbook == folder.id.runbook && id < folder.id {
      guard let other = try? CurrentRun.report(directory.folder(id), context), let outcome = other.input.state.outcome,
        outcome == .completed || outcome == .completedWithExceptions,
        other.input.state.genesis?.estate == report.input.state.genesis?.estate
      else { continue }
      // What came after the same look in that run is not counted in this one either.
      return DrillRecord.manualSteps(other.story, upTo: "manual-steps")
    }
    return nil
  }

  /// The newest backup set of a listing that comes by standard input.
  static func backupSet(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let moment = arguments.value("before").flatMap(WallTime.init)
    if let text = arguments.value("before"), moment == nil {
      throw Problem(
        .parameterRejected, "--before “\(TerminalText.escapedLine(text))” is no moment with a zone", hint: "write 2026-06-15T14:05:00Z")
    }
    let sets = try listing().sets(repository: arguments.value("repository").flatMap(Int64.init), before: moment)
    guard let set = sets.last else {
      throw Problem(
        .stepFailed, moment.map { "no backup set ended before \($0.text(.seconds))" } ?? "the repository holds no backup set",
        hint: "take one, or choose a later moment: seed §2.1")
    }
    let age = max(0, WallTime(nanoseconds: context.now).nanoseconds(since: set.stopped) / 1_000_000_000)
    return put(
      ["label": .string(set.label), "stopped": .string(set.stopped.text(.seconds)), "ageSeconds": .int(age)], set.label, arguments, context)
  }

  /// Whether a set of a listing that comes by standard input fits on a disk.
  static func room(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let directory = try Tools.required("directory", arguments)
    let label = arguments.value("set")
    let listing = try listing()
    guard let set = label.map(listing.set(named:)) ?? listing.sets(repository: nil, before: nil).last else {
      let name = label.map { "set " + TerminalText.escapedLine($0) }
      throw Problem(.stepFailed, "the repository holds no \(name ?? "backup set")", hint: "see: pgbackrest info")
    }
    guard let needed = set.size else {
      throw Problem(.stepFailed, "the listing does not say what \(set.label) unpacks to", hint: "pgbackrest --output=json info")
    }
    do throws(SystemError) {
      context.put(try Room(needed: needed, directory: directory, isReplacing: arguments.flag("replacing")).words)
    } catch { throw Problem(.stepFailed, "the disk cannot be asked: \(error)", hint: "check --directory") }
    return .success
  }

  /// How far the archive of a listing that comes by standard input reaches.
  static func archive(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    guard let end = try listing().archiveEnd else {
      throw Problem(
        .stepFailed, "the archive holds no log of the cluster as it is now",
        hint: "see: pgbackrest check; after a stanza-upgrade the archive begins anew")
    }
    return put(["max": .string(end)], TerminalText.escapedLine(end), arguments, context)
  }

  /// Whether the repositories of a listing that comes by standard input can restore the cluster.
  static func backups(_ context: Context) throws(Problem) -> ExitCode {
    context.put(try listing().words)
    return .success
  }

  private static func listing() throws(Problem) -> BackupListing {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read("/dev/stdin") } catch {
      throw Problem(.stepFailed, "the listing cannot be read: \(error)", hint: "pgbackrest --output=json info")
    }
    return try BackupListing(bytes)
  }

  private static func put(_ json: JSON, _ text: String, _ arguments: ParsedArguments, _ context: Context) -> ExitCode {
    if arguments.flag("json") { context.put(json) } else { context.put(text) }
    return .success
  }
}
