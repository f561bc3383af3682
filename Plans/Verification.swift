import Operations
import Runbooks

/// §4.3 What to verify after a restore, of production's own realm or of a drill's; every check can fail and leaves its value in the log.
struct Verification<R: Realm>: Runbook {
  static var name: String { "verification" }
  static var title: String { "Verify what was restored" }
  static var section: String { "§4.3" }
  static var objectives: Objectives { Objectives(rto: .minutes(30), rpo: .minutes(5)) }

  let estate: PrintFlow
  let database: Database<R>
  let files: Bucket<R>
  let website: Website
  /// Where the database stores paths whose objects were restored with it.
  let paths: [PathColumn]
  /// What production holds, where it is there to be asked.
  let production: ProductionState?
  let promised: Objectives
  /// Where the point that was reached is written for the report, when no step before did.
  let recovered: Output<Timestamp>?
  let printFile = Output<ObjectKey>("print-file")
  /// The bucket that it lies in: the tenant's own, or the one of everybody.
  let printBucket = Output<BucketName>("print-file-bucket")

  /// The checks of a restored database and its bucket.
  ///
  /// - Parameters:
  ///   - paths: the restored slice; nil for every path.
  ///   - production: what the restored database is compared with, in a drill.
  ///   - promised: the objectives of the run that includes the checks.
  ///   - recovered: takes the time of the newest order that came back, for the report's RPO.
  init(
    _ estate: PrintFlow, _ database: Database<R>, files: Bucket<R>, website: Website, paths: [PathColumn]? = nil,
    against production: ProductionState? = nil,
    promised: Objectives, recovered: Output<Timestamp>? = nil
  ) {
    self.recovered = recovered
    self.estate = estate
    self.database = database
    self.files = files
    self.website = website
    self.paths = paths ?? estate.paths
    self.production = production
    self.promised = promised
  }

  private var postgres: PostgreSQL { database.server }

  var body: [Step] {
    Check(
      "The restore took no longer than promised", id: "duration", Measures.elapsed(),
      .json("seconds", .atMost("\(String(promised.rto.wholeSeconds))")))
    point
    Concurrently("Key tables hold their rows", id: "row-counts") {
      for table in ProductionState.tables { count(table) }
    }
    Check(
      "Every foreign key finds its row", id: "integrity", postgres.query(Self.danglingKeys, in: database),
      .all([.json("keys", .atLeast("1")), .json("dangling", .equals("0"))]))
    Step("Pick a paid order and resolve its print file", id: "known-order") {
      postgres.query(
        """
        SELECT json_build_object('file', o.design_print_ready_file->>'image', 'bucket', \(files.sqlName(ofTenant: "o.tenant_id"))) \
        FROM orders AS o WHERE o.paid_at IS NOT NULL AND o.design_print_ready_file IS NOT NULL ORDER BY random() LIMIT 1
        """, in: database, variables: files.bucketVariables)
    }
    .capture(printFile, .json("file"))
    .capture(printBucket, .json("bucket"))
    .idempotent
    Check(
      "The order's print file opens", id: "print-file", estate.s3.opens(printFile, in: Bucket("\(printBucket)", beside: files)),
      .json("opens", .equals("true")))
    Group("The application boots", id: "application") {
      Check("The application is up", id: "up", website.status("/up"), .equals("200"), within: .minutes(2))
      Check("A page of the storefront loads", id: "storefront", website.status("/"), .equals("200"), within: .seconds(20))
      // Without a name and a password: what counts is that it is answered, and not by a server error.
      Check(
        "Staff who log in are answered", id: "admin", website.status("/admin/login", method: "POST"),
        .all([.atLeast("200"), .atMost("499")]), within: .seconds(20))
    }
    Check(
      "Every stored path has its object", id: "storage",
      Reconciler(database, files, columns: paths, environment: estate.environment).report(),
      .all([
        .json("counts.ok", .atLeast("1")), .json("counts.missing", .equals("0")), .json("counts.restorable", .equals("0")),
        .json("counts.zero-size", .equals("0")),
      ]))
    manualSteps
  }

  /// In a drill the trend must not rise; in an incident the number is written down, and nobody is kept from recovering by it.
  @StepsBuilder private var manualSteps: [Step] {
    if production == nil {
      Check("How many steps needed a person is known", id: "manual-steps", Measures.manualSteps(), .json("steps", .atLeast("0")))
        .marked(.verification)
    } else {
      Check(
        "No more steps needed a person than the last time", id: "manual-steps", Measures.manualSteps(),
        .all([.json("steps", .atLeast("0")), .json("more", .equals("0"))])
      )
      .marked(.verification)
    }
  }

