/// A JSON value as this program writes and reads it: integers only, objects in the order of their members.
///
/// Fractions of foreign documents are kept as their text, so nothing is ever rounded.
public enum JSON: Sendable {
  /// The value `null`.
  case null
  /// The value `true` or `false`.
  case bool(Bool)
  /// A whole number that fits 64 bits.
  case int(Int64)
  /// Any other number of a foreign document, as its text stood.
  case number(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSON])
  /// Members in the order they were written; their keys differ (byte by byte).
  case object([Member])

  /// One key and its value.
  public struct Member: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value under the key.
    public var value: JSON

    /// A member from its parts.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }

    /// Whether the keys have the same bytes and the values are equal.
    public static func == (a: Member, b: Member) -> Bool { JSON.sameBytes(a.key, b.key) && a.value == b.value }

    /// Feeds the bytes of the key and the value.
    public func hash(into hasher: inout Hasher) {
      for byte in key.utf8 { hasher.combine(byte) }
      hasher.combine(value)
    }
  }
}

extension JSON: Hashable {
  /// Equality by bytes: Swift's own `==` takes canonically equivalent strings for the same.
  public static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.number(let x), .number(let y)): sameBytes(x, y)
    case (.string(let x), .string(let y)): sameBytes(x, y)
    case (.array(let x), .array(let y)): x == y
    case (.object(let x), .object(let y)): x == y
    default: false
    }
  }

  /// Feeds what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .number(let text), .string(let text): for byte in text.utf8 { hasher.combine(byte) }
    case .array(let values): hasher.combine(values)
    case .object(let members): hasher.combine(members)
    }
  }

  /// Whether two strings have the same UTF-8 bytes.
  static func sameBytes(_ a: String, _ b: String) -> Bool {
    let (x, y) = (a.utf8.span, b.utf8.span)
    guard x.count == y.count else { return false }
    for index in x.indices where x[index] != y[index] { return false }
    return true
  }
}
