extension TenantDiff {
  /// The difference as a terminal shows it, without colour; names and values cannot steer the terminal.
  public var text: String {
    var lines = [summary, ""]
    lines += TenantDiff.aligned(
      [["table", "in dump", "to insert", "same", "differ", "only in production", "found by"]]
        + tables.map { table in
          [
            table.name, "\(table.inDump)", "\(table.toInsert)", "\(table.same)", "\(table.conflicting)", "\(table.onlyInProduction)",
            table.via,
          ]
        })
    for table in tables where !table.samples.isEmpty {
      lines += ["", "\(table.name): \(table.conflicting) rows differ, for example"]
      for sample in table.samples {
        lines.append("  \(sample.key)")
        lines += sample.columns.map { "    \($0.name): dump \($0.dump) | production \($0.production)" }
      }
    }
    if !sequences.isEmpty {
      lines += ["", "sequences to move forward:"] + sequences.map { "  \($0.name): next value \($0.from) → \($0.to)" }
    }
    if !notes.isEmpty { lines += ["", "notes:"] + notes.map { "  \($0)" } }
    if !refusals.isEmpty { lines += ["", "refused, nothing can be written:"] + refusals.map { "  \($0)" } }
    lines += ["", "policy: conflicts \(conflicts.rawValue), triggers \(triggers.rawValue)"]
    if let approvable { lines.append("digest: \(approvable)") }
    return lines.joined(separator: "\n")
  }

  /// The difference in one line.
  public var summary: String {
    let filled = tables.count { $0.toInsert > 0 }
    let differing = tables.reduce(0) { $0 + $1.conflicting }
    return
      "tenant \(Printable.text(tenant)): \(rowsToInsert) rows to insert into \(filled) tables, \(differing) differ, \(refusals.count) refusals"
  }

  /// Rows as columns: the first and the last to the left, numbers to the right.
  static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        if column == columns - 1 { return cell }
        return column == 0 ? cell + gap : gap + cell
      }.joined(separator: "  ")
    }
  }
}

extension TenantApplied {
  /// What was written, as a terminal shows it.
  public var text: String {
    guard let transaction else { return "production has every row already; nothing was written" }
    var lines = TenantDiff.aligned(
      [["table", "inserted", "overwritten", ""]] + tables.map { [$0.name, "\($0.inserted)", "\($0.updated)", ""] })
    lines += sequences.map { "sequence \($0.name): next value \($0.from) → \($0.to)" }
    lines.append("\(inserted) rows inserted, \(updated) overwritten, transaction \(transaction) committed")
    return lines.joined(separator: "\n")
  }
}
