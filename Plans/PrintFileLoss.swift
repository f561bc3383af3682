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
  public static let differences = [
    PrintFlow.declared,
    "the path comes from the database, not from a listing by prefix (hazard 9)",
    "the customer reads what is being done from the first minute, until a whole PDF is there again",
    "the file is made again under the path that the order has, so that nothing has to be linked anew",
  ]

  let estate: PrintFlow
  let order = Parameter<OrderID>("order", "The order whose print file is lost")
  let version = Parameter<VersionID>("version", "The id of a good prior version, if there is one: aws s3api list-object-versions")
  let path = Output<ObjectKey>("stored-path")
  /// The tenant's own bucket, or the one of everybody.
  let bucket = Output<BucketName>("bucket")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition(
      "the order is paid",
      Probe(
        estate.postgres.query(
          "SELECT count(*) FROM orders WHERE id::text = :'order' AND paid_at IS NOT NULL", in: estate.live,
          variables: ["order": order.text]), .equals("1")),
      remedy: "check the order's id; what was not paid for has no print file")
    estate.ownBucketsAreNamed
    Precondition(
      "the application can tell customers that a file is being mended", estate.app.knows("print-files:hold"),
      remedy: "build it as an artisan command: seed §5.3")
  }

  private var files: Bucket<Production> { Bucket("\(bucket)", beside: estate.files) }

  /// The steps of §5.3.
  public var body: [Step] {
    Step("Resolve the order's print file", id: "resolve") {
      estate.postgres.query(
        """
        SELECT json_build_object('path', coalesce(o.design_print_ready_file->>'image', d.print_ready_file->>'image'),
            'bucket', \(estate.files.sqlName(ofTenant: "o.tenant_id")))
          FROM orders o
          LEFT JOIN order_items i ON i.id = o.main_item_id LEFT JOIN designer_documents d ON d.id = i.document_id
         WHERE o.id::text = :'order'
        """, in: estate.live,
        variables: estate.files.bucketVariables.merging(["order": order.text]) { $1 })
    }
    .capture(path, .json("path"))
    .capture(bucket, .json("bucket"))
    .estimate(.minutes(1))
    Step("Tell the customer that the file is being mended", id: "hold") { estate.app.holdPrintFile(of: order.text) }
      .on(estate.app.host)
      .owes("let the customer of order \(order) download again")
      .idempotent
      .estimate(.minutes(1))
    Step("List the file's versions", id: "versions") { estate.s3.listVersions(of: path.text, in: files) }
      .estimate(.minutes(1))
    Decision("Is there a good prior version of \(path)?", id: "version", by: .restoreOperator) {
      When("yes") { ObjectRestore(estate, key: path.text, version: version.text, in: files) }
      When("no") {
        Step("Have the file made again for this order's design", id: "regenerate") {
          estate.app.requeuePrintFile(of: order.text)
        }
        .on(estate.app.host)
        .idempotent
        .estimate(.minutes(1))
        Check("The file is made", id: "made", estate.s3.ends(of: path.text, in: files), .atLeast("2"), within: .minutes(10))
          .marked(.verification)
          .estimate(.minutes(5))
      }
    }
    Step("Reconcile the order, and let the customer in when its file is whole", id: "reconcile") {
      estate.app.reconcileStorage(order: order.text)
    }
    .on(estate.app.host)
    .idempotent
    .marked(.reconcile)
    .estimate(.minutes(1))
    Check(
      "The customer's download opens", id: "download", estate.website.pdfEnds("/orders/\(order)/print-file"), .atLeast("2"),
      within: .minutes(1)
    )
    .marked(.verification)
    .settles("let the customer of order \(order) download again")
    Step("Tell the print shop", id: "tell-print-shop") {
      estate.chat.say("The print file of order \(order) is whole again: it can be printed.")
    }
    .idempotent
    .marked(.notify)
    .estimate(.minutes(1))
  }
}