  /// How much is missing against production; without production to ask, the newest thing that came back.
  @StepsBuilder private var point: [Step] {
    if let production {
      Check(
        "What was written last came back", id: "recovered-point",
        postgres.query(
          """
          SELECT json_build_object('recovered', to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), \
          'gap', greatest(0, ceil(extract(epoch FROM :'newest'::timestamptz - max(created_at))))::bigint) FROM orders
          """, in: database, variables: ["newest": "\(production.newest)"]),
        .all([.json("recovered", .printsSomething), .json("gap", .atMost("\(String(promised.rpo.wholeSeconds))"))])
      )
      .capture(production.recovered, .json("recovered"))
      .capture(production.gap, .json("gap"))
    } else {
      let newest = Check(
        "The newest order that came back is known", id: "recovered-point",
        postgres.query("SELECT to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM orders", in: database),
        .printsSomething)
      if let recovered { newest.capture(recovered) } else { newest }
    }
  }

  /// One key table: the rows that production has, give or take one in a hundred; without production, any rows at all.
  private func count(_ table: String) -> Step {
    let id = "rows-\(StepID.slug(table))"
    guard let expected = production?.rows[table] else {
      return Check("\(table) holds rows", id: id, postgres.query("SELECT count(*) FROM \(table)", in: database), .atLeast("1")).step
    }
    return Check(
      "\(table) holds as many rows as production, give or take 1 %", id: id,
      postgres.query(
        """
        SELECT json_build_object('rows', count(*), 'beyond', greatest(0, abs(count(*) - :'expected'::bigint) - greatest(10, :'expected'::bigint / 100))) \
        FROM \(table)
        """, in: database, variables: ["expected": "\(expected)"]),
      .all([.json("rows", .atLeast("1")), .json("beyond", .equals("0"))])
    ).step
  }

  /// Counts, over every foreign key of the database, the rows that point at nothing; `SET CONSTRAINTS` checks no row that is there (hazard 8).
  private static var danglingKeys: Text {
    """
    SELECT json_build_object('keys', count(*), 'dangling', coalesce(sum(dangling), 0)) FROM (SELECT \
    (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s AS c WHERE %s AND NOT EXISTS (SELECT FROM %s AS p WHERE %s)', \
    k.conrelid::regclass, pairs.filled, k.confrelid::regclass, pairs.equal), false, true, '')))[1]::text::bigint AS dangling \
    FROM pg_constraint AS k CROSS JOIN LATERAL (SELECT string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS filled, \
    string_agg(format('c.%I = p.%I', a.attname, f.attname), ' AND ') AS equal FROM unnest(k.conkey, k.confkey) AS u(child, parent) \
    JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.child \
    JOIN pg_attribute AS f ON f.attrelid = k.confrelid AND f.attnum = u.parent) AS pairs WHERE k.contype = 'f') AS keys
    """
  }
}

/// What production held when a drill began; production is only read.
struct ProductionState: Sendable {
  /// §4.3's key tables.
  static let tables = ["tenants", "orders", "customers", "designer_documents", "invoices"]

  let newest = Output<Timestamp>("newest-order")
  let rows = Dictionary(uniqueKeysWithValues: tables.map { ($0, Output<Count>("rows-\(StepID.slug($0))")) })
  let recovered = Output<Timestamp>("recovered-to")
  let gap = Output<Count>("recovery-gap")

  /// Reads it: the newest order, up to a moment if one is given, and the rows of the key tables.
  func note(_ estate: PrintFlow, upTo moment: Text? = nil) -> Step {
    let counts = Self.tables.map { "'\($0)', (SELECT count(*) FROM \($0))" }.joined(separator: ", ")
    let limit = moment == nil ? "" : " WHERE created_at <= :'moment'"
    var step = Step("Note what production holds now", id: "production") {
      estate.postgres.query(
        Text(
          "SELECT json_build_object('newest', (SELECT to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
            + "FROM orders\(limit)), \(counts))"), in: estate.live, variables: moment.map { ["moment": $0] } ?? [:])
    }
    .capture(newest, .json("newest"))
    .idempotent
    .estimate(.minutes(2))
    for table in Self.tables { if let output = rows[table] { step = step.capture(output, .json(table)) } }
    return step
  }
}
