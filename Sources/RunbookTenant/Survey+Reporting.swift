import RunbookBase

extension Survey {
  /// Asks the further questions that a person decides by, and puts all into one value.
  mutating func report() throws(Problem) -> TenantDiff {
    try noteLeftOutColumns()
    try noteLinks()
    try noteRoot()
    try look()
    var tables: [TableDiff] = []
    for plan in plans {
      let state = state(plan)
      var table = TableDiff(
        name: "\(plan.name)", via: "\(plan.via)", inDump: state.inDump, toInsert: state.toInsert, same: state.same,
        conflicting: state.conflicting, onlyInProduction: state.onlyInProduction, collisions: [], dangling: [], samples: [])
      if state.toInsert + state.conflicting > 0 {
        bench.configuration.log("looking for collisions in \(plan.name)")
        table.collisions = try CollisionCheck(survey: self, plan: plan).run()
        table.dangling = try DanglingCheck(survey: self, plan: plan).run()
        table.samples = try ConflictSamples(survey: self, plan: plan).run()
      }
      refuse(table)
      tables.append(table)
    }
    guard tables.contains(where: { $0.inDump > 0 }) || !refusals.isEmpty else {
      throw Problem(
        .parameterRejected, "the dump holds no row of tenant \(Printable.text(bench.configuration.tenant).debugDescription)",
        details: ["tables searched: " + plans.map(\.name.description).joined(separator: ", ")],
        hint: "check the tenant and the time of the dump")
    }
    var moves: [SequenceMove] = []
    for need in sequenceNeeds {
      guard let move = try move(need) else { continue }
      moves.append(move)
      if !need.sequence.isOwned { refusals.append("\(move.name): \(role) may not move the sequence, which takes its owner") }
    }
    return TenantDiff(
      tenant: bench.configuration.tenant, tables: tables, sequences: moves, refusals: refusals, notes: notes,
      conflicts: bench.configuration.conflicts, triggers: bench.configuration.triggers, digest: digest,
      others: others)
  }

  /// The looks of diff and apply alike: for what production itself would accept, and so would be written although the diff refused it.
  ///
  /// Collisions and dangling keys are not among them: production's own indexes and keys refuse those rows.
  mutating func look() throws(Problem) {
    try refuseUnfollowed()
    try judgeCascades()
    try refuseFollowers()
    refuseRights()
  }

  private mutating func refuse(_ table: TableDiff) {
    if table.conflicting > 0 && bench.configuration.conflicts == .refuse {
      refusals.append(
        "\(table.name): \(table.conflicting) rows are in production with other content; decide whether to keep or to restore them")
    }
    for finding in table.collisions {
      refusals.append("\(table.name): \(finding.count) rows collide in \(finding.rule): \(finding.samples.joined(separator: "; "))")
    }
    for finding in table.dangling {
      refusals.append(
        "\(table.name): \(finding.count) rows point at nothing by \(finding.rule): \(finding.samples.joined(separator: "; "))")
    }
  }
}
