extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// The value `null`.
  public init(nilLiteral: ()) { self = .null }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A list.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// An object in the order written; of two equal keys the later value stays.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    var members: [Member] = []
    members.reserveCapacity(elements.count)
    for (key, value) in elements {
      if let index = members.firstIndex(where: { JSON.sameBytes($0.key, key) }) {
        members[index].value = value
      } else {
        members.append(Member(key, value))
      }
    }
    self = .object(members)
  }

  /// A text, or `null` for none.
  public init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// A whole number of any width; one that does not fit 64 bits keeps its text.
  public init(_ value: some BinaryInteger) { self = Int64(exactly: value).map(JSON.int) ?? .number(String(value)) }

  /// A list of texts.
  public init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }
}
