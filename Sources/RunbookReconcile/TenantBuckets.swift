public import RunbookBase

/// The buckets of tenants that keep their print files in one of their own: a column names the rest after a prefix (seed §2.3).
///
/// The prefix comes from the estate, so that no row of a damaged database can point the repair at a bucket of another kind.
public struct TenantBuckets: Hashable, Sendable {
  /// What a restore of a tenant's bucket takes for the end of its name, so that none is reconciled that cannot be restored; bytes.
  static let longestEnd = 40

  let table: SQLName
  let column: SQLName
  /// What all their names begin with, such as `printflow360-tenant-`.
  public let prefix: String

  /// The column that names them and the prefix of their names, as the command line takes both.
  ///
  /// - Parameter text: `table.column=prefix`, such as `tenants.own_bucket=printflow360-tenant-`; the table's key is `id`.
  /// - Throws: `parameterRejected`, naming the rule.
  public init(parsing text: String) throws(Problem) {
    let halves = text.utf8.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
    let names = (halves.first ?? "").utf8.split(separator: 0x2E, omittingEmptySubsequences: false).map { SQLName(String(Substring($0))) }
    guard halves.count == 2, names.count == 2, let table = names[0], let column = names[1], Self.isPart(halves[1]),
      halves[1].utf8.count <= 50, halves[1].utf8.first != UInt8(ascii: "-")
    else {
      throw Problem(
        .parameterRejected, "\(text.debugDescription) names no tenants' buckets",
        hint: "write it like tenants.own_bucket=printflow360-tenant-")
    }
    self.table = table
    self.column = column
    prefix = halves[1]
  }

  /// What the names that are in use end with, in byte order.
  ///
  /// - Parameter tenant: this tenant's alone; nil for all.
  /// - Throws: `stepFailed` when the database could not be asked, or names what cannot be a part of a bucket's name.
  func inUse(of tenant: String?, database: DatabaseAccess, in directory: String) throws(Problem) -> [String] {
    let own = "nullif(\(column.quoted)::text, '')"
    let filter = tenant == nil ? "" : " AND \(SQLName.id.quoted)::text = :'tenant'"
    let lines = try database.lines(
      of: "COPY (SELECT DISTINCT \(own) COLLATE \"C\" FROM \(table.quoted) WHERE \(own) IS NOT NULL\(filter) ORDER BY 1) TO STDOUT;",
      about: "the tenants' own buckets", tenant: tenant, in: directory)
    var names: [String] = []
    for line in lines {
      let name = String(decoding: line, as: UTF8.self)
      guard Self.isPart(name), name.utf8.count <= Self.longestEnd, (prefix + name).utf8.count <= 63, name.utf8.last != UInt8(ascii: "-")
      else {
        throw Problem(
          .stepFailed, "\(table.text).\(column.text) holds \(name.debugDescription), which cannot end the name of a bucket",
          hint: "allowed: lower-case letters, digits and -, at most \(Self.longestEnd), and 63 with \(prefix)")
      }
      names.append(name)
    }
    return names
  }

  /// The rows whose tenant keeps its files in the shared bucket, or in the own one that the psql variable `own` ends the name of.
  ///
  /// - Parameter owner: the row's tenant, as an expression.
  func condition(_ place: PathQuery.Place, owner: String) -> String {
    let own = "EXISTS (SELECT FROM \(table.quoted) AS b WHERE b.\(SQLName.id.quoted) = \(owner) AND nullif(b.\(column.quoted)::text, '')"
    return place == .own ? " AND \(own) = :'own')" : " AND NOT \(own) IS NOT NULL)"
  }

  private static func isPart(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
  }
}
