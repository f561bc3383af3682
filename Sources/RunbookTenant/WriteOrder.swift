extension Survey {
  /// One statement's worth of writing: rows inserted into some tables, rows overwritten in some, keys checked at its end.
  struct Write: Sendable {
    var inserted: [TablePlan] = []
    var overwritten: [TablePlan] = []
  }

  /// What is written in which order: parents first, and of each table what others refer to before what refers to it.
  ///
  /// Inserts come before overwrites, which may point to them, because a new row refers to primary keys, which overwriting leaves
  /// alone. Where a key inside a circle refers to another column, either may need the other: then they are one statement.
  var writes: [Write] {
    let names = plans.filter { isInserted($0) || isOverwritten($0) }.map(\.name)
    return InsertOrder.groups(names, production.foreignKeys).flatMap { group -> [Write] in
      let plans = group.compactMap(plan(of:))
      let (work, overwrites) = (plans.filter(isInserted), plans.filter(isOverwritten))
      let needEachOther = production.foreignKeys.contains { key in
        guard group.contains(key.child), group.contains(key.parent), let parent = production.tables[key.parent] else { return false }
        return !key.isToPrimaryKey(of: parent)
      }
      if needEachOther && !overwrites.isEmpty && work.count + overwrites.count > 1 {
        return [Write(inserted: work, overwritten: overwrites)]
      }
      let inserts = InsertOrder.groups(work.map(\.name), production.foreignKeys).map { Write(inserted: $0.compactMap(plan(of:))) }
      return inserts + overwrites.map { Write(overwritten: [$0]) }
    }
  }
}
