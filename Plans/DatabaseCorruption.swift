public import Runbooks

/// §5.1 Production database corrupted, or data lost.
public struct DatabaseCorruption: Runbook {
  /// The name on the command line.
  public static let name = "db-corruption"
  /// The title.
  public static let title = "Production database corrupted or data lost"
  /// The section of the seed.
  public static let section = "§5.1"
  /// RTO 1–4 h, RPO ≤ 5 min.
  public static let objectives = Objectives(rto: .hours(4), rpo: .minutes(5))
  /// As the restores that it includes, each of them once.
  public static let differences =
    [
      PrintFlow.declared, "the status page is told once the application is closed: every minute before that is lost data",
    ] + PointInTime.differences
    + FullRestore.differences.filter { !PointInTime.differences.contains($0) }

  let estate: PrintFlow

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// The steps of §5.1.
  public var body: [Step] {
    // §5.1 step 1: while people look for the cause, nobody writes what the restore takes away again.
    estate.closed
    Manual("Post “investigating” on the status page within 15 minutes of the alert", id: "first-status", by: .commsLead)
      .marked(.notify)
      .estimate(.minutes(5))
    Decision("Was it one bad event at a known time, or is the database corrupted in general?", id: "cause") {
      When("one bad event") { PointInTime(estate, isClosed: true) }
      When("general corruption") { FullRestore(estate, isClosed: true) }
    }
    Manual("Post the resolution, with the data loss, on the status page", id: "resolution", by: .commsLead)
      .marked(.notify)
      .estimate(.minutes(5))
  }
}
