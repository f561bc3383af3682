import RunbookBase

extension Survey {
  /// A sequence and where it must stand at least.
  struct SequenceNeed: Sendable {
    var sequence: ColumnSequence
    /// The extreme value among the rows to insert.
    var extreme: Int
  }

  /// The sequences behind columns of rows to insert, each once, by name.
  var sequenceNeeds: [SequenceNeed] {
    var needs: [TableName: SequenceNeed] = [:]
    for plan in plans {
      for sequence in plan.target.sequences {
        guard let value = state(plan).extremes[sequence.column] else { continue }
        let old = needs[sequence.name]?.extreme ?? value
        needs[sequence.name] = SequenceNeed(sequence: sequence, extreme: sequence.increment > 0 ? max(old, value) : min(old, value))
      }
    }
    return needs.values.sorted { $0.sequence.name < $1.sequence.name }
  }

  /// How far a sequence has to go, read as it stands now; nil when it is far enough.
  func move(_ need: SequenceNeed) throws(Problem) -> SequenceMove? {
    let sequence = need.sequence
    let row = try bench.target.askOne("SELECT last_value, is_called FROM \(sequence.sql);", columns: 2)
    let last = try number(row[0])
    let next = last.addingReportingOverflow(row[1] == "t" ? sequence.increment : 0)
    let isBehind = sequence.increment > 0 ? next.partialValue <= need.extreme : next.partialValue >= need.extreme
    let goal = need.extreme.addingReportingOverflow(sequence.increment)
    // A sequence at its end cannot be moved; one that a value passed by never hands that value out.
    guard isBehind, !next.overflow, !goal.overflow, (sequence.minimum...sequence.maximum).contains(goal.partialValue) else { return nil }
    return SequenceMove(name: sequence.name.description, from: next.partialValue, to: goal.partialValue)
  }
}
