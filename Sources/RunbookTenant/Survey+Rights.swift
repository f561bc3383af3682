import RunbookBase

extension Survey {
  /// The role in production, as a person reads it.
  var role: String { Printable.text(bench.configuration.target.user) }

  /// Refuses before the first row is read where row-level security would keep rows from the role.
  func requireAllRows() throws(Problem) {
    for (catalog, place) in [(dump, "the scratch database"), (production, "production")] {
      let hiding = plans.map(\.name).filter { catalog.tables[$0]?.hidesRows == true }.sorted().map(\.description)
      guard hiding.isEmpty else {
        throw Problem(
          .preconditionNotMet, "row-level security hides rows of \(hiding.joined(separator: ", ")) from \(role) in \(place)",
          hint: "use a role with BYPASSRLS, or the tables' owner where row-level security is not forced")
      }
    }
  }

  /// Refuses what the role may not do although the apply needs it, so that nobody approves what then fails.
  mutating func refuseRights() {
    let (work, overwrites) = (plans.filter(isInserted), plans.filter(isOverwritten))
    guard !work.isEmpty || !overwrites.isEmpty else { return }
    for plan in plans {
      if !plan.target.isLockable { refusals.append("\(plan.name): \(role) may not lock it, which takes UPDATE or DELETE") }
      let columns = plan.columns.compactMap { plan.target.column($0.name) }
      if isInserted(plan) && !columns.allSatisfy(\.isInsertable) { refusals.append("\(plan.name): \(role) may not insert into it") }
      if isOverwritten(plan) && !plan.overwritten.compactMap({ plan.target.column($0.name) }).allSatisfy(\.isUpdatable) {
        refusals.append("\(plan.name): \(role) may not update it")
      }
      let isSwitched = bench.configuration.triggers == .disabled && (isInserted(plan) || isOverwritten(plan))
      if isSwitched && !plan.target.triggers.filter(\.isFiring).allSatisfy(\.isOwned) {
        refusals.append("\(plan.name): \(role) may not switch off its triggers, which takes the table's owner")
      }
    }
    let isCircular = writes.contains { $0.inserted.count > 1 }
    if !production.server.takesTemporary && (isCircular || !overwrites.isEmpty) {
      refusals.append(
        "\(role) may not make temporary tables in \(Printable.text(bench.configuration.target.database)),"
          + " and tables in a circle or rows to overwrite need one")
    }
  }

  /// Whether rows of a table will be inserted.
  func isInserted(_ plan: TablePlan) -> Bool { state(plan).toInsert > 0 }

  /// Whether rows of a table will be overwritten.
  func isOverwritten(_ plan: TablePlan) -> Bool { bench.configuration.conflicts == .restore && state(plan).conflicting > 0 }
}
