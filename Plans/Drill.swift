import Operations
public import Runbooks

/// §4.1, §4.2 The weekly drill of the critical tier; nobody is needed for it.
public struct Drill: Runbook {
  /// The name on the command line.
  public static let name = "drill"
  /// The title.
  public static let title = "Restore drill, weekly: database, a slice of the files, application, in scratch"
  /// The section of the seed.
  public static let section = "§4.2"
  /// RTO 1–4 h, RPO ≤ 5 min (§4.3).
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// It writes to nothing in production.
  public static let isDrill = true
  /// Every week.
  public static let cadence: Duration? = .hours(7 * 24)
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "it is due weekly, more often than the month for which backup sets are kept (seed §2.1, §4.1); who keeps them shorter drills more often",
    "the restore names a scratch data directory, does not archive, and is not --delta: the seed's line restores over production (hazards 1, 2, 6)",
    "it recovers to the end of the archive, not to ten minutes ago: a quiet database never reaches a moment, and a lost segment shows as a gap",
    "the application has its own checkout and environment; APP_ENV=drill before a && b reaches a alone (hazard 3)",
    "SET CONSTRAINTS ALL IMMEDIATE checks no row that is there; every foreign key is counted instead (hazard 8)",
    "folder and bucket are made by the drill, marked with its run, and removed only when they are (hazard 13)",
  ]

  let estate: PrintFlow
  let production = ProductionState()
  let scratch: ScratchDrill

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
    scratch = ScratchDrill(estate: estate, pgBackRest: estate.pgBackRest, prefix: "designs/")
  }

  /// What must hold before anything is made.
  public var preconditions: [Precondition] { scratch.preconditions }

  /// The steps of §4.2 to §4.5.
  public var body: [Step] {
    production.note(estate)
    scratch.restoreDatabase
    scratch.restoreFiles
    scratch.startApplication
    Verification(
      estate, scratch.database, files: estate.drills.ground.bucket, website: estate.drills.ground.app.website, paths: estate.printFilePaths,
      against: production,
      promised: Self.objectives)
    scratch.teardown
    scratch.report(to: estate.drills.weeklyHeartbeat)
  }
}
