import Operations
public import Runbooks

/// §3.1 From a logical dump, into a database of its own beside production.
public struct DumpRestore: Runbook {
  /// The name on the command line.
  public static let name = "dump-restore"
  /// The title.
  public static let title = "Restore a logical dump beside production"
  /// The section of the seed.
  public static let section = "§3.1"
  /// RTO 1–4 h, RPO ≤ 24 h (last dump).
  public static let objectives = Objectives(rto: .hours(4), rpo: .hours(24))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "the database is new, so --clean is not needed; the appendix's “pg_restore -d live_db --clean” drops live objects (hazard 11)",
    "--no-owner --no-privileges: it belongs to the role that restores, for a role of the dump that this server lacks ends a restore",
  ]

  let estate: PrintFlow
  let dump = Parameter<DumpFile>("dump", "The dump to restore")
  let tenants = Output<Count>("tenants")
  let orders = Output<Count>("orders")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  var restored: Database<Scratch> { Database("live_db_restored", on: estate.postgres) }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition("production's PostgreSQL answers", estate.postgres.answers, remedy: "start PostgreSQL, or restore with full-restore")
    Precondition(
      "the dump can be read to its end", Probe(estate.postgres.readThrough(dump)),
      remedy: "choose another dump; this one is missing, truncated or no pg_dump -Fc file (§2.2)")
    Precondition(
      "there is no \(restored) yet", Probe(estate.postgres.exists(restored), .equals("0")),
      remedy: "look whether somebody still needs it, then drop it")
  }

  /// The steps of §3.1's last block.
  public var body: [Step] {
    Step("Create \(restored) and restore the dump into it", id: "restore") {
      estate.postgres.create(restored)
      estate.postgres.restore(dump, into: restored, jobs: 4)
    }
    .undo { estate.postgres.drop(restored) }
    .estimate(.minutes(30))
    Check("It holds tenants", id: "tenants", estate.postgres.query("SELECT count(*) FROM tenants", in: restored), .atLeast("1"))
      .capture(tenants)
      .marked(.verification)
    Check("It holds orders", id: "orders", estate.postgres.query("SELECT count(*) FROM orders", in: restored), .atLeast("1"))
      .capture(orders)
      .marked(.verification)
    Gate("\(restored) holds \(tenants) tenants and \(orders) orders: let people use it", id: "hand-over")
    Manual("Give those who asked for \(restored) their grants on it: it has its creator's alone, whatever the dump says", id: "grants")
      .estimate(.minutes(5))
    Manual("Tell who asked for it that \(restored) is there, and when it may be dropped", id: "tell")
      .estimate(.minutes(5))
  }
}
