/// A name from a catalog; equal only byte by byte, because PostgreSQL knows no canonical equivalence.
struct Name: Hashable, Comparable, Sendable, CustomStringConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: Name, b: Name) -> Bool { a.text.utf8.count == b.text.utf8.count && a.text.utf8.elementsEqual(b.text.utf8) }

  static func < (a: Name, b: Name) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }

  var description: String { Printable.text(text) }
}

/// The name of a table with its schema.
struct TableName: Hashable, Comparable, Sendable, CustomStringConvertible {
  let schema: Name
  let name: Name

  static func < (a: TableName, b: TableName) -> Bool { a.schema == b.schema ? a.name < b.name : a.schema < b.schema }

  /// As a person writes it: without the schema when that is `public`.
  var description: String { schema == Name("public") ? name.description : "\(schema).\(name)" }

  /// Whether a person's spelling, `table` or `schema.table`, means this table.
  func isMeant(by spelling: String) -> Bool { Name(spelling) == Name("\(schema.text).\(name.text)") || Name(spelling) == name }
}
