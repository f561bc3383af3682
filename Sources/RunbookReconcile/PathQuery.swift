/// The SQL that asks the database for every path, in one snapshot.
///
/// The tenant travels as the psql variable `tenant`; everything else was checked by `PathSource`.
struct PathQuery {
  let sources: [PathSource]
  let isForTenant: Bool
  /// The tenants' own buckets, where the estate has such.
  var tenantBuckets: TenantBuckets?
  var place = Place.shared

  /// Which of the buckets is asked about.
  enum Place {
    /// The bucket of everybody.
    case shared
    /// One tenant's own; the psql variable `own` ends its name.
    case own
  }

  /// Names of the files that the script writes into its working directory.
  static let countsFile = "database-counts.copy"
  static let asideFile = "database-aside.copy"

  /// Paths that `KnownPlaces.isPlain` says no to.
  static let asidePattern = "'^(/|[A-Za-z][A-Za-z0-9]{1,7}://|data:)'"

  /// The whole script: counts and the rows to map into files, then the sorted paths to standard output.
  ///
  /// With `row_security = off` a policy that would hide rows from this role is an error, not a shorter list of paths.
  var script: String {
    let rows = sources.map(rows).joined(separator: "\n  UNION ALL\n")
    let counts = sources.map(counts).joined(separator: "\n  UNION ALL\n")
    return """
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SET TimeZone = 'UTC';
      SET statement_timeout = 0;
      SET row_security = off;
      BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
      COPY (
        SELECT '=', 0::bigint, 0::bigint, (extract(epoch FROM now()) * 1000)::bigint
        UNION ALL
      \(counts)
      ) TO STDOUT \\g \(PathQuery.countsFile)
      COPY (SELECT path, source, id, tenant FROM (
      \(rows)
      ) AS p WHERE path IS NOT NULL AND path COLLATE "C" ~ \(PathQuery.asidePattern)) TO STDOUT \\g \(PathQuery.asideFile)
      COPY (SELECT path, source, id, tenant FROM (
      \(rows)
      ) AS p WHERE path IS NOT NULL AND path COLLATE "C" !~ \(PathQuery.asidePattern) ORDER BY path COLLATE "C") TO STDOUT;
      COMMIT;

      """
  }

  /// One source's paths with where each stands.
  private func rows(_ source: PathSource) -> String {
    let tenant = source.tenant.map { "t.\($0.quoted)::text" } ?? "NULL::text"
    let leaf = PathExpression(source)
    return """
        SELECT \(based(leaf.path, source)) AS path, '\(source.label)'::text AS source, t.\(source.id.quoted)::text AS id, \(tenant) AS tenant
        FROM \(table(source)) AS t\(leaf.laterals) WHERE t.\(source.column.quoted) IS NOT NULL\(filter(source))
      """
  }

  /// One source's counts: rows without a document, and places where a document has no extractable path.
  private func counts(_ source: PathSource) -> String {
    let leaf = PathExpression(source)
    return """
        SELECT '\(source.label)'::text, (SELECT count(*) FROM \(table(source)) AS t WHERE t.\(source.column.quoted) IS NULL\(filter(source))),
          (SELECT count(*) FROM \(table(source)) AS t\(leaf.laterals) WHERE t.\(source.column.quoted) IS NOT NULL\(filter(source)) AND \(leaf.isUnextractable)),
          (SELECT count(*) FROM \(table(source)) AS t\(leaf.laterals) WHERE t.\(source.column.quoted) IS NOT NULL\(filter(source)) AND \(leaf.isEmpty))
      """
  }

  private func table(_ source: PathSource) -> String { (source.schema.map { $0.quoted + "." } ?? "") + source.table.quoted }

  private func filter(_ source: PathSource) -> String {
    guard let tenant = source.tenant else { return "" }
    let one = isForTenant ? " AND t.\(tenant.quoted)::text = :'tenant'" : ""
    guard let tenantBuckets, source.isInTenantBucket else { return one }
    return one + tenantBuckets.condition(place, owner: "t.\(tenant.quoted)")
  }

  /// The key: the base goes before a relative path only, after one leading slash of it.
  private func based(_ path: String, _ source: PathSource) -> String {
    let base: String
    switch source.base {
    case .none: return path
    case .prefix(let text): base = SQLText(text)?.quoted ?? "''"
    case .tenant: base = "t.\(source.tenant?.quoted ?? "NULL")::text || '/'"
    }
    return "(SELECT CASE WHEN v = '' OR v COLLATE \"C\" ~ '^([A-Za-z][A-Za-z0-9]{1,7}://|data:)' THEN v "
      + "ELSE \(base) || regexp_replace(v, '^/', '') END FROM (SELECT \(path) AS v) AS b)"
  }
}
