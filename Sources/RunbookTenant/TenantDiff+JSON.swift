public import RunbookBase

extension TenantDiff {
  /// The difference for programs: every number, finding and note, and the digest to approve.
  public var json: JSON {
    [
      "tenant": .string(tenant), "digest": JSON(approvable), "conflicts": .string(conflicts.rawValue),
      "triggers": .string(triggers.rawValue),
      "rowsToInsert": JSON(rowsToInsert), "rowsToOverwrite": JSON(rowsToOverwrite), "tables": .array(tables.map(\.json)),
      "sequences": .array(sequences.map(\.json)), "refusals": JSON(refusals), "notes": JSON(notes),
      "others": .array(others.map { ["table": .string($0.table), "rows": $0.rows.json] }),
    ]
  }
}

extension TableDiff {
  /// One table's numbers and findings.
  public var json: JSON {
    [
      "name": .string(name), "via": .string(via), "inDump": JSON(inDump), "toInsert": JSON(toInsert), "same": JSON(same),
      "conflicting": JSON(conflicting), "onlyInProduction": JSON(onlyInProduction), "collisions": .array(collisions.map(\.json)),
      "dangling": .array(dangling.map(\.json)), "samples": .array(samples.map(\.json)),
    ]
  }
}

extension TableDiff.Finding {
  /// The rule, the number of rows and a few values.
  public var json: JSON { ["rule": .string(rule), "count": JSON(count), "samples": JSON(samples)] }
}

extension ConflictSample {
  /// The key and the columns that differ.
  public var json: JSON {
    [
      "key": .string(key),
      "columns": .array(
        columns.map { ["name": .string($0.name), "dump": .string($0.dump), "production": .string($0.production)] }),
    ]
  }
}

extension SequenceMove {
  /// Name and both values.
  public var json: JSON { ["name": .string(name), "from": JSON(from), "to": JSON(to)] }
}

extension TenantApplied {
  /// What was written, for programs and for the log.
  public var json: JSON {
    [
      "digest": .string(digest), "transaction": JSON(transaction), "inserted": JSON(inserted), "updated": JSON(updated),
      "tables": .array(tables.map { ["name": .string($0.name), "inserted": JSON($0.inserted), "updated": JSON($0.updated)] }),
      "sequences": .array(sequences.map(\.json)),
    ]
  }
}
