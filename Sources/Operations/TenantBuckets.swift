public import Runbooks

/// Where tenants that keep their print files in a bucket of their own have it named, and what those names begin with (seed §2.3).
public struct TenantBuckets: Sendable, Hashable {
  /// What the names begin with.
  public let prefix: String
  /// The table of tenants; its key is the tenant's id.
  let table: Identifier
  /// The column with the rest of the name, NULL for a tenant of the shared bucket.
  let column: Identifier

  /// The tenants' own buckets.
  public init(_ table: Identifier, _ column: Identifier, prefix: String) {
    self.table = table
    self.column = column
    self.prefix = prefix
  }

  /// `table.column=prefix`, as the commands take it.
  public var argument: String { "\(place)=\(prefix)" }

  /// `table.column`.
  public var place: String { "\(table.text).\(column.text)" }

  /// The table has the column: without it every question for a tenant's bucket fails, and that late in a restore.
  public func areNamed<R: Realm>(in database: Database<R>) -> Probe {
    Probe(
      database.server.query(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(:'table')) AND attname = :'column' AND NOT attisdropped",
        in: database, variables: ["table": Text(table.text), "column": Text(column.text)]), .equals("1"))
  }
}

extension Bucket {
  /// The name of the bucket that a tenant's print files lie in, as SQL that needs the variables `bucketVariables`.
  ///
  /// - Parameter tenant: the tenant's id, as SQL.
  public func sqlName(ofTenant tenant: StaticString) -> Text {
    guard let tenants else { return ":'bucket'" }
    let own: String =
      "SELECT :'prefix' || nullif(b.\"\(tenants.column.text)\"::text, '') FROM \"\(tenants.table.text)\" AS b WHERE b.id = \(tenant)"
    let name: String = "coalesce((\(own)), :'bucket')"
    return Text(name)
  }

  /// What `sqlName(ofTenant:)` takes from outside the query.
  public var bucketVariables: [String: Text] {
    ["bucket": "\(self)"].merging(tenants.map { ["prefix": Text($0.prefix)] } ?? [:]) { $1 }
  }
}
