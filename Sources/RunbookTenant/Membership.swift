import RunbookBase

/// Which tables hold rows of a tenant, and by what; worked out from the catalogs of the dump.
///
/// A table is a member by its tenant column, as the root that tenant columns refer to, or because a foreign key that its rows
/// cannot outlive leads to a member. Keys that a deletion only sets to NULL link rows, they do not own them.
struct Membership: Sendable {
  enum Via: Sendable {
    /// The table of the tenants, by the column that tenant columns refer to.
    case root(Name)
    /// The tenant column.
    case column(Name)
    /// Foreign keys to members of a lower level; any one of them makes the row a member.
    case parents([ForeignKey])
  }

  struct Member: Sendable {
    var table: TableName
    var via: Via
    var level: Int
  }

  private(set) var members: [TableName: Member] = [:]
  /// Owning keys that the filters do not follow, because they lead to the same or a higher level: rows may hang on them alone.
  private(set) var unfollowed: [ForeignKey] = []
  /// Keys by which tables that are no members only link to members.
  private(set) var links: [ForeignKey] = []
  /// Keys by which rows that are not the tenant's may have gone with its rows: they cascade, or the row had to go before.
  private(set) var cascades: [ForeignKey] = []

  /// Tables whose rows count as the tenant's by whatever key leads to it, because a person said so.
  private var counted: Set<TableName> = []

  init(_ catalog: Catalog, tenantColumn: String, root spelling: String?, with tables: [String] = []) throws(Problem) {
    let column = Name(tenantColumn)
    for table in catalog.tables.values where table.column(column) != nil {
      members[table.name] = Member(table: table.name, via: .column(column), level: 0)
    }
    if let spelling { try addRoot(catalog, spelling, column) }
    for key in catalog.foreignKeys where key.pairs.count == 1 {
      guard case .column? = members[key.child]?.via, key.pairs[0].child == column, members[key.parent] == nil else { continue }
      members[key.parent] = Member(table: key.parent, via: .root(key.pairs[0].parent), level: 0)
    }
    guard !members.isEmpty else {
      throw Problem(
        .parameterRejected, "no table of the dump has a column named \(column)",
        hint: "name the column that says whose a row is, or check that the dump was restored completely")
    }
    for table in tables { try count(catalog, table) }
    close(catalog)
    for name in counted where members[name] == nil {
      throw Problem(.parameterRejected, "no foreign key leads from \(name) to the tenant's rows", hint: "leave out --with \(name)")
    }
  }

  private mutating func count(_ catalog: Catalog, _ spelling: String) throws(Problem) {
    guard let name = catalog.table(spelled: spelling) else {
      throw Problem(.parameterRejected, "the dump has no table \(Printable.text(spelling)) (or more than one)", hint: "write schema.table")
    }
    guard members[name] == nil else {
      throw Problem(.parameterRejected, "the rows of \(name) say themselves whose they are", hint: "leave out --with \(name)")
    }
    counted.insert(name)
  }

  private func owns(_ key: ForeignKey) -> Bool { key.isOwning || counted.contains(key.child) }

  private mutating func addRoot(_ catalog: Catalog, _ spelling: String, _ column: Name) throws(Problem) {
    guard let name = catalog.table(spelled: spelling), let table = catalog.tables[name] else {
      throw Problem(.parameterRejected, "the dump has no table \(Printable.text(spelling)) (or more than one)", hint: "write schema.table")
    }
    guard members[name] == nil else { return }
    let referenced = catalog.foreignKeys.first { $0.parent == name && $0.pairs.count == 1 && $0.pairs[0].child == column }?.pairs[0].parent
    guard let key = referenced ?? (table.primaryKey?.count == 1 ? table.primaryKey?[0] : nil) else {
      throw Problem(.parameterRejected, "the table \(name) has no single-column key that could be the tenant")
    }
    members[name] = Member(table: name, via: .root(key), level: 0)
  }

