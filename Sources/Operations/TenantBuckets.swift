/// Where tenants that keep their print files in a bucket of their own have it named, and what those names begin with (seed §2.3).
public struct TenantBuckets: Sendable, Hashable {
  /// `table.column=prefix`, as the commands take it.
  public let argument: String
  /// What the names begin with.
  public let prefix: String
  /// The column with the rest of the name, NULL for a tenant of the shared bucket; `table.column`.
  let column: String

  /// The tenants' own buckets.
  ///
  /// - Parameter column: `table.column`; the table's key is the tenant's id.
  public init(_ column: String, prefix: String) {
    self.column = column
    self.prefix = prefix
    argument = "\(column)=\(prefix)"
  }
}
