import Operations
public import Runbooks

/// §5.3 A print file that was lost or damaged after payment.
public struct PrintFileLoss: Runbook {
  /// The name on the command line.
  public static let name = "print-file-loss"
  /// The title.
  public static let title = "Lost or corrupt print file after payment"
  /// The section of the seed.
  public static let section = "§5.3"
  /// RTO < 1 h, RPO near zero.
  public static let objectives = Objectives(rto: .hours(1), rpo: .minutes(1))
  /// Where it is safer than the seed's own commands.
  public static let differences = ["the path comes from the database, not from a listing by prefix (hazard 9)"]

  let estate: PrintFlow
  let order = Parameter<OrderID>("order", "The order whose print file is lost")
  let key = Parameter<ObjectKey>("key", "The key of its print file, as the order has it")
  let version = Parameter<VersionID>("version", "The id of a good prior version, if there is one")
  let path = Output<ObjectKey>("stored-path")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// The steps of §5.3.
  public var body: [Step] {
    Step("Resolve the order's print file", id: "resolve") {
      estate.postgres.query(
        "SELECT design_print_ready_file->>'image' FROM orders WHERE id::text = :'order'", in: estate.live, variables: ["order": "\(order)"])
    }
    .capture(path)
    Check(
      "The order is paid", id: "paid",
      estate.postgres.query(
        "SELECT count(*) FROM orders WHERE id::text = :'order' AND paid_at IS NOT NULL", in: estate.live, variables: ["order": "\(order)"]),
      .equals("1"))
    Decision("Is there a good prior version of \(path)?", id: "version", by: .restoreOperator) {
      When("yes") { ObjectRestore(estate, key: key, version: version) }
      When("no") {
        Manual("Regenerate the file with the pdf-service for this order's design (idempotent), and link it again", id: "regenerate")
          .estimate(.minutes(15))
      }
    }
    Check(
      "The customer's download opens", id: "download", estate.website.fetch("/orders/\(order)/print-file"), .succeeds, within: .minutes(1))
    Manual("Tell the print shop that order \(order) can be printed", id: "tell-print-shop", by: .commsLead)
      .marked(.notify)
      .estimate(.minutes(5))
  }
}
