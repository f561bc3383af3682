import RunbookBase
import RunbookReconcile
import RunbookSystem

/// `runbook files undelete|open`: removes the delete markers of an incident (seed §3.3); looks at a print file (seed §4.3).
enum FilesCommand {
  /// Downloads one object and reads it as a PDF; ends with 1 when it does not open.
  static func open(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let key = try Tools.required("key", arguments)
    let file = try Tools.objects(arguments, context).printFile(key, in: try Tools.workDirectory(context))
    let pages = file.pages.map { "\($0) pages" } ?? "compressed objects"
    context.tell(["\(TerminalText.escapedLine(key)) opens: \(file.bytes) bytes, \(pages)"])
    if arguments.flag("json") {
      var json = file.json
      json["key"] = .string(key)
      context.put(json)
    }
    return .success
  }

  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    guard let since = arguments.value("since").flatMap(WallTime.init) else {
      throw Problem(
        .parameterRejected, "--since “\(TerminalText.escapedLine(arguments.value("since") ?? ""))” is no moment with a zone",
        hint: "write it like 2026-06-15T14:05:00Z")
    }
    let folder = try Tools.workDirectory(context)
    var configuration = Undelete.Configuration(
      objects: try Tools.objects(arguments, context), prefixes: arguments.values("prefix"), since: since,
      isDryRun: arguments.flag("dry-run"),
      workDirectory: folder)
    for place in arguments.values("owned") { configuration.owned.append(try owned(place, arguments, context, folder)) }
    let report =
      if let buckets = try Tools.tenantBuckets(arguments) {
        try Undelete.run(
          configuration, of: try Tools.required("tenant", arguments), in: buckets, database: try Tools.database(arguments, context)
        ) { context.tell([$0]) }
      } else {
        try Undelete.run(configuration) { context.tell([$0]) }
      }
    context.tell([report.summary] + report.refusals.map { "  refused: \($0)" })
    if arguments.flag("json") { context.put(report.json) }
    return report.exitCode
  }

  /// `designs.id=designs/`: the tenant's own ids below a shared prefix.
  private static func owned(
    _ text: String, _ arguments: ParsedArguments, _ context: Context, _ folder: String
  ) throws(Problem) -> OwnedPrefix {
    let parts = text.utf8.split(separator: 0x3D, maxSplits: 1).map { String(Substring($0)) }
    guard parts.count == 2 else {
      throw Problem(
        .parameterRejected, "--owned “\(TerminalText.escapedLine(text))” names no shared prefix", hint: "write it like designs.id=designs/")
    }
    return try OwnedPrefix.load(
      parts[1], from: parts[0], tenant: try Tools.required("tenant", arguments), database: try Tools.database(arguments, context),
      workDirectory: folder)
  }
}