  /// Follows owning keys level by level, so that the filters never run in a circle.
  private mutating func close(_ catalog: Catalog) {
    var level = 0
    while true {
      level += 1
      var found: [TableName: [ForeignKey]] = [:]
      for key in catalog.foreignKeys where owns(key) && members[key.child] == nil && members[key.parent] != nil {
        found[key.child, default: []].append(key)
      }
      if found.isEmpty { break }
      for (table, keys) in found { members[table] = Member(table: table, via: .parents(keys), level: level) }
    }
    for key in catalog.foreignKeys where members[key.parent] != nil {
      guard let child = members[key.child] else {
        links.append(key)
        if !key.isEmptied { cascades.append(key) }
        continue
      }
      if key.onDelete == "c" && !staysWithTenant(key) { cascades.append(key) }
      guard case .parents(let followed) = child.via else { continue }
      guard owns(key) else {
        if !key.isEmptied { cascades.append(key) }
        continue
      }
      if !followed.contains(where: { $0.name == key.name && $0.parent == key.parent }) { unfollowed.append(key) }
    }
  }

  /// Whether a row can point only at rows of the tenant that it names itself; so too where the key is what makes it the tenant's.
  private func staysWithTenant(_ key: ForeignKey) -> Bool {
    switch (members[key.child]?.via, members[key.parent]?.via) {
    case (.parents?, _): true
    case (.column(let mine)?, .column(let theirs)?), (.column(let mine)?, .root(let theirs)?):
      key.pairs.contains { $0.child == mine && $0.parent == theirs }
    default: false
    }
  }

  /// The condition that a row under this alias is the tenant's.
  func filter(_ table: TableName, alias: SQL, in catalog: Catalog) -> SQL {
    guard let member = members[table], let facts = catalog.tables[table] else { return "false" }
    switch member.via {
    case .root(let name), .column(let name):
      guard let column = facts.column(name) else { return "false" }
      return column.isTenant(alias)
    case .parents(let keys):
      return SQL.any(
        keys.enumerated().map { index, key in
          let inner: SQL = "\(alias)_\(index)"
          return pointsTo(key, child: alias, parent: inner, and: filter(key.parent, alias: inner, in: catalog), in: catalog)
        })
    }
  }

  /// The condition that a row's key points to a row of its parent for which something more holds.
  func pointsTo(_ key: ForeignKey, child: SQL, parent: SQL, and condition: SQL, in catalog: Catalog) -> SQL {
    guard let from = catalog.tables[key.child], let to = catalog.tables[key.parent] else { return "false" }
    let joins = key.pairs.compactMap { pair -> SQL? in
      guard let a = from.column(pair.child), let b = to.column(pair.parent) else { return nil }
      return "\(parent).\(b.sql) \(pair.equality) \(child).\(a.sql)"
    }
    guard joins.count == key.pairs.count else { return "false" }
    return "EXISTS (SELECT 1 FROM \(to.scanned) \(parent) WHERE \(SQL.all(joins + [condition])))"
  }

  /// Columns that the filter of a table needs, table by table; production must still have them.
  func needed(_ table: TableName) -> [(table: TableName, column: Name)] {
    guard let member = members[table] else { return [] }
    switch member.via {
    case .root(let name), .column(let name): return [(table, name)]
    case .parents(let keys):
      return keys.flatMap { key in
        key.pairs.flatMap { [(table, $0.child), (key.parent, $0.parent)] } + needed(key.parent)
      }
    }
  }
}

extension Column {
  /// The condition that under this alias it holds the tenant.
  func isTenant(_ alias: SQL) -> SQL {
    // A sub-query is evaluated once; the bare function would be called for every row.
    "\(alias).\(sql) \(equality) (SELECT current_setting('runbook.tenant')::\(baseType))"
  }
}

extension Membership.Via: CustomStringConvertible {
  var description: String {
    switch self {
    case .root(let column): "root \(column)"
    case .column(let column): "column \(column)"
    case .parents(let keys): keys.map { "key \($0.name)" }.joined(separator: " or ")
    }
  }
}
