import RunbookBase

/// Finds rows that refer to a value which is about to be overwritten: by `ON UPDATE` they would change untold, or the key would break.
struct FollowerCheck {
  let survey: Survey
  /// The plan of the table with rows to overwrite, and a key of production that points to it.
  let plan: TablePlan
  let key: ForeignKey
  let number: Int

  /// How many rows refer to such values; nil when there is none.
  func run() throws(Problem) -> TableDiff.Finding? {
    let names = plan.overwritten.map(\.name)
    let pairs = key.pairs.filter { names.contains($0.parent) }
    let values = pairs.compactMap { pair in plan.columns.first { $0.name == pair.parent } }
    guard !pairs.isEmpty, !key.isDeferred || key.followsUpdates, let child = survey.production.tables[key.child],
      let index = plan.target.uniqueIndexes.first(where: \.isPrimary), index.parts.count == plan.key.count
    else { return nil }
    let keys = plan.key.indices.map { SQL(number: $0, prefix: "k") }
    let olds = values.indices.map { SQL(number: $0, prefix: "v") }
    let statement: SQL = "runbook_w\(plan.number)_\(number)"
    let parameters = (keys + olds).indices.map { SQL(number: $0 + 1, prefix: "$") }
    let found = zip(zip(plan.key, index.parts), keys).map { "p.\($0.0.sql) \($0.1.equality) u.\($1)::\($0.0.baseType)" as SQL }
    let changed = SQL.any(zip(values, olds).map { "p.\($0.sql)::text COLLATE \"C\" IS DISTINCT FROM u.\($1) COLLATE \"C\"" })
    let joined = key.pairs.compactMap { pair -> SQL? in
      guard let mine = child.column(pair.child), let theirs = plan.target.column(pair.parent) else { return nil }
      return "p.\(theirs.sql) \(pair.equality) t.\(mine.sql)"
    }
    let sample: SQL = "concat_ws(' / ', \(key.pairs.compactMap { child.column($0.child) }.map { "t.\($0.sql)" as SQL }))"
    try survey.bench.target.run(
      """
      PREPARE \(statement) (\(parameters.map { _ in "text[]" as SQL })) AS
      SELECT count(*), coalesce(array_to_string((array_agg(left(\(sample), 200)))[1:3], chr(31)), '')
      FROM unnest(\(parameters)) AS u(\(keys + olds)) JOIN \(plan.target.scanned) p ON \(SQL.all(found + [changed]))
      JOIN \(child.scanned) t ON \(SQL.all(joined)) WHERE NOT \(mayChange);
      """)
    let arrays = (keys + olds).map { "array_agg(q.\($0))" as SQL }
    let texts = zip(plan.keyTexts("s") + values.map { "s.\($0.sql)::text" }, keys + olds).map { "\($0) AS \($1)" as SQL }
    let holes: SQL = "\(arrays.map { _ in "%L" as SQL })"
    let answers = try survey.bench.interrogate(
      """
      SELECT format('EXECUTE \(statement)(\(holes));', \(arrays)) FROM (
        SELECT \(texts), (row_number() OVER () - 1) / 5000 AS batch FROM \(plan.source.scanned) s WHERE \(survey.conflicting(plan))) q GROUP BY q.batch
      """, columns: 2)
    return try survey.finding("\(key.name)", in: answers)
  }

  /// The condition that a row `t` may follow: it is the tenant's and gets the dump's content too, so none was written since.
  private var mayChange: SQL {
    guard key.followsUpdates, let own = survey.plan(of: key.child), survey.state(own).onlyInProduction == 0 else { return "false" }
    return "coalesce(\(own.targetFilter), false)"
  }
}

extension Survey {
  /// Values that rows outside of the restore follow are not overwritten.
  mutating func refuseFollowers() throws(Problem) {
    for plan in plans where isOverwritten(plan) {
      for (number, key) in production.foreignKeys.enumerated() where key.parent == plan.name {
        guard let finding = try FollowerCheck(survey: self, plan: plan, key: key, number: number).run() else { continue }
        let effect = key.followsUpdates ? "would change with what is overwritten" : "refer to what would be overwritten"
        refusals.append(
          "\(plan.name): \(finding.count) rows of \(key.child) \(effect), by \(finding.rule): \(finding.samples.joined(separator: "; "))")
      }
    }
  }
}
