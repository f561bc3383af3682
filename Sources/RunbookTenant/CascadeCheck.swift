import RunbookBase

/// Finds rows that are not the tenant's and went with its rows: they hung on a row to insert by a key that cascades, and are gone.
struct CascadeCheck {
  let survey: Survey
  /// The plan of the table that the key points to.
  let parent: TablePlan
  let key: ForeignKey
  let number: Int

  /// How many such rows there are; nil when there is none.
  func run() throws(Problem) -> TableDiff.Finding? {
    guard let child = survey.dump.tables[key.child], survey.isInserted(parent) else { return nil }
    let lost = survey.membership.pointsTo(key, child: "s", parent: "o", and: survey.missing(parent, alias: "o"), in: survey.dump)
    let mine = survey.membership.filter(key.child, alias: "s", in: survey.dump)
    let rows: SQL = "FROM \(child.scanned) s WHERE \(lost) AND NOT coalesce(\(mine), false)"
    return try survey.finding("\(key.name) → \(key.parent)", in: try answers(child, rows))
  }

  /// Numbers and samples of the rows that production lacks; of all of them where they cannot be looked up.
  private func answers(_ child: Table, _ rows: SQL) throws(Problem) -> [[String]] {
    let bench = survey.bench
    let target = survey.production.tables[key.child]
    let names = target?.primaryKey ?? []
    let columns = names.compactMap { name in child.column(name).flatMap { s in target?.column(name).map { (s, $0) } } }
    guard let target, let index = target.uniqueIndexes.first(where: \.isPrimary), !columns.isEmpty, columns.count == names.count else {
      return try bench.source.ask("SELECT count(*), '' \(rows);", columns: 2, keepingAlive: bench.target)
    }
    let places = columns.indices.map { SQL(number: $0, prefix: "a") }
    let statement = SQL(number: number, prefix: "runbook_o")
    let parameters = columns.indices.map { SQL(number: $0 + 1, prefix: "$") }
    let equal = zip(zip(index.parts, columns), places).map { "t.\($0.1.1.sql) \($0.0.equality) u.\($1)::\($0.1.1.baseType)" as SQL }
    let values = places.map { "u.\($0)" as SQL }
    try bench.target.run(
      """
      PREPARE \(statement) (\(places.map { _ in "text[]" as SQL })) AS
      SELECT count(*), coalesce(array_to_string((array_agg(left(concat_ws(' / ', \(values)), 200)))[1:3], chr(31)), '')
      FROM unnest(\(parameters)) AS u(\(places)) WHERE NOT EXISTS (SELECT 1 FROM \(target.scanned) t WHERE \(SQL.all(equal)));
      """)
    let arrays = places.map { "array_agg(q.\($0))" as SQL }
    let texts = zip(places, columns).map { "s.\($1.0.sql)::text AS \($0)" as SQL }
    let holes: SQL = "\(places.map { _ in "%L" as SQL })"
    return try bench.interrogate(
      """
      SELECT format('EXECUTE \(statement)(\(holes));', \(arrays)) FROM (
        SELECT \(texts), (row_number() OVER (ORDER BY \(columns.map { "s.\($0.0.sql)" as SQL })) - 1) / 5000 AS batch \(rows)) q GROUP BY q.batch
      """, columns: 2)
  }
}

extension Survey {
  /// Rows that are not the tenant's and went with it are refused, or told where that was decided.
  mutating func judgeCascades() throws(Problem) {
    others = []
    for (number, key) in membership.cascades.enumerated() where !excluded.contains(key.child) {
      guard let parent = plan(of: key.parent) else { continue }
      guard let finding = try CascadeCheck(survey: self, parent: parent, key: key, number: number).run() else { continue }
      let samples = finding.samples.isEmpty ? "" : ": " + finding.samples.joined(separator: "; ")
      let line = "\(key.child): \(finding.count) rows that are not the tenant's went with its rows by \(finding.rule)\(samples)"
      others.append(TenantDiff.Others(table: "\(key.child)", rows: finding))
      switch bench.configuration.others {
      case .refuse:
        refusals.append(line)
        let isBare = membership.members[key.child] == nil
        notes.append(
          "\(key.child): " + (isBare ? "--with \(key.child) brings these rows back too, " : "") + "--others leave goes on without them")
      case .leave: notes.append(line + "; as decided they are left out, with all that hangs on them")
      }
    }
  }
}
