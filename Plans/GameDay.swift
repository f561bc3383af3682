import Operations
public import Runbooks

/// §4.1 The monthly game day: a region outage played with people, all of it in scratch.
public struct GameDay: Runbook {
  /// The name on the command line.
  public static let name = "game-day"
  /// The title.
  public static let title = "Game day, monthly: the loss of a region, played with people, in scratch"
  /// The section of the seed.
  public static let section = "§4.1"
  /// As §5.5, which it plays.
  public static let objectives = RegionOutage.objectives
  /// It writes to nothing in production.
  public static let isDrill = true
  /// Every month.
  public static let cadence: Duration? = .hours(31 * 24)
  /// Where it is safer than the seed's own commands.
  public static let differences =
    Drill.differences.filter { !$0.hasPrefix("it recovers to") && !$0.hasPrefix("it is due weekly") } + [
      "the backup set is the newest that ended before the moment; without one pgBackRest restores the latest (hazard 4)",
      "production's name in DNS is left alone: what would be repointed is said and written down",
    ]

  let estate: PrintFlow
  let since = Parameter<Timestamp>("since", "When the exercise was declared; the time to recover counts from here")
  let target = Parameter<Timestamp>("recover-to", "The moment to recover to; something must have been written after it")
  let production = ProductionState()
  let scratch: ScratchDrill

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
    scratch = ScratchDrill(estate: estate, pgBackRest: estate.drills.away, target: target)
  }

  /// What must hold before anything is made.
  public var preconditions: [Precondition] { scratch.preconditions }

  /// The steps of §5.5, in scratch, with what §4.3 to §4.5 ask of a drill.
  public var body: [Step] {
    Group("Declare", id: "declare") {
      Gate("Begin the exercise: the region counts as lost since \(since); nothing but scratch is touched", id: "begin")
      Manual("Tell staff and print shops that this is an exercise", id: "announce", by: .commsLead)
        .marked(.notify)
        .estimate(.minutes(5))
      Manual("Ring everybody of the call tree from the offline copy; note who answered and how long it took (seed §6.2)", id: "call-tree")
        .estimate(.minutes(15))
    }
    production.note(estate, upTo: "\(target)")
    Check(
      "Nobody can lift the lock of the offsite dumps", id: "immutable", estate.s3.lockMode(estate.drills.dumps), .equals("COMPLIANCE"))
    scratch.restoreDatabase
    scratch.restoreFiles
    Group("Move the application", id: "move") {
      Manual(
        "Fetch the application's secrets from the secrets manager as if the old region were gone; note what was missing", id: "secrets"
      )
      .estimate(.minutes(10))
      scratch.startApplication
      Manual("Say what would be repointed in DNS and by whom, and how long the old answer lives (TTL); change nothing", id: "dns")
        .estimate(.minutes(5))
    }
    Verification(
      estate, scratch.database, files: estate.drills.ground.bucket, website: estate.drills.ground.app.website, against: production,
      promised: Self.objectives)
    Manual(
      "Walk a real order through the scratch shop: find it, open its print file, see its invoice; note its number", id: "walk-an-order"
    )
    .estimate(.minutes(10))
    Manual("Say that the exercise is over, and what a customer would have lost", id: "over", by: .commsLead)
      .marked(.notify)
      .estimate(.minutes(5))
    scratch.teardown
    scratch.report(to: estate.drills.monthlyHeartbeat)
  }
}
