import RunbookBase
import RunbookReconcile
import RunbookSystem

/// `runbook reconcile`: every path that the database stores against the bucket (seed §3.5), or two files against each other.
enum ReconcileCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    if arguments.value("objects") != nil { return try files(arguments, context) }
    let sources = try arguments.values("paths").map { (text) throws(Problem) in try PathArgument.parse(text) }
    let database = try Tools.database(arguments, context)
    let objects = try Tools.objects(arguments, context)
    var configuration = Reconciliation.Configuration(
      database: database, objects: objects, sources: sources, tenant: arguments.value("tenant"),
      workDirectory: try Tools.workDirectory(context))
    configuration.tenantBuckets = try Tools.tenantBuckets(arguments)
    configuration.restores = arguments.flag("restore")
    configuration.acknowledged = Set(arguments.values("acknowledge").compactMap(ReconcileConcern.init))
    configuration.orphanPrefixes = configuration.tenant.map { ["\($0)/"] } ?? []
    let report = try Reconciliation.run(configuration) { context.tell([$0]) }
    context.tell(report.lines)
    if arguments.flag("json") { context.put(report.json) }
    return report.exitCode
  }

  /// Two sorted files, for inventories and for tests without a server.
  private static func files(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    guard let database = arguments.value("database"), let objects = arguments.value("objects") else {
      throw Problem(.usage, "two files are compared", hint: "type: \(Program.name) reconcile --database FILE --objects FILE")
    }
    let column = arguments.value("path-column").flatMap(Int.init) ?? 0
    let comparison = FileReconciliation(
      database: database, databaseForm: arguments.flag("keys") ? .keys : .copy(column: column), objects: objects,
      objectForm: arguments.flag("keys") ? .keys : .inventory(.allVersions), missing: arguments.value("missing"),
      orphans: arguments.value("orphans"), places: KnownPlaces(bucket: arguments.value("bucket") ?? "", hosts: []),
      asOf: WallTime(nanoseconds: context.now), workDirectory: try Tools.workDirectory(context))
    let counts = try comparison.run()
    if arguments.flag("json") {
      context.put(counts.json)
    } else {
      context.tell(counts.named.filter { $0.value > 0 }.map { "\($0.name): \($0.value)" })
    }
    return .success
  }
}
