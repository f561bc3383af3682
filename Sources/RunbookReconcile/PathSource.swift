public import RunbookBase

/// One place in the database that holds paths of objects (seed §3.5, first point).
public struct PathSource: Hashable, Sendable {
  /// Where in the column the path stands.
  public enum Kind: Hashable, Sendable {
    /// The column itself, of any character type.
    case text
    /// Every element of a column of type `text[]`.
    case textArray
    /// Inside a document of type `json`, `jsonb` or text, step by step from its root.
    case json([JSONStep])
  }

  /// One step into a document.
  public enum JSONStep: Hashable, Sendable {
    /// The member of that name.
    case member(String)
    /// Every element of the array.
    case elements
  }

  /// What stands before the stored path in the key.
  public enum Base: Hashable, Sendable {
    /// Nothing: the stored path is the key.
    case none
    /// A fixed prefix, such as `public/`.
    case prefix(String)
    /// The row's tenant and a slash.
    case tenant
  }

  let schema: SQLName?
  let table: SQLName
  let column: SQLName
  let kind: Kind
  let id: SQLName
  let tenant: SQLName?
  let base: Base
  /// Whether the file lies in the tenant's own bucket, where the tenant has one.
  let isInTenantBucket: Bool
  /// What a person does about a path of this source that cannot be restored; `{path}`, `{id}` and `{tenant}` are filled in.
  public let recovery: String

  /// The name under which lists and reports know this source, `table.column`.
  public var label: String { "\(table.text).\(column.text)" }

  /// A source from names that are checked here; anything else than plain identifiers is refused, never escaped.
  ///
  /// - Parameters:
  ///   - table: the table, `orders` or `schema.orders`.
  ///   - kind: where in the column the path stands.
  ///   - id: the column that names the row in reports.
  ///   - tenant: the column that holds the tenant; nil for a table that belongs to nobody.
  ///   - isInTenantBucket: whether the file lies in the tenant's own bucket, where the tenant has one.
  ///   - recovery: the plain-language action of seed §3.5 for a path that cannot be restored.
  /// - Throws: `parameterRejected`, naming the value and the rule.
  public init(
    table: String, column: String, kind: Kind = .text, id: String = "id", tenant: String? = "tenant_id", base: Base = .none,
    isInTenantBucket: Bool = false,
    recovery: String = "Ask the customer for the file again and attach it to row {id}; until then the download is broken."
  ) throws(Problem) {
    let parts = table.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let last = parts.last else { throw PathSource.rejected("table", table) }
    schema = parts.count == 2 ? try PathSource.name("schema", parts[0]) : nil
    self.table = try PathSource.name("table", last)
    self.column = try PathSource.name("column", column)
    self.id = try PathSource.name("id column", id)
    self.tenant = if let tenant { try PathSource.name("tenant column", tenant) } else { nil }
    if case .json(let steps) = kind {
      for case .member(let name) in steps where SQLText(name) == nil { throw PathSource.rejected("member", name) }
      guard steps.count <= 8 else { throw PathSource.rejected("path into the document", "\(steps.count) steps") }
    }
    if case .prefix(let text) = base, SQLText(text) == nil { throw PathSource.rejected("base", text) }
    if base == .tenant, tenant == nil { throw PathSource.rejected("base", "tenant, of a table without a tenant column") }
    if isInTenantBucket, tenant == nil { throw PathSource.rejected("bucket", "the tenant's, of a table without a tenant column") }
    self.isInTenantBucket = isInTenantBucket
    self.kind = kind
    self.base = base
    self.recovery = recovery
  }

  private static func name(_ what: String, _ text: String) throws(Problem) -> SQLName {
    guard let name = SQLName(text) else { throw rejected(what, text) }
    return name
  }

  private static func rejected(_ what: String, _ text: String) -> Problem {
    Problem(
      .parameterRejected, "\(what) \(text.debugDescription) cannot be used in a query",
      details: ["allowed: letters, digits, _ and $, not beginning with a digit, at most 63 bytes"])
  }

  /// The action for one missing path.
  func action(path: String, id: String, tenant: String) -> String {
    var text = ""
    var rest = recovery[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      switch rest[rest.index(after: open)..<close] {
      case "path": text += path
      case "id": text += id
      case "tenant": text += tenant
      default: text += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
