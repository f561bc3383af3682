import RunbookBase

extension TablePlan {
  /// What came of one table: a plan or the reasons against it, and what a person should know.
  struct Outcome: Sendable {
    var plan: TablePlan?
    var refusals: [String] = []
    var notes: [String] = []
    /// Columns of the dump that production no longer has.
    var leftOut: [Column] = []
  }

  /// Compares a member table of the dump with production's: adds and drops of columns are harmless or refused by name.
  static func make(_ number: Int, _ source: Table, _ target: Table, _ membership: Membership, _ dump: Catalog, _ production: Catalog)
    -> Outcome
  {
    var outcome = Outcome()
    let name = source.name
    var columns: [Column] = []
    for var column in source.columns {
      guard let now = target.column(column.name) else {
        if !column.isGenerated { outcome.leftOut.append(column) }
        continue
      }
      if now.isGenerated { continue }
      if !TypeDrift.isHarmless(from: column.type.text, to: now.type.text) {
        outcome.refusals.append(
          "\(name).\(column.name): the type was \(Printable.text(column.type.text)) in the dump and is \(Printable.text(now.type.text)) now"
        )
      } else if Name(column.type.text) != Name(now.type.text) {
        outcome.notes.append("\(name).\(column.name): the type was widened to \(Printable.text(now.type.text)) since the dump")
      }
      column.sql = now.quoting(column)
      columns.append(column)
    }
    for column in target.columns where source.column(column.name) == nil && !column.isGenerated {
      if column.isNotNull && !column.hasDefault {
        outcome.refusals.append("\(name).\(column.name): new since the dump, NOT NULL and without a default, so no value for it exists")
      } else {
        outcome.notes.append("\(name).\(column.name): new since the dump; restored rows get \(column.hasDefault ? "its default" : "NULL")")
      }
    }
    for need in membership.needed(name) where production.tables[need.table]?.column(need.column) == nil {
      outcome.refusals.append("\(name): production no longer has \(need.table).\(need.column), which says whose a row is")
    }
    if target.hasRules { outcome.refusals.append("\(name): a rewrite rule changes what INSERT or UPDATE does") }
    if ([target.sql] + columns.map(\.sql)).contains(where: { $0.text.utf8.contains(0x0A) || $0.text.utf8.contains(0x0D) }) {
      outcome.refusals.append("\(name): a name with a line break cannot be passed to psql's \\copy")
    }
    if columns.contains(where: { ["oid", "lo"].contains($0.baseType.text) }) {
      outcome.notes.append("\(name): a column of type oid may name a large object; large objects are not restored")
    }
    guard let keyNames = target.primaryKey else {
      outcome.refusals.append("\(name): no primary key, so rows cannot be told apart")
      return outcome
    }
    let key = keyNames.compactMap { name in columns.first { $0.name == name } ?? source.column(name) }
    guard key.count == keyNames.count else {
      outcome.refusals.append(
        "\(name): the dump lacks a column of the primary key (\(keyNames.map(\.description).joined(separator: ", ")))")
      return outcome
    }
    let isBinary =
      dump.server.version == production.server.version
      && columns.allSatisfy { $0.isBuiltIn && target.column($0.name)?.isBuiltIn == true && $0.type == target.column($0.name)?.type }
    outcome.plan = TablePlan(
      number: number, source: source, target: target, via: membership.members[name]?.via ?? .parents([]),
      sourceFilter: membership.filter(name, alias: "s", in: dump), targetFilter: membership.filter(name, alias: "t", in: production),
      columns: columns, key: key, isBinary: isBinary)
    return outcome
  }
}

extension Column {
  /// The other server's spelling of the same name, or this one's when only this one puts it in quotes; quotes are right in both.
  fileprivate func quoting(_ other: Column) -> SQL { sql.text.utf8.first == UInt8(ascii: "\"") ? sql : other.sql }
}
