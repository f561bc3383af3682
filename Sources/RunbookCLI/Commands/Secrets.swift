import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// Secrets of a plan: from the variable that each names, else typed without being shown; one that could not be hidden is refused.
enum Secrets {
  static func collect(_ plan: Plan, _ context: Context, _ terminal: TerminalConsole) throws(Problem) -> [String: String] {
    var secrets: [String: String] = [:]
    var missing: [Secret] = []
    for secret in plan.secrets {
      if let value = context.environment[secret.variable], !value.isEmpty {
        secrets[secret.name] = try accepted(value, secret)
      } else if terminal.isInteractive {
        secrets[secret.name] = try typed(secret, terminal)
      }
      if secrets[secret.name]?.isEmpty ?? true { missing.append(secret) }
    }
    guard missing.isEmpty else {
      throw Problem(
        .usage, "\(missing.count) secrets are missing: \(missing.map(\.name).joined(separator: ", "))",
        hint: "set " + missing.map(\.variable).joined(separator: ", ") + ", or run in a terminal")
    }
    return secrets
  }

  /// Keeps a run's secrets out of what people say there, and tells who gives one away.
  static func discretion(_ secrets: [String: String], _ terminal: TerminalConsole) -> Discretion? {
    terminal.discretion = Discretion(secrets) { [weak terminal] in terminal?.tell(.warning($0)) }
    return terminal.discretion
  }

  /// Those of a run's secrets whose variables are set here: a command beside the run asks nobody for them.
  static func known(_ genesis: Genesis?, _ context: Context) -> [String: String] {
    guard let genesis, let estate = try? context.estate(genesis.estate) else { return [:] }
    let runbook = try? context.runbook(genesis.runbook, on: estate)
    let plan = runbook.flatMap { try? Planner.plan($0, on: estate, values: genesis.parameters, now: context.now) }
    let channels = estate.channels.flatMap { PlannedCommand($0.command, values: [:]).environment }
    var secrets = plan?.secrets ?? []
    for case .secret(let secret) in channels.map(\.value) { secrets.append(secret) }
    var known: [String: String] = [:]
    for secret in secrets {
      if let value = context.environment[secret.variable], SecretRule.objection(to: value) == nil { known[secret.name] = value }
    }
    return known
  }

  /// What a person types unseen; Ctrl-C gives the terminal its echo back before it ends the program.
  static func typed(_ secret: Secret, _ terminal: TerminalConsole) throws(Problem) -> String? {
    let before = terminal.interruption
    let interruption = Interruption(catching: true) { _ in }
    terminal.interruption = interruption
    defer { terminal.interruption = before }
    let text = Terminal.withoutEcho(.standardInput) { terminal.ask("\(secret.name) (not shown): ") }
    guard interruption.wish == .none else {
      throw Problem(.interrupted, "interrupted; nothing was started", hint: "type the line again, or set \(secret.variable)")
    }
    return try text.map { text throws(Problem) in text.isEmpty ? text : try accepted(text, secret) }
  }

  /// The value, when it can be kept out of what commands print; the problem names the secret and the rule, never the value.
  static func accepted(_ value: String, _ secret: Secret) throws(Problem) -> String {
    guard let objection = SecretRule.objection(to: value) else { return value }
    throw Problem(
      .parameterRejected, "the secret \(secret.name) cannot be hidden in what commands print: it \(objection)",
      hint: "nothing was started; give it a longer, random value where it is used, then set \(secret.variable) or type it here")
  }
}
