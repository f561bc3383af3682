import RunbookBase

/// Shows of a few differing rows which columns differ, and how their values begin.
struct ConflictSamples {
  let survey: Survey
  let plan: TablePlan

  func run() throws(Problem) -> [ConflictSample] {
    guard survey.state(plan).conflicting > 0 else { return [] }
    let bench = survey.bench
    let places = plan.key.indices.map { SQL(number: $0, prefix: "a") }
    let parameters = plan.key.indices.map { SQL(number: $0 + 1, prefix: "$") }
    let statement = SQL(number: plan.number, prefix: "runbook_s")
    let equal = zip(plan.keyTexts("t"), places).map { "\($0) = u.\($1)" as SQL }
    try bench.target.run(
      """
      PREPARE \(statement) (\(places.map { _ in "text[]" as SQL })) AS SELECT \(fields("t"))
      FROM \(plan.target.scanned) t, unnest(\(parameters)) AS u(\(places)) WHERE \(plan.targetFilter) AND \(SQL.all(equal));
      """)
    let arrays = plan.stagedKeys.map { "array_agg(q.\($0))" as SQL }
    let holes: SQL = "\(arrays.map { _ in "%L" as SQL })"
    let few: SQL = "(SELECT * FROM \(plan.differing) x ORDER BY \(plan.stagedKeys) LIMIT 3)"
    let width = 1 + 2 * plan.columns.count
    let theirs = try bench.interrogate("SELECT format('EXECUTE \(statement)(\(holes));', \(arrays)) FROM \(few) q", columns: width)
    let join = SQL.all(zip(plan.stagedKeys, plan.keyTexts("s")).map { "q.\($0) = \($1)" })
    let ours = try bench.source.ask(
      "SELECT \(fields("s")) FROM \(plan.source.scanned) s JOIN \(few) q ON \(join) WHERE \(plan.sourceFilter) ORDER BY \(plan.stagedKeys.map { "q.\($0)" });",
      columns: width, keepingAlive: bench.target)
    return ours.compactMap { mine in
      guard let other = theirs.first(where: { Name($0[0]) == Name(mine[0]) }) else { return nil }
      let columns = plan.columns.enumerated().compactMap { index, column -> ConflictSample.Column? in
        let place = 1 + 2 * index
        guard Name(mine[place]) != Name(other[place]) else { return nil }
        return .init(name: "\(column.name)", dump: Printable.text(mine[place + 1]), production: Printable.text(other[place + 1]))
      }
      return ConflictSample(key: Printable.text(mine[0]), columns: columns)
    }
  }

  /// The key, then for each column a hash of its value and the value's beginning.
  private func fields(_ alias: SQL) -> [SQL] {
    [plan.keySample(alias)]
      + plan.columns.flatMap { column -> [SQL] in
        let value: SQL = "\(alias).\(column.sql)"
        return [
          "encode(sha256(textsend(ROW(\(value))::text)), 'hex')",
          "CASE WHEN \(value) IS NULL THEN 'NULL' ELSE left(format('%s', \(value)), 60) END",
        ]
      }
  }
}
