/// A piece of SQL that cannot hold unchecked text.
///
/// It is made of literals in our own source, of names that the server itself quoted, and of numbers. There is no interpolation
/// of a `String`, so a name or a value from outside does not compile into a statement.
struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
  let text: String

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Takes what `format`, `quote_ident`, `format_type` or `pg_get_expr` of the server answered.
  init(quotedByServer text: String) { self.text = text }

  /// The hexadecimal name of something of our own.
  init(number: Int, prefix: StaticString) { text = "\(prefix)\(number)" }

  struct Interpolation: StringInterpolationProtocol {
    var text = ""
    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + 24 * interpolationCount) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ piece: SQL) { text += piece.text }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ pieces: [SQL], joined separator: StaticString = ", ") {
      text += pieces.map(\.text).joined(separator: "\(separator)")
    }
  }

  /// Several conditions, all of which must hold; true when there is none.
  static func all(_ conditions: [SQL]) -> SQL { conditions.isEmpty ? "true" : "\(conditions, joined: " AND ")" }

  /// Several conditions, one of which must hold; false when there is none.
  static func any(_ conditions: [SQL]) -> SQL { conditions.isEmpty ? "false" : "(\(conditions, joined: " OR "))" }
}
