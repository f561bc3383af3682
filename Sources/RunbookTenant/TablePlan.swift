/// How one table's rows are compared and copied: the common ground of the dump's table and production's.
struct TablePlan: Sendable {
  /// Its place among the plans: the temporary tables are numbered by it.
  let number: Int
  let source: Table
  let target: Table
  let via: Membership.Via
  /// The tenant's rows under the alias `s` in the dump, under `t` in production.
  let sourceFilter: SQL
  let targetFilter: SQL
  /// The columns that are copied and compared, as the dump has them.
  let columns: [Column]
  /// The columns of production's primary key.
  let key: [Column]
  let isBinary: Bool

  var name: TableName { target.name }

  /// The columns that a row gets from the dump when it is overwritten: never its key.
  var overwritten: [Column] {
    let keys = key.map(\.name)
    return columns.filter { !keys.contains($0.name) && target.column($0.name)?.isIdentityAlways != true }
  }

  /// Whether equal keys may be written differently, as 1.0 and 1.00: keys are compared as text.
  var hasSpellings: Bool {
    let plain = ["smallint", "integer", "bigint", "uuid", "text", "character varying", "date"]
    return key.contains { !plain.contains($0.baseType.text) }
  }

  /// The key as text under an alias, one expression for each column.
  func keyTexts(_ alias: SQL) -> [SQL] { key.map { "\(alias).\($0.sql)::text COLLATE \"C\"" } }

  /// A hash of the row's content: of what the types' own output functions print, in the client's encoding.
  func hash(_ alias: SQL) -> SQL {
    "sha256(textsend(ROW(\(columns.map { "\(alias).\($0.sql)" }))::text))"
  }

  /// The key as a person reads it.
  func keySample(_ alias: SQL) -> SQL { "left(concat_ws(' / ', \(keyTexts(alias))), 200)" }

  /// The temporary table in the scratch session with production's keys and hashes.
  var staged: SQL { "pg_temp.\(SQL(number: number, prefix: "runbook_p"))" }

  /// The temporary table in the scratch session with the keys of rows that differ.
  var differing: SQL { "pg_temp.\(SQL(number: number, prefix: "runbook_x"))" }

  var stagedKeys: [SQL] { key.indices.map { SQL(number: $0, prefix: "k") } }

  /// The condition that a row `s` of the dump and a row `p` that was staged have the same key.
  var stagedJoin: SQL { stagedJoin("s") }

  func stagedJoin(_ alias: SQL) -> SQL { SQL.all(zip(stagedKeys, keyTexts(alias)).map { "p.\($0) = \($1)" }) }

  /// The dump's rows that production lacks, under the alias `s`.
  func missing(hasStaged: Bool) -> SQL {
    hasStaged ? "\(sourceFilter) AND NOT EXISTS (SELECT 1 FROM \(staged) p WHERE \(stagedJoin))" : sourceFilter
  }
}
