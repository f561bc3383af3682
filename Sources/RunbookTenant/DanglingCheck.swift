import RunbookBase

/// Finds rows to be written whose foreign key would point at nothing: their target is gone from production and not restored.
struct DanglingCheck {
  let survey: Survey
  let plan: TablePlan

  /// What dangles, one finding for each foreign key of production's table.
  func run() throws(Problem) -> [TableDiff.Finding] {
    var found: [TableDiff.Finding] = []
    let keys = survey.production.foreignKeys.filter { $0.child == plan.name }
    for (number, key) in keys.enumerated() {
      if let finding = try check(key, number) { found.append(finding) }
    }
    return found
  }

  private func check(_ key: ForeignKey, _ number: Int) throws(Problem) -> TableDiff.Finding? {
    let columns = key.pairs.compactMap { pair in plan.columns.first { $0.name == pair.child } }
    let parents = key.pairs.compactMap { survey.production.tables[key.parent]?.column($0.parent) }
    // A column that the dump does not have gets NULL or a default; the insert checks that one.
    guard columns.count == key.pairs.count, parents.count == key.pairs.count else { return nil }
    let types = key.pairs.compactMap { plan.target.column($0.child)?.baseType }
    let places = columns.indices.map { SQL(number: $0, prefix: "a") }
    let statement: SQL = "runbook_f\(plan.number)_\(number)"
    let parameters = (0...columns.count).map { SQL(number: $0 + 1, prefix: "$") }
    let equal = zip(zip(parents, key.pairs), zip(places, types)).map { "p.\($0.0.sql) \($0.1.equality) u.\($1.0)::\($1.1)" as SQL }
    let values = places.map { "u.\($0)" as SQL }
    try survey.bench.target.run(
      """
      PREPARE \(statement) (\(places.map { _ in "text[]" as SQL } + ["bigint[]"])) AS
      SELECT coalesce(sum(u.n), 0), coalesce(array_to_string((array_agg(left(concat_ws(' / ', \(values)), 200)))[1:3], chr(31)), '')
      FROM unnest(\(parameters)) AS u(\(places + ["n"])) WHERE NOT EXISTS (SELECT 1 FROM \(key.target) p WHERE \(SQL.all(equal)))
      HAVING count(*) > 0;
      """)
    let arrays = (places + ["n"]).map { "array_agg(q.\($0))" as SQL }
    let texts = zip(places, columns).map { "s.\($1.sql)::text AS \($0)" as SQL }
    let present = columns.map { "s.\($0.sql) IS NOT NULL" as SQL }
    let holes: SQL = "\(arrays.map { _ in "%L" as SQL })"
    let answers = try survey.bench.interrogate(
      """
      SELECT format('EXECUTE \(statement)(\(holes));', \(arrays)) FROM (
        SELECT \(places), count(*) AS n, (row_number() OVER () - 1) / 5000 AS batch FROM (
          SELECT \(texts) FROM \(plan.source.scanned) s
          WHERE \(SQL.all(["(\(survey.candidates(plan)))"] + present + [restoredToo(key, columns)]))) d
        GROUP BY \(places)) q GROUP BY q.batch
      """, columns: 2)
    return try survey.finding("\(key.name) → \(key.parent)", in: answers)
  }

  /// The condition that the target is not a row of the tenant in the dump: those are in production already or restored too.
  ///
  /// A row that is there with other content and stays so may have lost the value that a key refers to; the primary key it has.
  private func restoredToo(_ key: ForeignKey, _ columns: [Column]) -> SQL {
    guard let parent = survey.plan(of: key.parent) else { return "true" }
    let names = key.pairs.compactMap { parent.source.column($0.parent) }
    guard names.count == key.pairs.count else { return "true" }
    let equal = zip(zip(names, key.pairs), columns).map { "x.\($0.0.sql) \($0.1.equality) s.\($1.sql)" as SQL }
    var filter = survey.membership.filter(key.parent, alias: "x", in: survey.dump)
    if survey.state(parent).conflicting > 0 && !survey.isOverwritten(parent) && !key.isToPrimaryKey(of: parent.target) {
      let join = SQL.all(zip(parent.stagedKeys, parent.keyTexts("x")).map { "y.\($0) = \($1)" })
      filter = "\(filter) AND NOT EXISTS (SELECT 1 FROM \(parent.differing) y WHERE \(join))"
    }
    return "NOT EXISTS (SELECT 1 FROM \(parent.source.scanned) x WHERE \(SQL.all(equal + [filter])))"
  }
}
