/// What the catalogs of one database say about its tables, read in one go.
struct Catalog: Sendable {
  var server: ServerFacts
  var tables: [TableName: Table] = [:]
  var foreignKeys: [ForeignKey] = []

  /// A table by the spelling of a person, `table` or `schema.table`; nil when none or more than one is meant.
  func table(spelled spelling: String) -> TableName? {
    let exact = tables.keys.filter { Name("\($0.schema.text).\($0.name.text)") == Name(spelling) }
    if exact.count == 1 { return exact.first }
    let byName = tables.keys.filter { $0.name == Name(spelling) }
    return byName.count == 1 ? byName.first : nil
  }
}

/// What identifies a server and decides how rows travel.
struct ServerFacts: Hashable, Sendable {
  var version: Int
  var encoding: String
  /// Start of the server and number of the database: equal for two connections only if they reach the same database.
  var identity: String
  var isInRecovery: Bool
  /// Whether the role may make temporary tables.
  var takesTemporary: Bool
}

/// A table that can hold rows of a tenant: ordinary or partitioned, never a partition.
struct Table: Sendable {
  var name: TableName
  /// Schema and name, quoted by the server.
  var sql: SQL
  var isPartitioned: Bool
  /// Whether a rewrite rule changes what INSERT or UPDATE does.
  var hasRules: Bool
  /// Whether row-level security keeps rows from the role.
  var hidesRows: Bool
  /// Whether the role may lock it against writers.
  var isLockable: Bool
  /// Whether the role may read all its rows.
  var isReadable: Bool
  var columns: [Column] = []
  var uniqueIndexes: [UniqueIndex] = []
  var triggers: [Trigger] = []
  var sequences: [ColumnSequence] = []

  /// The table as a query names it: without the tables that inherit from it, which are tables of their own.
  var scanned: SQL { isPartitioned ? sql : "ONLY \(sql)" }

  var primaryKey: [Name]? { uniqueIndexes.first { $0.isPrimary }?.columns }

  func column(_ name: Name) -> Column? { columns.first { $0.name == name } }
}

/// A column and what an insert must know about it.
struct Column: Sendable {
  var name: Name
  var sql: SQL
  /// The type with its modifiers, as the server writes it.
  var type: SQL
  /// The type under all domains, without modifiers: a cast to it never cuts a value.
  var baseType: SQL
  /// Whether type and elements belong to the server itself, so that the binary format means the same everywhere.
  var isBuiltIn: Bool
  var isNotNull: Bool
  var hasDefault: Bool
  var isGenerated: Bool
  var isIdentityAlways: Bool
  /// Whether the role may insert into it and update it.
  var isInsertable: Bool
  var isUpdatable: Bool
  /// The equality of its type, wherever it lives: on a search path without citext's schema `=` would compare text.
  var equality: SQL
}

/// A unique index, with what is needed to ask whether a new row would break it.
struct UniqueIndex: Sendable {
  var name: Name
  var isPrimary: Bool
  /// NULLS NOT DISTINCT: two NULLs collide.
  var nullsCollide: Bool
  /// The condition of a partial index.
  var predicate: SQL?
  var parts: [Part] = []
  /// Every column that parts or predicate use.
  var columns: [Name] = []

  struct Part: Sendable {
    var expression: SQL
    /// The equality that the index itself uses, as `OPERATOR(schema.=)`.
    var equality: SQL
  }
}

/// A trigger of a table or of one of its partitions.
struct Trigger: Hashable, Sendable {
  var relation: SQL
  var name: SQL
  var mode: Mode
  /// Whether its relation is the role's own, so that the role may switch it off.
  var isOwned: Bool

  enum Mode: String, Sendable {
    case origin = "O"
    case always = "A"
    case replica = "R"
    case disabled = "D"
  }
}

/// A sequence that feeds a column, owned by it or named by its default.
struct ColumnSequence: Sendable {
  var column: Name
  var name: TableName
  var sql: SQL
  var increment: Int
  var minimum: Int
  var maximum: Int
  /// Whether it is the role's own, so that the role may move it.
  var isOwned: Bool
}

/// A foreign key; one that stands on a partition counts for the whole table.
struct ForeignKey: Sendable {
  var name: Name
  var child: TableName
  var parent: TableName
  /// The relation that the key points to: the parent or one of its partitions.
  var target: SQL
  var pairs: [Pair] = []
  var onDelete: Character
  var onUpdate: Character = "a"
  /// Whether it is checked at the commit alone.
  var isDeferred = false

  struct Pair: Sendable {
    var child: Name
    var parent: Name
    /// The key's own equality, parent's value first.
    var equality: SQL
    var isChildNotNull: Bool
  }

  /// Whether the row cannot outlive what it points to: the key cascades, or it can neither be emptied nor point elsewhere.
  ///
  /// A nullable key such as `updated_by` only links: it does not make a shared row the tenant's.
  var isOwning: Bool { onDelete == "c" || (onDelete != "d" && pairs.allSatisfy(\.isChildNotNull)) }

  /// Whether rows that refer to a value change with it.
  var followsUpdates: Bool { onUpdate == "c" || onUpdate == "n" || onUpdate == "d" }

  /// Whether it refers to nothing but the parent's primary key, which never changes.
  func isToPrimaryKey(of parent: Table) -> Bool { Set(pairs.map(\.parent)).isSubset(of: parent.primaryKey ?? []) }

  /// Whether a deletion only empties the key, so that no row goes with it.
  var isEmptied: Bool { onDelete == "n" || onDelete == "d" }
}
