/// What the rows of the database came to, before any object was looked at.
struct PathCounts {
  var rows: UInt64 = 0
  var null: UInt64 = 0
  var empty: UInt64 = 0
  /// Rows that name a path already seen.
  var repeats: UInt64 = 0
  /// Rows whose path is not plainly a key.
  var setAside: UInt64 = 0
}
