import RunbookBase

extension Applying {
  /// Streams the missing rows straight into the table.
  func copy(_ plan: TablePlan) throws(Problem) -> TenantApplied.Table {
    let state = survey.state(plan)
    bench.configuration.log("inserting \(state.toInsert) rows into \(plan.name)")
    let count = try bench.stream(
      selection(plan, plan.missing(hasStaged: state.isStaged)), from: bench.source, into: "\(plan.target.sql) (\(plan.columns.map(\.sql)))",
      of: bench.target, isBinary: plan.isBinary)
    try require(count, state.toInsert, plan)
    return TenantApplied.Table(name: "\(plan.name)", inserted: count, updated: 0)
  }

  /// Inserts into tables whose foreign keys form a circle, and overwrites, by one statement: keys are checked at its end, whether
  /// they may wait or not.
  func together(_ write: Survey.Write, _ written: inout [TenantApplied.Table]) throws(Problem) {
    for plan in write.inserted {
      let state = survey.state(plan)
      bench.configuration.log("inserting \(state.toInsert) rows into \(plan.name), by way of a temporary table")
      let count = try stage(plan, SQL(number: plan.number, prefix: "runbook_i"), plan.missing(hasStaged: state.isStaged))
      try require(count, state.toInsert, plan)
    }
    for plan in write.overwritten {
      let expected = survey.state(plan).conflicting
      bench.configuration.log("overwriting \(expected) rows of \(plan.name)")
      guard !plan.overwritten.isEmpty else {
        throw Problem(.stepFailed, "\(plan.name): the rows differ in columns that cannot be overwritten")
      }
      let table = SQL(number: plan.number, prefix: "runbook_r")
      try require(try stage(plan, table, survey.conflicting(plan)), expected, plan)
      try bench.target.run("ANALYZE pg_temp.\(table);")
    }
    let statements = write.inserted.map(insertion) + write.overwritten.map(overwriting)
    let counts =
      write.inserted.map { "(SELECT count(*) FROM i\($0.number))" as SQL }
      + write.overwritten.map { "(SELECT count(*) FROM u\($0.number))" }
    let row = try bench.target.askOne("WITH \(statements) SELECT \(counts);", columns: counts.count)
    for (plan, text) in zip(write.inserted, row) {
      let count = try survey.number(text)
      try require(count, survey.state(plan).toInsert, plan)
      written.append(TenantApplied.Table(name: "\(plan.name)", inserted: count, updated: 0))
    }
    for (plan, text) in zip(write.overwritten, row.dropFirst(write.inserted.count)) {
      let count = try survey.number(text)
      try require(count, survey.state(plan).conflicting, plan)
      if let index = written.firstIndex(where: { Name($0.name) == Name("\(plan.name)") }) {
        written[index].updated = count
      } else {
        written.append(TenantApplied.Table(name: "\(plan.name)", inserted: 0, updated: count))
      }
    }
  }

  private func insertion(_ plan: TablePlan) -> SQL {
    let columns: SQL = "\(plan.columns.map(\.sql))"
    return """
      i\(plan.number) AS (INSERT INTO \(plan.target.sql) (\(columns)) OVERRIDING SYSTEM VALUE
      SELECT \(columns) FROM pg_temp.runbook_i\(plan.number) RETURNING 1)
      """
  }

  /// Gives the rows that differ the dump's content.
  private func overwriting(_ plan: TablePlan) -> SQL {
    let values = plan.overwritten.map { "\($0.sql) = r.\($0.sql)" as SQL }
    let parts = plan.target.uniqueIndexes.first { $0.isPrimary }?.parts ?? []
    let join = SQL.all(zip(plan.key, parts).map { "t.\($0.sql) \($1.equality) r.\($0.sql)" })
    return """
      u\(plan.number) AS (UPDATE \(plan.target.scanned) t SET \(values) FROM pg_temp.runbook_r\(plan.number) r
      WHERE \(join) AND \(plan.targetFilter) RETURNING 1)
      """
  }

  /// Streams rows into a temporary table with the types of production's columns.
  private func stage(_ plan: TablePlan, _ table: SQL, _ rows: SQL) throws(Problem) -> Int {
    let columns: SQL = "\(plan.columns.map(\.sql))"
    try bench.target.run(
      "CREATE TEMP TABLE pg_temp.\(table) ON COMMIT DROP AS SELECT \(columns) FROM \(plan.target.scanned) WITH NO DATA;")
    return try bench.stream(
      selection(plan, rows), from: bench.source, into: "pg_temp.\(table) (\(columns))", of: bench.target, isBinary: plan.isBinary)
  }

  private func selection(_ plan: TablePlan, _ rows: SQL) -> SQL {
    "SELECT \(plan.columns.map { "s.\($0.sql)" as SQL }) FROM \(plan.source.scanned) s WHERE \(rows)"
  }

  private func require(_ count: Int, _ expected: Int, _ plan: TablePlan) throws(Problem) {
    guard count == expected else {
      throw Problem(
        .stepFailed, "\(plan.name): \(count) rows were written where \(expected) were counted",
        hint: "nothing was written, the transaction is rolled back; is the scratch database in use by somebody else?")
    }
  }

  /// Moves lagging sequences forward inside the transaction, each under its own lock; never backwards.
  func moveSequences() throws(Problem) -> [SequenceMove] {
    var moves: [SequenceMove] = []
    for need in survey.sequenceNeeds {
      guard try survey.move(need) != nil else { continue }
      // Changes nothing, but from here on nobody takes a number; then it is read again.
      try bench.target.run("ALTER SEQUENCE \(need.sequence.sql) INCREMENT BY \(need.sequence.increment);")
      guard let move = try survey.move(need) else { continue }
      try bench.target.run("ALTER SEQUENCE \(need.sequence.sql) RESTART WITH \(move.to);")
      bench.configuration.log("moving sequence \(move.name) from \(move.from) to \(move.to)")
      moves.append(move)
    }
    return moves
  }
}
