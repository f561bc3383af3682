import RunbookBase

extension Survey {
  /// Counts every table: in the dump, missing in production, different, only in production.
  ///
  /// Production is only read. Where it still holds rows of the tenant their keys and hashes come to a temporary table of the
  /// scratch session and are compared there; where it holds none, nothing is moved at all.
  mutating func classify() throws(Problem) {
    try requireAllRows()
    for plan in plans {
      bench.configuration.log("comparing \(plan.name)")
      set(try classify(plan), for: plan)
    }
  }

  private func classify(_ plan: TablePlan) throws(Problem) -> TableState {
    var state = TableState()
    let sequences = plan.target.sequences.filter { sequence in plan.columns.contains { $0.name == sequence.column } }
    let there = try bench.target.askOne("SELECT EXISTS (SELECT 1 FROM \(plan.target.scanned) t WHERE \(plan.targetFilter));", columns: 1)
    state.isStaged = there[0] == "t"
    var conflicts: [String] = ["0", "0"]
    var staged = 0
    if state.isStaged {
      staged = try stage(plan)
      conflicts = try findDiffering(plan)
    }
    let isMissing: SQL = state.isStaged ? "p.h IS NULL" : "true"
    let extremes = sequences.flatMap { sequence -> [SQL] in
      guard let column = plan.columns.first(where: { $0.name == sequence.column }) else { return ["''"] }
      return ["coalesce((\(extreme(of: column, sequence, where: isMissing)))::text, '')"]
    }
    let print: SQL =
      state.isStaged ? "coalesce(sum(hashtextextended(ROW(\(plan.keyTexts("s")))::text, 0)) FILTER (WHERE \(isMissing)), 0)" : "'all'"
    let outer: SQL = state.isStaged ? "LEFT JOIN \(plan.staged) p ON \(plan.stagedJoin)" : ""
    let row = try bench.source.askOne(
      """
      SELECT \(["count(*)", "count(*) FILTER (WHERE \(isMissing))", print] + extremes)
      FROM \(plan.source.scanned) s \(outer) WHERE \(plan.sourceFilter);
      """, columns: 3 + extremes.count, keepingAlive: bench.target)
    state.inDump = try number(row[0])
    state.toInsert = try number(row[1])
    state.insertPrint = state.toInsert == state.inDump ? "all" : row[2]
    state.conflicting = try number(conflicts[0])
    state.conflictPrint = conflicts[1]
    state.onlyInProduction = staged - (state.inDump - state.toInsert)
    for (index, sequence) in sequences.enumerated() where !row[3 + index].isEmpty {
      state.extremes[sequence.column] = try number(row[3 + index])
    }
    return state
  }

  /// The value that a sequence has to pass; of numeric what a sequence can reach, rounded away from where it comes from.
  private func extreme(of column: Column, _ sequence: ColumnSequence, where condition: SQL) -> SQL {
    let (extreme, round): (SQL, SQL) = sequence.increment > 0 ? ("max", "ceil") : ("min", "floor")
    guard column.baseType.text == "numeric" else { return "\(extreme)(s.\(column.sql)) FILTER (WHERE \(condition))" }
    let reach: SQL = "s.\(column.sql) BETWEEN \(sequence.minimum) AND \(sequence.maximum)"
    return "\(round)(\(extreme)(s.\(column.sql)) FILTER (WHERE \(condition) AND \(reach)))"
  }

  /// Brings keys and hashes of production's rows of the tenant into the scratch session.
  private func stage(_ plan: TablePlan) throws(Problem) -> Int {
    let columns = plan.stagedKeys.map { "\($0) text COLLATE \"C\"" as SQL } + ["h bytea"]
    try bench.source.run("CREATE TEMP TABLE \(plan.staged) (\(columns));")
    let query: SQL = "SELECT \(plan.keyTexts("t") + [plan.hash("t")]) FROM \(plan.target.scanned) t WHERE \(plan.targetFilter)"
    let count = try bench.stream(query, from: bench.target, into: plan.staged, of: bench.source, isBinary: true)
    try bench.source.run("ANALYZE \(plan.staged);", keepingAlive: bench.target)
    return count
  }

  /// Collects the keys of rows that are in both with different content: how many, and an order-free sum of their content.
  private func findDiffering(_ plan: TablePlan) throws(Problem) -> [String] {
    let keys = zip(plan.keyTexts("s"), plan.stagedKeys).map { "\($0) AS \($1)" as SQL }
    return try bench.source.askOne(
      """
      CREATE TEMP TABLE \(plan.differing) AS SELECT \(keys), p.h FROM \(plan.source.scanned) s JOIN \(plan.staged) p ON \(plan.stagedJoin)
      WHERE \(plan.sourceFilter) AND p.h <> \(plan.hash("s"));
      SELECT count(*), coalesce(sum(hashtextextended(ROW(x.*)::text, 0)), 0) FROM \(plan.differing) x;
      """, columns: 2, keepingAlive: bench.target)
  }

  /// What a look found, from numbers and samples that came in batches; nil when it found nothing.
  func finding(_ rule: String, in answers: [[String]]) throws(Problem) -> TableDiff.Finding? {
    var finding = TableDiff.Finding(rule: rule, count: 0, samples: [])
    for row in answers {
      finding.count += try number(row[0])
      finding.samples = Array((finding.samples + Printable.samples(row[1])).prefix(3))
    }
    return finding.count > 0 ? finding : nil
  }

  func number(_ text: String) throws(Problem) -> Int {
    guard let value = Int(text) else { throw bench.source.unexpected("\(Printable.text(text)) where a number belongs") }
    return value
  }

  /// What an approval is bound to: the rows that would be written, where, and the policies.
  var digest: String {
    let configuration = bench.configuration
    var hash = SHA256()
    func feed(_ parts: [String]) {
      for part in parts { hash.update("\(part.utf8.count):\(part)") }
      hash.update("\n")
    }
    feed(["tenant-rows/1", configuration.tenant, configuration.tenantColumn, configuration.target.description])
    feed([configuration.conflicts.rawValue, configuration.triggers.rawValue, configuration.dangling.rawValue])
    // Nothing is fed where there are none.
    for others in others { feed(["others", others.table, others.rows.rule, String(others.rows.count)]) }
    for plan in plans.sorted(by: { $0.name < $1.name }) {
      let state = state(plan)
      guard state.toInsert + state.conflicting > 0 else { continue }
      feed([plan.target.sql.text] + plan.columns.flatMap { [$0.sql.text, $0.type.text] })
      feed([String(state.toInsert), state.insertPrint, String(state.conflicting), state.conflictPrint])
    }
    return hash.finalize().description
  }
}
