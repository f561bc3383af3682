import RunbookBase

extension Catalog {
  /// Reads the catalogs with an empty search path, so that every name comes back qualified.
  init(_ session: PsqlSession) throws(Problem) {
    try session.run("SET search_path = pg_catalog;")
    server = ServerFacts(version: 0, encoding: "", identity: "", isInRecovery: false, takesTemporary: false)
    let facts = try session.askOne("\(CatalogQueries.server);", columns: 5)
    server = ServerFacts(
      version: try number(facts[0], session), encoding: facts[1], identity: facts[2], isInRecovery: facts[3] == "t",
      takesTemporary: facts[4] == "t")
    var byOID: [String: TableName] = [:]
    for row in try session.ask("\(CatalogQueries.tables);", columns: 9) {
      let name = TableName(schema: Name(row[1]), name: Name(row[2]))
      byOID[row[0]] = name
      tables[name] = Table(
        name: name, sql: SQL(quotedByServer: row[3]), isPartitioned: row[4] == "t", hasRules: row[5] == "t", hidesRows: row[6] == "t",
        isLockable: row[7] == "t", isReadable: row[8] == "t" && row[6] != "t")
    }
    for row in try session.ask("\(CatalogQueries.columns);", columns: 13) {
      guard let table = byOID[row[0]] else { continue }
      tables[table]?.columns.append(
        Column(
          name: Name(row[1]), sql: SQL(quotedByServer: row[2]), type: SQL(quotedByServer: row[3]), baseType: SQL(quotedByServer: row[4]),
          isBuiltIn: row[5] == "t", isNotNull: row[6] == "t", hasDefault: row[7] == "t", isGenerated: row[8] == "t",
          isIdentityAlways: row[9] == "t", isInsertable: row[10] == "t", isUpdatable: row[11] == "t",
          equality: SQL(quotedByServer: row[12])))
    }
    try loadIndexes(session, byOID)
    try loadForeignKeys(session, byOID)
    for row in try session.ask("\(CatalogQueries.triggers);", columns: 5) {
      guard let table = byOID[row[0]], let mode = Trigger.Mode(rawValue: row[3]) else { continue }
      tables[table]?.triggers.append(
        Trigger(relation: SQL(quotedByServer: row[1]), name: SQL(quotedByServer: row[2]), mode: mode, isOwned: row[4] == "t"))
    }
    for row in try session.ask("\(CatalogQueries.sequences);", columns: 9) {
      guard let table = byOID[row[0]] else { continue }
      let sequence = ColumnSequence(
        column: Name(row[1]), name: TableName(schema: Name(row[2]), name: Name(row[3])), sql: SQL(quotedByServer: row[4]),
        increment: try number(row[5], session), minimum: try number(row[6], session), maximum: try number(row[7], session),
        isOwned: row[8] == "t")
      tables[table]?.sequences.append(sequence)
    }
    // Functions behind expressions, triggers and checks may count on the role's own search path.
    try session.run("RESET search_path;")
  }

  private mutating func loadIndexes(_ session: PsqlSession, _ byOID: [String: TableName]) throws(Problem) {
    var found: [String: (table: TableName, index: UniqueIndex)] = [:]
    var order: [String] = []
    for row in try session.ask("\(CatalogQueries.indexes);", columns: 7) {
      guard let table = byOID[row[1]] else { continue }
      let index = UniqueIndex(
        name: Name(row[2]), isPrimary: row[3] == "t", nullsCollide: row[4] == "t",
        predicate: row[5] == "t" ? SQL(quotedByServer: row[6]) : nil)
      found[row[0]] = (table, index)
      order.append(row[0])
    }
    for row in try session.ask("\(CatalogQueries.indexParts);", columns: 3) {
      found[row[0]]?.index.parts.append(.init(expression: SQL(quotedByServer: row[1]), equality: SQL(quotedByServer: row[2])))
    }
    for row in try session.ask("\(CatalogQueries.indexColumns);", columns: 2) { found[row[0]]?.index.columns.append(Name(row[1])) }
    for key in order {
      guard let (table, index) = found[key] else { continue }
      tables[table]?.uniqueIndexes.append(index)
    }
  }

  private mutating func loadForeignKeys(_ session: PsqlSession, _ byOID: [String: TableName]) throws(Problem) {
    var pairs: [String: [ForeignKey.Pair]] = [:]
    for row in try session.ask("\(CatalogQueries.foreignKeyColumns);", columns: 5) {
      pairs[row[0], default: []].append(
        .init(child: Name(row[1]), parent: Name(row[2]), equality: SQL(quotedByServer: row[3]), isChildNotNull: row[4] == "t"))
    }
    for row in try session.ask("\(CatalogQueries.foreignKeys);", columns: 8) {
      guard let child = byOID[row[2]], let parent = byOID[row[3]], let columns = pairs[row[0]] else { continue }
      foreignKeys.append(
        ForeignKey(
          name: Name(row[1]), child: child, parent: parent, target: SQL(quotedByServer: row[4]), pairs: columns,
          onDelete: row[5].first ?? "a", onUpdate: row[6].first ?? "a", isDeferred: row[7] == "t"))
    }
  }

  private func number(_ text: String, _ session: PsqlSession) throws(Problem) -> Int {
    guard let value = Int(text) else { throw session.unexpected("\(Printable.text(text)) where a number belongs") }
    return value
  }
}
