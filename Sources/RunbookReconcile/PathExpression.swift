/// The expressions that lead from a column to its paths.
struct PathExpression {
  /// Lateral joins, one for each array stepped into.
  var laterals = ""
  /// The path, NULL where there is none.
  let path: String
  /// True where a document is there but no path can be told.
  let isUnextractable: String
  /// True where a document says that there is no file.
  let isEmpty: String

  init(_ source: PathSource) {
    let column = "t.\(source.column.quoted)"
    let steps: [PathSource.JSONStep]
    switch source.kind {
    case .text:
      (path, isUnextractable, isEmpty) = ("\(column)::text", "false", "false")
      return
    case .textArray:
      laterals = " CROSS JOIN LATERAL unnest(\(column)) AS a0(v)"
      (path, isUnextractable, isEmpty) = ("a0.v::text", "false", "a0.v IS NULL")
      return
    case .json(let given): steps = given
    }
    var value = "\(column)::jsonb"
    var seen: [String] = []
    for (index, step) in steps.enumerated() {
      seen.append(value)
      switch step {
      case .member(let name): value = "(\(value) -> \(SQLText(name)?.quoted ?? "''"))"
      case .elements:
        // Something that is no array counts as its own only element, and nothing as one that is not there: neither may vanish from the check.
        laterals +=
          " LEFT JOIN LATERAL jsonb_array_elements(CASE WHEN \(value) IS NULL THEN '[]'::jsonb WHEN jsonb_typeof(\(value)) = 'array' "
          + "THEN \(value) ELSE jsonb_build_array(\(value)) END) AS a\(index)(v) ON true"
        value = "a\(index).v"
      }
    }
    // A document that is empty or null, here or on the way here, says itself that there is no file.
    let blank = seen.map { "\($0) IN ('{}'::jsonb, '[]'::jsonb, 'null'::jsonb)" } + ["jsonb_typeof(\(value)) = 'null'"]
    let isText = "jsonb_typeof(\(value)) IS NOT DISTINCT FROM 'string'"
    path = "CASE WHEN \(isText) THEN \(value) #>> '{}' END"
    isEmpty = "(NOT \(isText) AND coalesce(\(blank.joined(separator: " OR ")), false))"
    isUnextractable = "(NOT \(isText) AND NOT coalesce(\(blank.joined(separator: " OR ")), false))"
  }
}
