public import RunbookBase
import RunbookSystem

/// A prefix that several tenants share, such as `designs/`, and the ids below it that are ours: `designs/<id>/…`.
public struct OwnedPrefix: Sendable {
  /// The shared prefix, ending with a slash.
  public let prefix: String
  /// The ids, as bytes: the next part of a key must be one of them.
  public let owners: Set<[UInt8]>

  /// A shared prefix and our ids.
  public init(_ prefix: String, owners: Set<[UInt8]>) {
    self.prefix = prefix
    self.owners = owners
  }

  /// The ids that the database holds for a tenant: `designs.id` gives one id per design.
  ///
  /// - Parameters:
  ///   - place: `table.column`, from plain identifiers.
  ///   - tenant: travels as the psql variable `tenant`.
  /// - Throws: `parameterRejected` for names that are not plain, `stepFailed` when the database could not be asked.
  public static func load(
    _ prefix: String, from place: String, tenant: String, tenantColumn: String = "tenant_id", database: DatabaseAccess,
    workDirectory: String
  ) throws(Problem) -> OwnedPrefix {
    let names = place.utf8.split(separator: 0x2E, omittingEmptySubsequences: false).map { SQLName(String(decoding: $0, as: UTF8.self)) }
    guard prefix.utf8.last == 0x2F, names.count == 2, let table = names[0], let column = names[1], let owner = SQLName(tenantColumn) else {
      throw Problem(
        .parameterRejected, "\(place.debugDescription)=\(prefix.debugDescription) names no shared prefix",
        hint: "write it like designs.id=designs/")
    }
    let lines = try database.lines(
      of: "COPY (SELECT DISTINCT \(column.quoted)::text FROM \(table.quoted) WHERE \(owner.quoted)::text = :'tenant') TO STDOUT;",
      about: "the owners of \(prefix)", tenant: tenant, in: workDirectory)
    return OwnedPrefix(prefix, owners: Set(lines))
  }

  /// Whether a key is ours; a key outside of the prefix is none of this prefix's business.
  func owns(_ key: [UInt8]) -> Bool? {
    let start = Array(prefix.utf8)
    guard key.starts(with: start) else { return nil }
    let rest = key[start.count...]
    guard let end = rest.firstIndex(of: 0x2F) else { return false }
    return owners.contains(Array(rest[..<end]))
  }
}
