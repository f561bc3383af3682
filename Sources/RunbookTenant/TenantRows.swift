public import RunbookBase

/// Copies one tenant's rows from a scratch database, restored from a dump, back into production (seed §3.3 path A).
///
/// Works on any schema: member tables are found in the catalogs, every name is quoted by the server, every value travels as
/// data. `psql` is the only program used, and production needs no extension.
public enum TenantRows {
  /// Compares the dump's rows of the tenant with production's; production is read in one read-only transaction.
  ///
  /// - Throws: what keeps the two from being compared; what keeps rows from being applied is in the result's `refusals`.
  public static func diff(_ configuration: Configuration) throws(Problem) -> TenantDiff {
    let bench = try Workbench(configuration)
    do throws(Problem) {
      try bench.source.run("BEGIN ISOLATION LEVEL REPEATABLE READ;")
      try bench.ensureOrigin()
      try bench.target.run("SET plan_cache_mode = force_generic_plan; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;")
      var survey = try Survey(bench)
      try survey.classify()
      let diff = try survey.report()
      try bench.target.run("ROLLBACK;")
      bench.close()
      return diff
    } catch {
      bench.abandon()
      throw error
    }
  }
}
