import RunbookBase

/// Everything that is found out about one tenant in both databases; the diff shows it, the apply acts on it.
struct Survey {
  let bench: Workbench
  let dump: Catalog
  let production: Catalog
  let membership: Membership
  /// The plans, parents first.
  private(set) var plans: [TablePlan] = []
  private(set) var states: [TableName: TableState] = [:]
  var refusals: [String] = []
  var notes: [String] = []
  /// Rows that are not the tenant's and went with its rows, by table.
  var others: [TenantDiff.Others] = []
  /// The tables left out on purpose.
  private(set) var excluded: Set<TableName> = []
  private var leftOut: [(plan: TablePlan, column: Column)] = []

  /// Reads both catalogs, finds the member tables and plans each.
  init(_ bench: Workbench) throws(Problem) {
    self.bench = bench
    let configuration = bench.configuration
    dump = try Catalog(bench.source)
    production = try Catalog(bench.target)
    guard dump.server.identity != production.server.identity else {
      throw Problem(
        .safetyRefusal, "scratch and production are the same database (\(configuration.target))",
        hint: "restore the dump into a database of its own and name that one as the source")
    }
    membership = try Membership(dump, tenantColumn: configuration.tenantColumn, root: configuration.root, with: configuration.with)
    excluded = try excludedTables()
    try checkTenant()
    let names = membership.members.keys.filter { !excluded.contains($0) }
    let order = InsertOrder.groups(Array(names), production.foreignKeys).flatMap { $0 }
    for (number, name) in order.enumerated() { try plan(number, name) }
    for name in excluded.sorted() { notes.append("\(name): left out as asked") }
    for name in production.tables.keys.sorted() where dump.tables[name] == nil {
      guard production.tables[name]?.column(Name(configuration.tenantColumn)) != nil else { continue }
      notes.append("\(name): new since the dump, nothing of it can be restored")
    }
  }

  /// A copy with a table's state filled in.
  mutating func set(_ state: TableState, for plan: TablePlan) { states[plan.name] = state }

  func state(_ plan: TablePlan) -> TableState { states[plan.name] ?? TableState() }

  func plan(of table: TableName) -> TablePlan? { plans.first { $0.name == table } }

  /// The dump's rows of the tenant, under an alias, that production lacks.
  func missing(_ plan: TablePlan, alias: SQL) -> SQL {
    let filter = membership.filter(plan.name, alias: alias, in: dump)
    guard state(plan).isStaged else { return filter }
    return "\(filter) AND NOT EXISTS (SELECT 1 FROM \(plan.staged) p WHERE \(plan.stagedJoin(alias)))"
  }

  /// The dump's rows, under the alias `s`, that would be written.
  func candidates(_ plan: TablePlan) -> SQL {
    let state = state(plan)
    let missing = plan.missing(hasStaged: state.isStaged)
    guard bench.configuration.conflicts == .restore, state.conflicting > 0 else { return missing }
    return "((\(missing)) OR (\(conflicting(plan))))"
  }

  /// The dump's rows, under the alias `s`, that differ from production's.
  func conflicting(_ plan: TablePlan) -> SQL {
    let join = SQL.all(zip(plan.stagedKeys, plan.keyTexts("s")).map { "x.\($0) = \($1)" })
    return "\(plan.sourceFilter) AND EXISTS (SELECT 1 FROM \(plan.differing) x WHERE \(join))"
  }

  private func excludedTables() throws(Problem) -> Set<TableName> {
    var excluded: Set<TableName> = []
    for spelling in bench.configuration.without {
      let meant = Set(membership.members.keys).union(membership.cascades.map(\.child)).filter { $0.isMeant(by: spelling) }
      guard meant.count == 1, let name = meant.first else {
        throw Problem(
          .parameterRejected, "\(Printable.text(spelling)) names \(meant.isEmpty ? "no table" : "several tables") of the tenant",
          details: membership.members.keys.sorted().map(\.description), hint: "write schema.table")
      }
      excluded.insert(name)
    }
    return excluded
  }

  /// Lets the server read the tenant's value as each type that the tenant columns have.
  private func checkTenant() throws(Problem) {
    var types: Set<SQL> = []
    for member in membership.members.values {
      switch member.via {
      case .root(let name), .column(let name): if let type = dump.tables[member.table]?.column(name)?.baseType { types.insert(type) }
      case .parents: break
      }
    }
    for type in types.sorted(by: { Name($0.text) < Name($1.text) }) {
      do throws(Problem) {
        try bench.source.run("SELECT current_setting('runbook.tenant')::\(type) IS NULL;")
      } catch {
        throw Problem(
          .parameterRejected, "\(Printable.text(bench.configuration.tenant).debugDescription) is no value of type \(type.text)",
          details: [error.summary], hint: "write the tenant as the tenant column holds it")
      }
    }
  }

  private mutating func plan(_ number: Int, _ name: TableName) throws(Problem) {
    guard let source = dump.tables[name] else { return }
    var outcome = TablePlan.Outcome()
    if let target = production.tables[name] {
      outcome = TablePlan.make(number, source, target, membership, dump, production)
    } else {
      outcome.refusals = ["\(name): production has no such table"]
    }
    if outcome.plan == nil || !outcome.refusals.isEmpty {
      let filter = membership.filter(name, alias: "s", in: dump)
      let row = try bench.source.askOne("SELECT count(*) FROM \(source.scanned) s WHERE \(filter);", columns: 1, keepingAlive: bench.target)
      let harmless = row[0] == "0"
      for refusal in outcome.refusals {
        if harmless {
          notes.append(refusal + "; the dump holds no row of the tenant in it")
        } else {
          refusals.append(refusal + " (\(row[0]) rows of the tenant)")
        }
      }
      if !harmless || outcome.plan == nil || !outcome.refusals.isEmpty { return }
    }
    notes += outcome.notes
    guard let plan = outcome.plan else { return }
    plans.append(plan)
    leftOut += outcome.leftOut.map { (plan, $0) }
  }

  /// Columns of the dump that production no longer has, with how many values stay behind.
  mutating func noteLeftOutColumns() throws(Problem) {
    for (plan, column) in leftOut where state(plan).inDump > 0 {
      let query: SQL = "SELECT count(s.\(column.sql)) FROM \(plan.source.scanned) s WHERE \(plan.sourceFilter);"
      let row = try bench.source.askOne(query, columns: 1, keepingAlive: bench.target)
      notes.append("\(plan.name).\(column.name): production no longer has this column; \(row[0]) values of the dump are left out")
    }
  }
}

/// The numbers of one table.
struct TableState: Hashable, Sendable {
  var inDump = 0
  var toInsert = 0
  var conflicting = 0
  var onlyInProduction = 0
  /// Whether production holds rows of the tenant, so that their keys were brought over.
  var isStaged = false
  /// Order-free sums over the keys to insert, and over keys and production's content of the rows that differ.
  var insertPrint = "all"
  var conflictPrint = "0"
  /// For each sequence of the table: the extreme value among the rows to insert.
  var extremes: [Name: Int] = [:]

  var same: Int { inDump - toInsert - conflicting }
}
