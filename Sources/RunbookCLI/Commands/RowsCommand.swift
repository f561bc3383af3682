import RunbookBase
import RunbookSystem
import RunbookTenant

/// `runbook rows diff|apply`: one tenant's rows between a scratch database and production (seed §3.3 path A).
enum RowsCommand {
  static func diff(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let diff = try TenantRows.diff(try configuration(arguments, context))
    let lines = diff.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    context.tell(arguments.flag("brief") ? [diff.summary] + diff.refusals : lines)
    if arguments.flag("json") {
      var json = diff.json
      json["conflicting"] = JSON(diff.tables.reduce(0) { $0 + $1.conflicting })
      context.put(json)
    }
    return diff.refusals.isEmpty ? .success : .preconditionNotMet
  }

  static func apply(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let applied = try TenantRows.apply(try configuration(arguments, context), approved: try Tools.required("approved", arguments))
    context.tell(applied.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) })
    if arguments.flag("json") { context.put(applied.json) }
    return .success
  }

  private static func configuration(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> TenantRows.Configuration {
    guard let port = Int(arguments.value("port") ?? "5432"), (1...65535).contains(port) else {
      throw Problem(
        .usage, "--port “\(TerminalText.escapedLine(arguments.value("port") ?? ""))” is no port", hint: "give a number from 1 to 65535")
    }
    let host = try Tools.required("host", arguments)
    let user = try Tools.required("user", arguments)
    return TenantRows.Configuration(
      psql: try Tools.program("psql", context),
      source: TenantConnection(host: host, port: port, user: user, database: try Tools.required("source", arguments)),
      target: TenantConnection(host: host, port: port, user: user, database: try Tools.required("database", arguments)),
      tenant: try Tools.required("tenant", arguments), workDirectory: try Tools.workDirectory(context), environment: context.environment,
      tenantColumn: arguments.value("tenant-column") ?? "tenant_id", root: arguments.value("root"),
      triggers: arguments.value("triggers").flatMap(TenantRows.Triggers.init) ?? .disabled,
      conflicts: arguments.value("conflicts").flatMap(TenantRows.Conflicts.init) ?? .refuse,
      others: arguments.value("others").flatMap(TenantRows.Others.init) ?? .refuse, without: arguments.values("without"),
      with: arguments.values("with"),
      log: log(isBrief: arguments.flag("brief")))
  }

  private static func log(isBrief: Bool) -> @Sendable (String) -> Void {
    if isBrief { return { _ in } }
    return { line in _ = try? FileDescriptor.standardError.writeAll(line + "\n") }
  }
}
