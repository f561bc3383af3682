import RunbookBase

/// Asks production whether rows to be written would break one of its unique indexes.
///
/// The values travel as arrays in prepared statements that the scratch server writes and quotes, a few thousand rows each, so
/// production is only read, and each value is looked up through the very index that it might break. Whatever this check does
/// not see, the insert itself still refuses.
struct CollisionCheck {
  let survey: Survey
  let plan: TablePlan

  /// What collides, one finding for each index.
  func run() throws(Problem) -> [TableDiff.Finding] {
    let state = survey.state(plan)
    var found: [TableDiff.Finding] = []
    if state.toInsert > 0 {
      found += try ask(plan.missing(hasStaged: state.isStaged), indexes: plan.target.uniqueIndexes, sparingOwnKey: false)
    }
    if survey.bench.configuration.conflicts == .restore && state.conflicting > 0 {
      // A row that is overwritten may keep its own values, and its key does not change.
      found += try ask(survey.conflicting(plan), indexes: plan.target.uniqueIndexes.filter { !$0.isPrimary }, sparingOwnKey: true)
    }
    return found
  }

  private func ask(_ rows: SQL, indexes all: [UniqueIndex], sparingOwnKey: Bool) throws(Problem) -> [TableDiff.Finding] {
    let indexes = all.filter(canAsk)
    guard !indexes.isEmpty else { return [] }
    var names: [Name] = plan.key.map(\.name)
    for name in indexes.flatMap(\.columns) where !names.contains(name) { names.append(name) }
    let columns = names.compactMap { name in plan.source.column(name).flatMap { s in plan.target.column(name).map { (s, $0) } } }
    let statement = SQL(number: plan.number, prefix: sparingOwnKey ? "runbook_u" : "runbook_c")
    let places = columns.indices.map { SQL(number: $0, prefix: "a") }
    let typed = zip(places, columns).map { "u.\($0)::\($1.1.baseType) AS \($1.1.sql)" as SQL }
    let parameters = columns.indices.map { SQL(number: $0 + 1, prefix: "$") }
    let questions = indexes.enumerated().map { question($0.offset, $0.element, sparingOwnKey: sparingOwnKey) }
    let types = columns.map { _ in "text[]" as SQL }
    try survey.bench.target.run(
      """
      PREPARE \(statement) (\(types)) AS
      WITH c AS (SELECT \(typed) FROM unnest(\(parameters)) AS u(\(places)))
      \(questions, joined: " UNION ALL ");
      """)
    let arrays = places.map { "array_agg(q.\($0))" as SQL }
    let texts = zip(places, columns).map { "s.\($1.0.sql)::text AS \($0)" as SQL }
    let holes: SQL = "\(columns.map { _ in "%L" as SQL })"
    let answers = try survey.bench.interrogate(
      """
      SELECT format('EXECUTE \(statement)(\(holes));', \(arrays)) FROM (
        SELECT \(texts), (row_number() OVER () - 1) / 5000 AS batch FROM \(plan.source.scanned) s WHERE \(rows)) q GROUP BY q.batch
      """, columns: 3)
    return try collect(answers, indexes)
  }

  /// How many of the batch collide in one index, with samples; no row when none does.
  private func question(_ number: Int, _ index: UniqueIndex, sparingOwnKey: Bool) -> SQL {
    let names = index.parts.indices.map { SQL(number: $0, prefix: "runbook_e") }
    let parts = zip(names, index.parts).map { "\($1.expression) AS \($0)" as SQL }
    let condition: SQL = index.predicate.map { "WHERE \($0)" } ?? ""
    let keys = plan.key.indices.map { SQL(number: $0, prefix: "runbook_k") }
    let own = zip(keys, plan.key).map { "\($1.sql) AS \($0)" as SQL }
    let same = zip(names, index.parts).map { name, part -> SQL in
      let equal: SQL = "t.\(name) \(part.equality) n.\(name)"
      return index.nullsCollide ? "(\(equal) OR (t.\(name) IS NULL AND n.\(name) IS NULL))" : equal
    }
    let other = sparingOwnKey ? [SQL.any(keys.map { "t.\($0)::text IS DISTINCT FROM n.\($0)::text" })] : []
    let texts = keys.map { "n.\($0)::text" as SQL }
    let values = names.map { "n.\($0)::text" as SQL }
    let sample: SQL =
      index.isPrimary ? "concat_ws(' / ', \(texts))" : "concat_ws(' / ', \(values)) || ' (key ' || concat_ws(' / ', \(texts)) || ')'"
    return """
      SELECT \(number), count(*), coalesce(array_to_string((array_agg(left(\(sample), 200)))[1:3], chr(31)), '')
      FROM (SELECT \(parts + own) FROM c \(condition)) n
      WHERE EXISTS (SELECT 1 FROM (SELECT \(parts + own) FROM \(plan.target.scanned) \(condition)) t WHERE \(SQL.all(same + other)))
      HAVING count(*) > 0
      """
  }

  private func collect(_ answers: [[String]], _ indexes: [UniqueIndex]) throws(Problem) -> [TableDiff.Finding] {
    var findings: [Int: TableDiff.Finding] = [:]
    for row in answers {
      let number = try survey.number(row[0])
      guard indexes.indices.contains(number) else { throw survey.bench.target.unexpected("a collision in no index") }
      let owner = "a row that is not the tenant's" + (plan.hasSpellings ? ", or that writes it otherwise" : "")
      let rule = "\(indexes[number].name)" + (indexes[number].isPrimary ? " (the key belongs to \(owner))" : "")
      var finding = findings[number] ?? TableDiff.Finding(rule: rule, count: 0, samples: [])
      finding.count += try survey.number(row[1])
      finding.samples = Array((finding.samples + Printable.samples(row[2])).prefix(3))
      findings[number] = finding
    }
    return findings.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether the index can be asked about: all its columns are in the dump, and psql reads no variable into its expressions.
  private func canAsk(_ index: UniqueIndex) -> Bool {
    let texts = index.parts.map(\.expression.text) + [index.predicate?.text ?? ""]
    return index.columns.allSatisfy { plan.source.column($0) != nil } && !index.parts.isEmpty && !texts.contains(where: hasVariable)
  }

  /// A colon before a letter or a quote, as in a slice `a[1:n]`, is a variable to psql.
  private func hasVariable(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.dropLast().contains { index in
      guard bytes[index] == UInt8(ascii: ":"), index == 0 || bytes[index - 1] != UInt8(ascii: ":") else { return false }
      return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index + 1])
        && ![UInt8(ascii: ":"), UInt8(ascii: " ")].contains(bytes[index + 1])
    }
  }
}
