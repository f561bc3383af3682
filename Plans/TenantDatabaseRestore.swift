import Operations
public import Runbooks

/// §3.3 Single-tenant restore, path B: the tenant has a database of its own.
public struct TenantDatabaseRestore: Runbook {
  /// The name on the command line.
  public static let name = "tenant-database-restore"
  /// The title.
  public static let title = "Single-tenant restore, path B: the tenant has a database of its own"
  /// The section of the seed.
  public static let section = "§3.3"
  /// As path A.
  public static let objectives = TenantRestore.objectives
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "the dump is restored beside the tenant's database and takes its place by two renames in one transaction; nothing is overwritten",
    "a dump of another database is refused: another tenant's data under this tenant's name would be worse than the loss",
    "what was replaced is kept as …_damaged until a person decides about it, once the tenant has confirmed",
    "the database comes back from its own dump; a pgBackRest stanza restores whole clusters, never one database in place",
    "undelete removes only the delete markers since the deletion began, page by page; the seed's query shows the first page",
  ]

  static let copy: Text = "decide what becomes of the damaged copy"

  let estate: PrintFlow
  let database = Parameter<TenantDatabaseName>("database", "The tenant's own database")
  let tenant = Parameter<TenantID>("tenant", "The tenant that it belongs to, for its files")
  let dump = Parameter<DumpFile>("dump", "The dump of that database to restore from")
  let deletedAt = Parameter<Timestamp>("deleted-at", "When the deletion began; only files deleted since then come back")

  let begun = Output<Timestamp>("dump-begun")
  let rows = Output<Count>("rows-restored")
  let number = Output<Count>("database-number")
  let standing = Output<DatabaseStanding>("standing")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  var postgres: PostgreSQL { estate.postgres }
  var own: TenantDatabase { TenantDatabase(database, on: postgres) }

  /// What must hold before anything is touched; whether the tenant's database is still there is looked at by a step.
  public var preconditions: [Precondition] {
    Precondition("production's PostgreSQL answers", postgres.answers, remedy: "if it is down, this is §5.1: full-restore")
    Precondition(
      "the dump can be read to its end", Probe(postgres.readThrough(dump)),
      remedy: "choose another dump; this one is missing, truncated or no pg_dump -Fc file (§2.2)")
    Precondition(
      "the dump was made of \(database)", own.isOrigin(of: dump),
      remedy: "choose the tenant's own dump; a dump of live_db goes through tenant-restore")
    Precondition(
      "there is no \(own.restored) yet", own.isGone(own.restored),
      remedy: "finish or abort the run that made it, then drop it")
    Precondition(
      "there is no \(own.damaged) yet", own.isGone(own.damaged),
      remedy: "an earlier restore kept it: ask the tenant, and drop it or give it another name")
    Precondition(
      "\(estate.files) keeps versions", estate.s3.keepsVersions(estate.files), remedy: "without versioning no file comes back: seed §2.3")
  }

  /// The steps of §3.3 path B.
  public var body: [Step] {
    beside
    takePlace
    Step("Undelete the tenant's files", id: "undelete") {
      estate.s3.undelete(estate.files, of: tenant, in: own.current, shared: ["designs.id=designs/"], since: "\(deletedAt)")
    }
    .idempotent
    .estimate(.minutes(10))
    Reconcile(
      estate, tenant: tenant,
      place: Reconcile.Place(database: own.current, bucket: estate.files, app: estate.app, environment: estate.environment, answers: false))
    Manual("Let the tenant look at its orders and files, and write down who confirmed that they are back", id: "confirm-with-tenant")
    damagedCopy
  }

  /// The dump in a database of its own; the tenant's is only looked at.
  @StepsBuilder var beside: [Step] {
    Step("Look whether \(database) is still there", id: "standing") { own.standing(of: own.current) }
      .capture(standing)
    Step("Write down when the dump was begun", id: "dump-begun") { postgres.began(dump) }
      .capture(begun)
    Step("Restore the dump into \(own.restored)", id: "restore") {
      postgres.create(own.restored)
      postgres.restore(dump, into: own.restored, jobs: 4)
    }
    .owes(
      "drop \(own.restored), unless it took the place of \(database)", settledBy: postgres.drop(own.restored),
      when: own.isGone(own.restored)
    )
    .undo { postgres.drop(own.restored) }
    .estimate(.minutes(20))
    Check("It holds rows", id: "rows", own.countRows(in: own.restored), .atLeast("1"))
      .capture(rows)
      .estimate(.minutes(2))
    Step("Write down the server's number of \(own.restored)", id: "number") { own.number(of: own.restored) }
      .capture(number)
  }

  /// The swap and the proof that the right database stands there now.
  @StepsBuilder var takePlace: [Step] {
    Gate(
      """
      Put \(own.restored) (\(rows) rows) in the place of \(database), which is \(standing) now. If it is there, its connections end, \
      and it is kept as \(own.damaged) with what was written since \(begun)
      """, id: "approve")
    Step("End the connections and rename both databases", id: "swap") { own.swapIn(number) }
      .verify(own.number(of: own.current), .equals("\(number)"))
      .owes(Self.copy)
      .undo { own.swapBack(number) }
      .idempotent
      .estimate(.minutes(1))
    Check("\(database) is the restored database", id: "identity", own.number(of: own.current), .equals("\(number)"))
      .marked(.verification)
    Check("\(database) holds the dump's rows", id: "rows-back", own.countRows(in: own.current), .atLeast("\(rows)"))
      .marked(.verification)
      .estimate(.minutes(2))
    Manual("Give \(database) again the grants and settings that other roles had: the restored one has its creator's alone", id: "grants")
      .estimate(.minutes(5))
  }

  /// Nothing is dropped unless a person says so.
  @StepsBuilder var damagedCopy: [Step] {
    Decision("What becomes of \(own.damaged)?", id: "damaged-copy") {
      When("keep") {
        Manual("Write down who drops \(own.damaged), and when", id: "keep").settles(Self.copy)
      }
      When("drop") {
        Gate(
          "Drop \(own.damaged) for good: the tenant has confirmed, and what was written since \(begun) is nowhere else",
          id: "approve-drop")
        Step("Drop \(own.damaged)", id: "drop") { own.dropDamaged() }
          .verify(own.isGone(own.damaged))
          .settles(Self.copy)
          .idempotent
          .estimate(.minutes(1))
      }
      When("none") {
        Check("There is no \(own.damaged)", id: "none", own.standing(of: own.damaged), .equals("gone"))
          .estimate(.minutes(1))
          .settles(Self.copy)
      }
    }
    .chosen("none", when: standing, is: .gone)
  }
}
