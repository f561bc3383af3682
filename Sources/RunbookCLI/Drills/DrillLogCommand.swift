import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// `runbook drill-log add|heard|tell`: the report of a drill into its version-controlled log, and to the heartbeat monitor (seed §4.4).
enum DrillLogCommand {
  static func run(_ verb: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    switch verb {
    case "add": try add(arguments, context)
    case "heard": try heard(arguments, context)
    default: try tell(arguments, context)
    }
  }

  /// Writes the entry of the run that calls, for people and for programs, and commits the two files; nothing is pushed.
  static func add(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let log = try Tools.required("log", arguments)
    let report = try CurrentRun.report(CurrentRun.folder(context), context)
    var record = DrillRecord(report)
    record.outcome = DrillRecord.result(report)
    let git = try Git(log, context)
    let names = ["\(record.run).json", "\(record.run).md"]
    do throws(SystemError) {
      try Files.writeDurably(Array((record.json.pretty + "\n").utf8), to: log + "/" + names[0])
      try Files.writeDurably(Array(record.entry.utf8), to: log + "/" + names[1])
    } catch {
      throw Problem(.stepFailed, "the drill log cannot be written: \(error)", hint: "see that \(log) is there and yours")
    }
    try git.commit(names, message: message(record), as: record.operatorName)
    let commit = try git.output(["rev-parse", "HEAD"])
    let failed = record.checks.filter { !$0.passed }.map(\.title)
    context.tell(["\(record.run): \(record.outcome.rawValue)"] + failed.map { "not passed: \($0)" } + ["committed \(commit)"])
    context.put(["result": .string(record.outcome.rawValue), "commit": .string(commit), "entry": .string(log + "/" + names[1])])
    return .success
  }

  private static func message(_ record: DrillRecord) -> String {
    let rto = record.rto.map { WallTime.durationText(nanoseconds: $0) } ?? "none"
    let rpo = record.rpo.map { WallTime.durationText(nanoseconds: $0) } ?? "not known"
    return "\(record.runbook) on \(record.estate): \(record.outcome.rawValue)\n\n"
      + "Run \(record.run)\nRTO \(rto), RPO \(rpo), \(record.manualSteps) manual steps, "
      + "\(record.passedChecks) of \(record.checks.count) checks passed\n"
  }

  /// Says whether the address is one, or the paper's placeholder; a look at the monitor itself would count as a ping.
  static func heard(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let address = try Tools.required("heartbeat", arguments)
    context.put(isPlaceholder(address) ? "a placeholder: \(TerminalText.escapedLine(address))" : "filled in")
    return .success
  }

  /// A check is named by a UUID or a slug in small letters; a last part in capitals is what somebody was to fill in: `DRILL_UUID`.
  static func isPlaceholder(_ address: String) -> Bool {
    let last = address.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).last ?? []
    return last.allSatisfy { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
  }

  /// Pings the monitor's check with the drill's exit status; a monitor that is not reached is told, and fails nothing.
  static func tell(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let address = try Tools.required("heartbeat", arguments)
    let status = try Tools.required("result", arguments) == DrillRecord.Outcome.passed.rawValue ? 0 : 1
    let words = ["--fail", "--silent", "--show-error", "--max-time", "10", "--retry", "2", "--output", "/dev/null", "\(address)/\(status)"]
    var reason: String?
    do throws(SystemError) {
      let outcome = try Subprocess.run(
        try program(context), words, environment: context.environment, timeLimitSeconds: 45)
      if !outcome.status.isSuccess { reason = TerminalText.escapedLine(String(decoding: outcome.errorOutput, as: UTF8.self)) }
    } catch { reason = "\(error)" }
    if let reason {
      context.tell(["the heartbeat monitor was NOT told: \(reason)", "the drill stands as it is; look at the monitor"])
    } else {
      context.tell(["told \(address)/\(status)"])
    }
    context.put(["heartbeat": .string(reason == nil ? "told" : "not-told"), "status": JSON(status)])
    return .success
  }

  private static func program(_ context: Context) throws(SystemError) -> String {
    guard let curl = try? Tools.program("curl", context) else { throw SystemError("find", path: "curl", errno: .ENOENT) }
    return curl
  }

  /// The entries of a log; what is no entry is passed over.
  static func entries(_ folder: String) -> [DrillRecord] {
    let names = (try? Files.list(folder)) ?? []
    return names.filter { $0.hasSuffix(".json") && RunID(String($0.dropLast(5))) != nil }.compactMap { name in
      (try? Files.read(folder + "/" + name, limit: 1 << 20)).flatMap { try? JSON.parse($0) }.flatMap(DrillRecord.init)
    }
  }
}

/// `git` in one folder; no hook of the repository is run and nothing is ever pushed.
struct Git {
  private let folder: String
  private let program: String
  private let environment: [String: String]

  init(_ folder: String, _ context: Context) throws(Problem) {
    self.folder = folder
    program = try Tools.program("git", context)
    environment = context.environment.merging(["GIT_TERMINAL_PROMPT": "0"]) { $1 }
  }

  /// Commits these files alone, whatever else stands in the folder; files that are committed already are fine.
  func commit(_ names: [String], message: String, as person: String) throws(Problem) {
    _ = try output(["add", "--"] + names)
    let changed = try run(["diff", "--cached", "--quiet", "--"] + names)
    guard changed.status != .exited(0) else { return }
    let author =
      try run(["config", "user.email"]).status.isSuccess ? [] : ["-c", "user.name=\(person)", "-c", "user.email=runbook@localhost"]
    _ = try output(
      author + ["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", message, "--"] + names)
  }

  /// What a command prints that must go well.
  func output(_ words: [String]) throws(Problem) -> String {
    let outcome = try run(words)
    guard outcome.status.isSuccess else {
      throw Problem(
        .stepFailed, "git \(words.first ?? "") failed: \(TerminalText.escapedLine(String(decoding: outcome.errorOutput, as: UTF8.self)))",
        hint: "try it by hand: git -C \(ShellWord.quoted(folder)) status")
    }
    return String(decoding: outcome.output.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private func run(_ words: [String]) throws(Problem) -> Subprocess.Outcome {
    do throws(SystemError) {
      return try Subprocess.run(program, ["-C", folder] + words, environment: environment, timeLimitSeconds: 30)
    } catch { throw Problem(.stepFailed, "git cannot be started: \(error)", hint: "install git") }
  }
}
