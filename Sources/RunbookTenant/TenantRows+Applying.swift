public import RunbookBase

extension TenantRows {
  /// Writes what a diff showed into production, in one transaction, or nothing.
  ///
  /// The difference is found out again under the locks; when anything to be written is not what was approved, nothing is
  /// written. Applying what is there already writes nothing and succeeds.
  ///
  /// - Parameter digest: the `digest` of the diff that was approved.
  /// - Throws: code 5 when the difference has refusals or is not the approved one, 8 when a lock was not to be had, 1 when
  ///   production refused a row or a count was wrong, 9 when the connection was lost at the very commit and nobody can be asked.
  public static func apply(_ configuration: Configuration, approved digest: String) throws(Problem) -> TenantApplied {
    let bench = try Workbench(configuration)
    do throws(Problem) {
      var applying = try Applying(bench, approved: digest)
      let applied = try applying.run()
      bench.close()
      return applied
    } catch {
      bench.abandon()
      throw error
    }
  }
}

/// One apply, from the locks to the commit.
struct Applying {
  let bench: Workbench
  let approved: String
  private(set) var survey: Survey

  /// Opens the transaction and takes the locks.
  init(_ bench: Workbench, approved: String) throws(Problem) {
    self.bench = bench
    self.approved = approved
    try bench.source.run("BEGIN ISOLATION LEVEL REPEATABLE READ;")
    try bench.ensureOrigin()
    try bench.target.run(Self.session)
    try bench.target.run(
      "SET lock_timeout = '\(max(1, bench.configuration.lockTimeoutSeconds))s'; BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;")
    survey = try Survey(bench)
    guard !survey.production.server.isInRecovery else {
      throw Problem(
        .safetyRefusal, "\(bench.configuration.target) is a standby in recovery: it takes no rows", hint: "name the primary as the target")
    }
    let locked = survey.plans.sorted { $0.name < $1.name }
    bench.configuration.log("locking \(locked.count) tables against writers: \(locked.map(\.name.description).joined(separator: ", "))")
    for plan in locked { try bench.target.run("LOCK TABLE \(plan.target.sql) IN SHARE ROW EXCLUSIVE MODE;") }
    // What was read before the locks may be old.
    survey = try Survey(bench)
    guard Set(survey.plans.map(\.name)) == Set(locked.map(\.name)) else {
      throw Problem(
        .preconditionNotMet, "production's schema was changed at this very moment",
        hint: "nothing was written; look at the difference again")
    }
  }

  /// A dead or hanging client must not hold the locks: the server ends the session by itself.
  private static let session: SQL = """
    SET plan_cache_mode = force_generic_plan;
    SET idle_in_transaction_session_timeout = '10min';
    SELECT count(set_config(name, wanted, false)) FROM pg_settings JOIN (VALUES ('client_connection_check_interval', '5s'),
      ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '6')) v(known, wanted) ON name = known;
    """

  mutating func run() throws(Problem) -> TenantApplied {
    try survey.classify()
    try check()
    let (work, overwrites) = (survey.plans.filter(survey.isInserted), survey.plans.filter(survey.isOverwritten))
    guard !work.isEmpty || !overwrites.isEmpty else {
      try bench.target.run("ROLLBACK;")
      bench.configuration.log("production has every row already")
      return TenantApplied(tables: [], sequences: [], transaction: nil, digest: survey.digest)
    }
    guard survey.digest == approved else {
      throw Problem(
        .preconditionNotMet, "what would be restored is not what was approved",
        details: ["approved \(approved)", "now      \(survey.digest)"],
        hint: "nothing was written; look at the difference again and approve that one")
    }
    let triggers = TriggerSwitch(bench: bench, triggers: (work + overwrites).flatMap(\.target.triggers))
    if bench.configuration.triggers == .disabled { try triggers.disable() }
    var written: [TenantApplied.Table] = []
    for write in survey.writes {
      if write.overwritten.isEmpty, write.inserted.count == 1 {
        written.append(try copy(write.inserted[0]))
      } else {
        try together(write, &written)
      }
    }
    try bench.target.run("SET CONSTRAINTS ALL IMMEDIATE;")
    let moves = try moveSequences()
    if bench.configuration.triggers == .disabled { try triggers.restore() }
    for plan in survey.plans { try verify(plan, written) }
    let transaction = try Commit(bench: bench).run()
    return TenantApplied(tables: written, sequences: moves, transaction: transaction, digest: approved)
  }

  private mutating func check() throws(Problem) {
    try survey.look()
    var refusals = survey.refusals
    for plan in survey.plans where survey.state(plan).conflicting > 0 && bench.configuration.conflicts == .refuse {
      refusals.append("\(plan.name): \(survey.state(plan).conflicting) rows are in production with other content")
    }
    guard refusals.isEmpty else {
      throw Problem(
        .preconditionNotMet, "the tenant's rows cannot be restored as things stand", details: refusals, hint: "nothing was written")
    }
    guard survey.plans.contains(where: { survey.state($0).inDump > 0 }) else {
      throw Problem(
        .parameterRejected, "the dump holds no row of tenant \(Printable.text(bench.configuration.tenant).debugDescription)",
        hint: "check the tenant and the time of the dump")
    }
  }

  /// The rows of the tenant are now exactly those from before and those inserted.
  private func verify(_ plan: TablePlan, _ written: [TenantApplied.Table]) throws(Problem) {
    let state = survey.state(plan)
    guard state.inDump > 0 else { return }
    let inserted = written.first { Name($0.name) == Name("\(plan.name)") }?.inserted ?? 0
    let expected = state.same + state.conflicting + state.onlyInProduction + inserted
    let row = try bench.target.askOne("SELECT count(*) FROM \(plan.target.scanned) t WHERE \(plan.targetFilter);", columns: 1)
    let count = try survey.number(row[0])
    // Through a parent that came back, rows that were there without it may count as the tenant's again.
    let isRight = if case .parents = plan.via { count >= expected } else { count == expected }
    guard isRight else {
      throw Problem(
        .stepFailed, "\(plan.name) would hold \(count) rows of the tenant instead of \(expected)",
        hint: "nothing was written, the transaction is rolled back; look for triggers and rules on the table")
    }
  }
}
