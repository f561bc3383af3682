import Operations
public import Runbooks

/// §4.5 What earlier drills left behind: said, and removed when a person says so.
public struct DrillTeardown: Runbook {
  /// The name on the command line.
  public static let name = "drill-teardown"
  /// The title.
  public static let title = "Take down what an earlier drill left behind"
  /// The section of the seed.
  public static let section = "§4.5"
  /// It is part of every drill.
  public static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
  /// It writes to nothing in production.
  public static let isDrill = true
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    "names that differ from production's by a suffix are no proof: a folder or bucket without a drill's mark is refused (hazard 13)"
  ]

  let estate: PrintFlow
  let folder = Output<DrillMark>("folder-of")
  let bucket = Output<DrillMark>("bucket-of")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  private var ground: DrillGround { estate.drills.ground }

  /// What must hold before anything is removed.
  public var preconditions: [Precondition] {
    estate.drillIsIsolated
    ground.isADrills(estate.s3)
  }

  /// The steps of §4.5.
  public var body: [Step] {
    Step("See what is there, and which run made it", id: "look") { ground.leftovers(estate.s3) }
      .capture(folder, .json("folder"))
      .capture(bucket, .json("bucket"))
      .idempotent
    Decision("Remove the server and the folder \(ground.folder), made by \(folder)?", id: "folder", by: .restoreOperator) {
      When("remove") {
        Step("Stop the scratch application", id: "application") { ground.app.stop() }
          .idempotent
        Step("Stop the scratch server", id: "server") { ground.cluster.stop() }
          .verify(ground.cluster.isStopped)
          .idempotent
        Step("Remove the scratch folder", id: "remove") { ground.remove() }
          .precondition(estate.drillIsIsolated)
          .precondition(ground.isADrills(estate.s3))
          .verify(ground.isGone)
          .idempotent
      }
      When("leave")
    }
    .chosen("leave", when: folder, is: .none)
    Decision("Remove the bucket \(ground.bucket), made by \(bucket), with all that is in it?", id: "bucket", by: .restoreOperator) {
      When("remove") {
        Step("Remove the scratch bucket", id: "remove") { estate.s3.remove(ground.bucket) }
          .precondition(estate.drillIsIsolated)
          .precondition(ground.isADrills(estate.s3))
          .verify(estate.s3.isGone(ground.bucket))
          .inDoubt(estate.s3.isGone(ground.bucket))
      }
      When("leave")
    }
    .chosen("leave", when: bucket, is: .none)
  }
}
