import Operations
public import Runbooks

/// §3.3 Single-tenant restore, path A: rows from a logical dump, files from S3 versioning.
public struct TenantRestore: Runbook {
  /// The name on the command line.
  public static let name = "tenant-restore"
  /// The title.
  public static let title = "Single-tenant restore from a dump"
  /// The section of the seed.
  public static let section = "§3.3"
  /// As §5.2, which includes it.
  public static let objectives = Objectives(rto: .hours(2), rpo: .hours(24))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "rows are compared and inserted by key in one transaction, not piped through a text filter into psql (hazard 10)",
    "only delete markers of the incident are removed; older deletions stay deleted",
    "the scratch database is dropped by the run itself and is owed until then",
  ]

  let estate: PrintFlow
  let tenant: Parameter<TenantID>
  let dump: Parameter<DumpFile>
  let deletedAt: Parameter<Timestamp>

  let missing = Output<Count>("rows-to-restore")
  let conflicts = Output<Count>("conflicting-rows")
  let approved = Output<Digest>("comparison")
  /// For the report: what was written after the dump was begun is lost.
  let begun = Output<Timestamp>("dump-begun")
  let policy = Output<ConflictPolicy>("conflict-policy")

  /// The runbook for an estate, asking for its parameters.
  public init(_ estate: PrintFlow) {
    self.init(
      estate, tenant: Parameter("tenant", "The tenant to restore"), dump: Parameter("dump", "The dump to restore from"),
      deletedAt: Parameter("deleted-at", "When the deletion began; only files deleted since then come back"))
  }

  /// The runbook inside another one, with that one's parameters.
  public init(_ estate: PrintFlow, tenant: Parameter<TenantID>, dump: Parameter<DumpFile>, deletedAt: Parameter<Timestamp>) {
    self.estate = estate
    self.tenant = tenant
    self.dump = dump
    self.deletedAt = deletedAt
  }

  var postgres: PostgreSQL { estate.postgres }
  var rows: TenantRows { TenantRows(of: tenant, from: estate.scratch, to: estate.live) }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition("production's PostgreSQL answers", postgres.answers, remedy: "if it is down, this is §5.1, not §5.2")
    Precondition(
      "the dump can be read to its end", Probe(postgres.readThrough(dump)),
      remedy: "choose another dump; this one is missing, truncated or no pg_dump -Fc file (§2.2)")
    Precondition(
      "the dump holds the tenant", Probe(postgres.rows(of: "tenants", in: dump, holding: "\(tenant)"), .atLeast("1")),
      remedy: "check the tenant id, or choose a dump from before the deletion")
    Precondition(
      "no scratch database is left from an earlier run", Probe(postgres.exists(estate.scratch), .equals("0")),
      remedy: "finish or abort the run that made it, then drop \(estate.scratch)")
    Precondition(
      "\(estate.files) keeps versions", estate.s3.keepsVersions(estate.files), remedy: "without versioning no file comes back: seed §2.3")
  }

  /// The steps of §3.3 path A.
  public var body: [Step] {
    comparison
    bringBack
  }

  /// Scratch-restore and diff; production is only read.
  @StepsBuilder var comparison: [Step] {
    Step("Write down when the dump was begun", id: "dump-begun") { postgres.began(dump) }
      .capture(begun)

    Step("Restore the dump into a throwaway database", id: "scratch") {
      postgres.create(estate.scratch)
      postgres.restore(dump, into: estate.scratch, jobs: 4)
    }
    .owes("drop \(estate.scratch)", settledBy: postgres.drop(estate.scratch), when: Probe(postgres.exists(estate.scratch), .equals("0")))
    .undo { postgres.drop(estate.scratch) }
    .estimate(.minutes(20))

    Step("Compare dump and production for tenant \(tenant)", id: "compare") { rows.diff() }
      .capture(missing, .json("rowsToInsert"))
      .capture(conflicts, .json("conflicting"))
      .estimate(.minutes(5))
  }

  /// The minimal insert in one transaction, the files, the proof.
  @StepsBuilder var bringBack: [Step] {
    Decision("\(conflicts) rows differ between dump and production: keep production's version, or restore the dump's?", id: "conflicts") {
      When("keep")
      When("restore")
    }
    .chosen("keep", when: conflicts, is: 0)
    .capture(policy)

    Step("Fix what is to be approved: the comparison with “\(policy)”", id: "fix") { rows.diff(conflicts: policy) }
      .capture(approved, .json("digest"))
      .estimate(.minutes(5))

    Gate(
      """
      Insert \(missing) rows of tenant \(tenant) into production; \(conflicts) rows that differ: \(policy). If unsure, decline: \
      point-in-time brings everything back to just before the deletion
      """, id: "approve")

    Step("Insert the missing rows in one transaction", id: "insert") { rows.apply(approved: approved, conflicts: policy) }
      .idempotent
      .estimate(.minutes(15))

    Check("No row of the tenant is missing now", id: "rows-back", rows.briefDiff(), .json("rowsToInsert", .equals("0")))
      .marked(.verification)
      .estimate(.minutes(2))

    Step("Undelete the tenant's files", id: "undelete") {
      estate.s3.undelete(estate.files, of: tenant, in: estate.live, shared: ["designs.id=designs/"], since: "\(deletedAt)")
    }
    .idempotent
    .estimate(.minutes(10))

    Reconcile(estate, tenant: tenant)
  }
}
