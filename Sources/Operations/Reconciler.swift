public import Runbooks

/// Where the database stores a path to an object, for §3.5.
public struct PathColumn: Sendable, Hashable {
  /// How the path stands in the column.
  public enum Form: Sendable, Hashable {
    /// The column is the path.
    case text
    /// The column is JSON with the path in this member.
    case member(String)
    /// The column is a JSON array of objects with the path in this member.
    case elements(String)
  }

  /// What a person does about a path that no version can restore.
  public enum Recovery: String, Sendable, Hashable {
    /// The pdf-service makes it again (seed §5.3).
    case regenerate
    /// Only the customer has it.
    case askCustomer = "ask-customer"
  }

  /// `table.column->member,id=…,tenant=…,recovery=…,bucket=tenant`, as the command takes it.
  public let argument: String

  /// A column that holds paths.
  ///
  /// - Parameters:
  ///   - id: the column that names the row in reports.
  ///   - tenant: the column that holds the tenant.
  ///   - isInTenantBucket: whether the file lies in the tenant's own bucket, where the tenant has one.
  public init(
    _ table: String, _ column: String, _ form: Form = .text, id: String = "id", tenant: String = "tenant_id",
    recovery: Recovery = .askCustomer, isInTenantBucket: Bool = false
  ) {
    let place =
      switch form {
      case .text: "\(table).\(column)"
      case .member(let name): "\(table).\(column)->\(name)"
      case .elements(let name): "\(table).\(column)[]->\(name)"
      }
    let options = [("id", id, "id"), ("tenant", tenant, "tenant_id"), ("recovery", recovery.rawValue, Recovery.askCustomer.rawValue)]
    let words = options.filter { $0.1 != $0.2 }.map { "\($0.0)=\($0.1)" } + (isInTenantBucket ? ["bucket=tenant"] : [])
    argument = ([place] + words).joined(separator: ",")
  }
}

/// §3.5: every path that the database stores against what the bucket holds, by this program's own engine.
public struct Reconciler<R: Realm>: Sendable {
  let database: Database<R>
  let bucket: Bucket<R>
  let columns: [PathColumn]
  let environment: [String: String]

  /// A database and the bucket that its paths point into.
  public init(_ database: Database<R>, _ bucket: Bucket<R>, columns: [PathColumn], environment: [String: String]) {
    self.database = database
    self.bucket = bucket
    self.columns = columns
    self.environment = environment
  }

  /// Restores what a prior version can restore and reports the rest.
  ///
  /// Paths that no version can bring back do not fail it: what follows them looks after their customers first.
  public func restoreMissing(of tenant: Parameter<TenantID>? = nil) -> Command {
    command(tenant, ["--restore", "--acknowledge=missing", "--json"], effect: .writes)
  }

  /// Reports and changes nothing; ends with 1 while a path has no object.
  public func report(of tenant: Parameter<TenantID>? = nil) -> Command {
    command(tenant, ["--json"], effect: .reads)
  }

  private func command(_ tenant: Parameter<TenantID>?, _ extra: [Text], effect: Effect) -> Command {
    let server = database.server
    var arguments: [Text] = [
      "reconcile", "--host=\(server.host)", "--port=\(String(server.port))", "--user=\(server.user)", "--database=\(database)",
      "--bucket=\(bucket)", "--region=\(bucket.region)",
    ]
    if let tenant { arguments.append("--tenant=\(tenant)") }
    arguments += columns.map { "--paths=\($0.argument)" }
    if let tenants = bucket.tenants { arguments.append("--tenant-buckets=\(tenants.argument)") }
    return Command("runbook", arguments + extra, effect: effect, on: bucket.target)
      .environment(environment.merging(server.environment) { a, _ in a }).using("psql", "aws")
  }
}
