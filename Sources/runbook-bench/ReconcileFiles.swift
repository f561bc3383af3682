import RunbookBase
import RunbookReconcile
import RunbookSystem

/// `runbook-bench reconcile-files`: the file comparison of RunbookReconcile as a command, for trap tables and benchmarks.
enum ReconcileFiles {
  static let usage = """
    usage: runbook-bench reconcile-files --database FILE --objects FILE [--missing FILE] [--orphans FILE] [--details FILE]
             [--database-form keys|copy:COLUMN] [--objects-form keys|inventory|listing|schema:NAMES] [--bucket NAME] [--work DIR]
    """

  static func run(_ arguments: [String]) throws(Problem) {
    var values: [String: String] = [:]
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard name.hasPrefix("--"), let value = rest.popFirst() else { throw Problem(.usage, "unexpected \(name)", hint: usage) }
      values[name] = value
    }
    guard let database = values["--database"], let objects = values["--objects"] else {
      throw Problem(.usage, "two files are needed", hint: usage)
    }
    let pathForm: FileReconciliation.PathForm
    switch (values["--database-form"] ?? "copy:0").split(separator: ":").map(String.init) {
    case ["keys"]: pathForm = .keys
    case let parts where parts.count == 2 && parts[0] == "copy": pathForm = .copy(column: Int(parts[1]) ?? 1)
    default: throw Problem(.usage, "no such form of paths", hint: usage)
    }
    let objectForm: FileReconciliation.ObjectForm
    switch values["--objects-form"] ?? "inventory" {
    case "keys": objectForm = .keys
    case "inventory": objectForm = .inventory(.allVersions)
    case "listing": objectForm = .listing
    case let form:
      guard form.hasPrefix("schema:"), let columns = InventoryColumns(schema: String(form.dropFirst(7))) else {
        throw Problem(.usage, "no such form of keys", hint: usage)
      }
      objectForm = .inventory(columns)
    }
    let counts = try FileReconciliation(
      database: database, databaseForm: pathForm, objects: objects, objectForm: objectForm, missing: values["--missing"],
      orphans: values["--orphans"], details: values["--details"], places: KnownPlaces(bucket: values["--bucket"] ?? ""),
      asOf: WallTime(nanoseconds: Clock.wall()), workDirectory: values["--work"] ?? "."
    ).run()
    Bench.say(counts.json.description)
  }
}
