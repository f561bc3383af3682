import RunbookBase
import RunbookExecution
import RunbookReconcile
import RunbookSystem

/// What the tool commands share: where the programs are, and a folder for lists.
enum Tools {
  static func database(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> DatabaseAccess {
    var words = ["--host=\(try required("host", arguments))", "--dbname=\(try required("database", arguments))", "--no-password"]
    if let port = arguments.value("port") { words.append("--port=\(port)") }
    if let user = arguments.value("user") { words.append("--username=\(user)") }
    return DatabaseAccess(psql: try program("psql", context), arguments: words, environment: context.environment)
  }

  static func objects(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ObjectStoreAccess {
    let region = arguments.value("region").map { ["--region", $0] } ?? []
    return ObjectStoreAccess(
      aws: try program("aws", context), bucket: try required("bucket", arguments), arguments: region, environment: context.environment)
  }

  /// The tenants' own buckets, where the estate has such.
  static func tenantBuckets(_ arguments: ParsedArguments) throws(Problem) -> TenantBuckets? {
    guard let text = arguments.value("tenant-buckets") else { return nil }
    return try TenantBuckets(parsing: text)
  }

  static func program(_ name: String, _ context: Context) throws(Problem) -> String {
    let path = context.environment["PATH"] ?? BaseEnvironment.path
    guard let found = ExecutableSearch.resolve(name, path: path) else {
      throw Problem(.preconditionNotMet, "the program \(name) is in none of \(path)", hint: "install \(name)")
    }
    return found
  }

  static func required(_ name: String, _ arguments: ParsedArguments) throws(Problem) -> String {
    guard let value = arguments.value(name), !value.isEmpty else {
      throw Problem(.usage, "--\(name) is missing", hint: "add --\(name) VALUE")
    }
    return value
  }

  /// The folder that the step's run gave us, else one of our own.
  static func workDirectory(_ context: Context) throws(Problem) -> String {
    do throws(SystemError) {
      guard let folder = context.environment["RUNBOOK_WORK_DIRECTORY"] else { return try Files.temporaryDirectory(prefix: "runbook-") }
      try Files.makeDirectory(folder, parents: true)
      return folder
    } catch {
      throw Problem(.stepFailed, "no folder for lists: \(error)", hint: "free space, or set TMPDIR")
    }
  }
}
