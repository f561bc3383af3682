import RunbookBase

extension Survey {
  /// Where no foreign key leads to the tenants' own table its row would stay lost without a word: tables that look like it are told.
  mutating func noteRoot() throws(Problem) {
    let members = membership.members.values
    guard !members.contains(where: \.isRoot) else { return }
    let types = Set(
      members.compactMap { member -> SQL? in
        guard case .column(let name) = member.via else { return nil }
        return dump.tables[member.table]?.column(name)?.baseType
      })
    for name in dump.tables.keys.sorted() where membership.members[name] == nil {
      guard let table = dump.tables[name], table.isReadable, let key = table.primaryKey, key.count == 1, let column = table.column(key[0]),
        types.contains(column.baseType), try holdsTenant(bench.source, table, column)
      else { continue }
      if let now = production.tables[name], let column = now.column(key[0]) {
        guard now.isReadable, types.contains(column.baseType), try !holdsTenant(bench.target, now, column) else { continue }
      }
      notes.append(
        "\(name): the row whose key is the tenant's value is in the dump alone, and no foreign key says that it is the tenant's; if it is,"
          + " name the table: --root \(name)")
    }
  }

  private func holdsTenant(_ session: PsqlSession, _ table: Table, _ key: Column) throws(Problem) -> Bool {
    try session.askOne("SELECT EXISTS (SELECT 1 FROM \(table.scanned) t WHERE \(key.isTenant("t")));", columns: 1)[0] == "t"
  }
}

extension Membership.Member {
  fileprivate var isRoot: Bool { if case .root = via { true } else { false } }
}
