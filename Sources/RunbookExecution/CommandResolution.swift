package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// A command with nothing left open: an absolute program, a full argument vector, its own environment.
package struct ResolvedCommand: Sendable, Hashable {
  package let executable: String
  /// The argument vector after the program's name.
  package let arguments: [String]
  package let environment: [String: String]
  package let input: [UInt8]?
  package let workingDirectory: String?
  /// Secret values by name, to be taken out of whatever it prints.
  package var secrets: [String: String] = [:]
  /// The way to the other host on which it runs; nil for this one.
  package var away: Connection?

  /// The vector as the log keeps it.
  package var argv: [String] { [executable] + arguments }
}

/// Fills the last holes of commands: outputs, secrets and the place of the program.
package struct CommandResolution {
  let environment: [String: String]
  /// This program's own file, for commands that call `runbook`.
  let ownExecutable: String
  /// Secrets by name; asked for again in every session, never stored.
  let secrets: [String: String]
  /// In a rehearsal programs need not be there and secrets are not asked for: nothing is started.
  let isRehearsed: Bool
  /// What commands on another host see: nothing of the operator's shell.
  let awayEnvironment: [String: String]

  /// - Parameter away: the environment of commands on another host; nil for the same without what is the operator's own.
  package init(
    environment: [String: String], ownExecutable: String, secrets: [String: String] = [:], isRehearsed: Bool = false,
    away: [String: String]? = nil
  ) {
    self.isRehearsed = isRehearsed
    awayEnvironment = away ?? environment.filter { !BaseEnvironment.passed.contains($0.key) }
    self.environment = environment
    self.ownExecutable = ownExecutable
    self.secrets = secrets
  }

  /// The pipeline's commands, or a `Problem` that names the hole or the program.
  package func resolve(_ pipeline: PlannedPipeline, outputs: [String: String]) throws(Problem) -> [ResolvedCommand] {
    var commands: [ResolvedCommand] = []
    for command in pipeline.commands { commands.append(try resolveOne(command, outputs: outputs)) }
    return commands
  }

  func resolveOne(_ command: PlannedCommand, outputs: [String: String]) throws(Problem) -> ResolvedCommand {
    let fill = { (text: PlannedText) throws(Problem) -> String in
      guard let filled = text.filled(outputs) else {
        throw Problem(
          .stepFailed, "a value is not known yet: \(text.shown(outputs))", hint: "run the step that captures it, or give the parameter")
      }
      return filled
    }
    var arguments: [String] = []
    for argument in command.arguments { arguments.append(try fill(argument)) }
    var environment = command.away == nil ? environment : awayEnvironment
    var used: [String: String] = [:]
    for variable in command.environment {
      switch variable.value {
      case .text(let text): environment[variable.name] = try fill(text)
      case .secret where isRehearsed: environment[variable.name] = "rehearsed"
      case .secret(let secret):
        guard let value = secrets[secret.name] else {
          throw Problem(.stepFailed, "the secret \(secret.name) was not given", hint: "set \(secret.variable), or run in a terminal")
        }
        environment[variable.name] = value
        used[secret.name] = value
      }
    }
    let connection = isRehearsed ? nil : try connection(to: command.away)
    let isSelf = command.executable == "runbook"
    // Where a program lies on another host is for that host to say.
    let found = isRehearsed || connection != nil ? command.executable : nil
    guard let executable = found ?? (isSelf ? ownExecutable : ExecutableSearch.resolve(command.executable, path: environment["PATH"] ?? ""))
    else {
      throw Problem(
        .stepFailed, "the program \(command.executable) is in none of \(environment["PATH"] ?? "")",
        hint: "install it, or correct the estate's PATH")
    }
    var input: [UInt8]?
    if let text = command.input { input = Array(try fill(text).utf8) }
    var directory = "/"
    if let text = command.workingDirectory { directory = try fill(text) }
    let resolved = ResolvedCommand(
      executable: executable, arguments: arguments, environment: environment, input: input, workingDirectory: directory,
      secrets: used, away: connection)
    if let connection { try RemoteShell.check(resolved, on: connection.host) }
    return resolved
  }
}

extension CommandResolution {
  /// The way to another host; nil for this one.
  func connection(to away: Runbooks.Host?) throws(Problem) -> Connection? {
    guard let away else { return nil }
    guard let reach = away.reach else { throw Self.unreached(away.name) }
    guard let program = ExecutableSearch.resolve("ssh", path: searchPath) else {
      throw Problem(.stepFailed, "the program ssh is in none of \(searchPath)", hint: "install openssh-client here")
    }
    return Connection(host: away.name, reach: reach, program: program, environment: environment)
  }

  /// A host of the estate to which no way is known.
  static func unreached(_ host: String) -> Problem {
    Problem(
      .stepFailed, "this step runs on \(host), and the estate does not say how to get there",
      hint: "run its commands there by hand, then choose “done” with what you saw; or give the host a reach in the estate")
  }

  /// This program's own file.
  package var own: String { ownExecutable }
}

extension Verdict {
  /// The verdict as people read it.
  package var words: String {
    switch self {
    case .met: "met"
    case .notMet: "not met"
    case .unknown: "unknown"
    }
  }
}

extension CommandResolution {
  /// Runs one command that tells people something; nil when it went well, else why not.
  package func send(_ command: PlannedCommand, outputs: [String: String], limit: Duration) -> String? {
    do throws(Problem) {
      let run = PipelineRun([try resolveOne(command, outputs: outputs)], timeLimit: limit)
      PipelineRun.wait([run], interruption: nil)
      if run.outcome.isSuccess { return nil }
      let said = run.outcome.errorOutput.split(separator: 0x0A).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
      let how = run.outcome.unanswered ?? (run.outcome.timedOut ? "it took longer than \(limit.components.seconds) s" : "it failed")
      return Executor.clipped(said.isEmpty ? how : "\(how): \(said)")
    } catch { return error.summary }
  }
}
