/// What stands between the dump and production for one tenant, before anything is written.
public struct TenantDiff: Hashable, Sendable {
  /// The tenant's value.
  public var tenant: String
  /// The member tables, parents first.
  public var tables: [TableDiff]
  /// Sequences that would have to move forward.
  public var sequences: [SequenceMove]
  /// Why nothing may be written as things stand; empty when `apply` may run.
  public var refusals: [String]
  /// What a person should know: differences of the two schemas, rows that are only linked, tables left out.
  public var notes: [String]
  /// The policy for rows with the same key and different content.
  public var conflicts: TenantRows.Conflicts
  /// The policy for the tables' own triggers.
  public var triggers: TenantRows.Triggers
  /// What an approval is bound to: every row that would be inserted or overwritten, and the policies; hexadecimal SHA-256.
  public var digest: String
  /// Rows that are not the tenant's and were deleted with its rows; they are not restored.
  public var others: [Others] = []

  /// Rows of one table that are not the tenant's and hung on its rows by a key that cascades.
  public struct Others: Hashable, Sendable {
    /// Schema and name of the table.
    public var table: String
    /// The key and the rows.
    public var rows: TableDiff.Finding
  }

  /// The digest, where there is something to approve: a difference that is refused has none.
  public var approvable: String? { refusals.isEmpty ? digest : nil }

  /// Rows that `apply` would insert.
  public var rowsToInsert: Int { tables.reduce(0) { $0 + $1.toInsert } }

  /// Rows that `apply` would overwrite.
  public var rowsToOverwrite: Int { conflicts == .restore ? tables.reduce(0) { $0 + $1.conflicting } : 0 }
}

/// The difference of one table's rows of the tenant.
public struct TableDiff: Hashable, Sendable {
  /// Schema and name.
  public var name: String
  /// By what the table's rows are known to be the tenant's.
  public var via: String
  /// Rows of the tenant in the dump.
  public var inDump: Int
  /// Rows whose key production lacks.
  public var toInsert: Int
  /// Rows that are in both with the same content.
  public var same: Int
  /// Rows that are in both with different content.
  public var conflicting: Int
  /// Rows of the tenant that are in production alone, such as those written since the dump; never touched.
  public var onlyInProduction: Int
  /// Rows to be written whose key or other unique value belongs to another row of production, for each unique index.
  public var collisions: [Finding]
  /// Rows to be written whose foreign key would point at nothing, for each key.
  public var dangling: [Finding]
  /// A few conflicting rows with the columns that differ.
  public var samples: [ConflictSample]

  /// Rows that break an index or a key.
  public struct Finding: Hashable, Sendable {
    /// The index or the foreign key, with what it stands for.
    public var rule: String
    /// How many rows.
    public var count: Int
    /// A few of their values.
    public var samples: [String]
  }
}

/// One row that differs, with its differing columns.
public struct ConflictSample: Hashable, Sendable {
  /// The primary key.
  public var key: String
  /// The columns that differ, with the beginnings of both values.
  public var columns: [Column]

  /// One column that differs.
  public struct Column: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The beginning of the dump's value.
    public var dump: String
    /// The beginning of production's value.
    public var production: String
  }
}

/// A sequence that lags behind the restored rows.
public struct SequenceMove: Hashable, Sendable {
  /// Schema and name.
  public var name: String
  /// What it would hand out next as things stand.
  public var from: Int
  /// What it hands out next after the restore.
  public var to: Int
}

/// What `apply` has done, after its transaction was committed.
public struct TenantApplied: Hashable, Sendable {
  /// The tables in the order in which they were filled.
  public var tables: [Table]
  /// Sequences that were moved forward.
  public var sequences: [SequenceMove]
  /// The transaction's number in production, for `pg_xact_status`; nil when there was nothing to do.
  public var transaction: String?
  /// The digest of the difference that was applied.
  public var digest: String

  /// What was written to one table.
  public struct Table: Hashable, Sendable {
    /// Schema and name.
    public var name: String
    /// Rows inserted.
    public var inserted: Int
    /// Rows overwritten.
    public var updated: Int
  }

  /// Rows inserted in all.
  public var inserted: Int { tables.reduce(0) { $0 + $1.inserted } }
  /// Rows overwritten in all.
  public var updated: Int { tables.reduce(0) { $0 + $1.updated } }
}
