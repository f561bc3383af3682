public import RunbookBase

/// What a reconciliation found, did and leaves to a person (seed §3.5, last point).
public struct ReconcileReport: Hashable, Sendable {
  /// One path without object, with what a person does about it.
  public struct Missing: Hashable, Sendable {
    /// The key.
    public var path: String
    /// Where it is stored, `table.column`.
    public var source: String
    /// The row.
    public var id: String
    /// The tenant, empty when the row has none.
    public var tenant: String
    /// What to do, in plain words.
    public var action: String
    /// The bucket that it was looked for in.
    public var bucket: String
  }

  /// What was counted, after the restore.
  public var counts: ReconcileCounts
  /// The first missing paths, at most 100; `files` has them all.
  public var missing: [Missing]
  /// What the object store refused, at most 100 lines.
  public var refusals: [String]
  /// Unextractable rows by source, sources without any left out.
  public var unextractable: [String]
  /// The moment of the database's snapshot.
  public var asOf: WallTime
  /// Whether this run was allowed to bring objects back.
  public var restores: Bool
  /// Concerns that a person has acknowledged.
  public var acknowledged: Set<ReconcileConcern>
  /// The lists, by what they hold.
  public var files: [String: String]

  /// What was counted in each tenant's own bucket; `counts` has it all.
  public var tenantBuckets: [String: ReconcileCounts] = [:]

  /// Takes in what one tenant's own bucket came to.
  mutating func add(_ other: ReconcileReport, of bucket: String) {
    counts.add(other.counts)
    missing = Array((missing + other.missing).prefix(Findings.exampleLimit))
    refusals = Array((refusals + other.refusals).prefix(100))
    unextractable += other.unextractable
    for (what, file) in other.files { files["\(what) in \(bucket)"] = file }
    tenantBuckets[bucket] = other.counts
  }

  /// The concerns that stand between this run and "recovered".
  public var open: [ReconcileConcern] { counts.concerns.filter { !acknowledged.contains($0) } }

  /// Whether every path has its object.
  public var passes: Bool { open.isEmpty }

  /// `success`, or `stepFailed` while a concern is open.
  public var exitCode: ExitCode { passes ? .success : .stepFailed }

  /// The verdict in one line.
  public var summary: String {
    let numbers =
      "ok \(counts.ok), missing \(counts.missing), restorable \(counts.restorable), restored \(counts.restored), "
      + "orphaned \(counts.orphaned)"
    let accepted = counts.concerns.filter { acknowledged.contains($0) }
    if passes, !accepted.isEmpty {
      return "consistent but for what was acknowledged (\(accepted.map(\.rawValue).joined(separator: ", "))): \(numbers)"
    }
    return passes ? "every path has its object: \(numbers)" : "not consistent (\(open.map(\.rawValue).joined(separator: ", "))): \(numbers)"
  }

  /// The report as the terminal shows it.
  public var lines: [String] {
    var lines = [summary]
    lines += counts.named.filter { $0.value > 0 }.map { "  \($0.name): \($0.value)" }
    lines += tenantBuckets.sorted { $0.key < $1.key }.map {
      "  of these in \($0.key): ok \($0.value.ok), missing \($0.value.missing), restored \($0.value.restored)"
    }
    lines += unextractable.map { "  no path can be told in \($0)" }
    lines += missing.map {
      let place = tenantBuckets.isEmpty ? "" : " in \($0.bucket)"
      return "  MISSING \($0.path.debugDescription)\(place) (\($0.source) \($0.id)): \($0.action)"
    }
    if counts.missing > UInt64(missing.count) { lines.append("  … all \(counts.missing) in \(files["missing"] ?? "the list")") }
    lines += refusals.map { "  refused: \($0)" }
    return lines
  }

  /// The report as one JSON object.
  public var json: JSON {
    [
      "passes": .bool(passes), "restores": .bool(restores), "asOf": .string(asOf.text(.milliseconds)), "counts": counts.json,
      "open": JSON(open.map(\.rawValue)), "acknowledged": JSON(acknowledged.map(\.rawValue).sorted()),
      "missing": .array(
        missing.map { entry in
          [
            "path": .string(entry.path), "source": .string(entry.source), "id": .string(entry.id), "tenant": .string(entry.tenant),
            "action": .string(entry.action), "bucket": .string(entry.bucket),
          ]
        }),
      "tenantBuckets": .object(tenantBuckets.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }),
      "refusals": JSON(refusals), "unextractable": JSON(unextractable),
      "files": .object(files.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
    ]
  }
}
