extension JSON {
  /// What a parser accepts.
  public enum Dialect: Hashable, Sendable {
    /// Whole numbers only, any spelling: our own files after a person edited them.
    case strict
    /// Fractions and exponents too, kept as text: documents of other programs.
    case foreign
    /// Exactly what the canonical writer writes, byte for byte: journal records, digests.
    case canonical
  }

  /// The value that the bytes spell; any bytes give a value or an error, never a trap.
  ///
  /// Duplicate keys, invalid UTF-8, more than 128 levels and anything behind the value are refused.
  public static func parse(_ bytes: [UInt8], dialect: Dialect = .strict) throws(JSONError) -> JSON {
    try parse(bytes.span, dialect: dialect)
  }

  /// The value that the bytes spell; any bytes give a value or an error, never a trap.
  public static func parse(_ bytes: Span<UInt8>, dialect: Dialect = .strict) throws(JSONError) -> JSON {
    var parser = JSONParser(dialect: dialect)
    parser.skipSpace(bytes)
    let value = try parser.value(bytes, depth: 0)
    parser.skipSpace(bytes)
    guard parser.index == bytes.count else { throw JSONError(.trailingBytes, at: parser.index) }
    return value
  }
}

/// A recursive-descent parser over borrowed bytes; the bytes travel as an argument because a span cannot be stored.
struct JSONParser {
  static let maximumDepth = 128
  let dialect: JSON.Dialect
  var index = 0

  init(dialect: JSON.Dialect) {
    self.dialect = dialect
  }

  mutating func skipSpace(_ bytes: Span<UInt8>) {
    guard dialect != .canonical else { return }
    while index < bytes.count, case let byte = bytes[index], byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> JSON {
    guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
    switch bytes[index] {
    case 0x22: return .string(try string(bytes))
    case 0x7B: return try object(bytes, depth: depth)
    case 0x5B: return try array(bytes, depth: depth)
    case 0x2D, 0x30...0x39: return try number(bytes)
    case 0x74: return try word("true", .bool(true), bytes)
    case 0x66: return try word("false", .bool(false), bytes)
    case 0x6E: return try word("null", .null, bytes)
    default: throw JSONError(.unexpectedByte, at: index)
    }
  }

  private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> JSON {
    guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: index) }
    var members: [JSON.Member] = []
    index += 1
    skipSpace(bytes)
    if try take(0x7D, bytes) { return .object(members) }
    // Most objects have a few members: one room for them instead of three that grow.
    members.reserveCapacity(8)
    var seen: Set<[UInt8]>?
    while true {
      let start = index
      guard start < bytes.count else { throw JSONError(.unexpectedEnd, at: start) }
      guard bytes[start] == 0x22 else { throw JSONError(.unexpectedByte, at: start) }
      let key = try string(bytes)
      try check(key, against: members, &seen, at: start)
      skipSpace(bytes)
      guard try take(0x3A, bytes) else { throw JSONError(.unexpectedByte, at: index) }
      skipSpace(bytes)
      members.append(JSON.Member(key, try value(bytes, depth: depth + 1)))
      skipSpace(bytes)
      if try take(0x7D, bytes) { return .object(members) }
      guard try take(0x2C, bytes) else { throw JSONError(.unexpectedByte, at: index) }
      skipSpace(bytes)
    }
  }

  /// Refuses a key given twice; in canonical form it is enough that keys rise.
  private func check(_ key: String, against members: [JSON.Member], _ seen: inout Set<[UInt8]>?, at offset: Int) throws(JSONError) {
    if dialect == .canonical {
      guard let last = members.last else { return }
      if JSON.precedes(last.key, key) { return }
      throw JSONError(JSON.sameBytes(last.key, key) ? .duplicateKey : .notCanonical, at: offset)
    }
    if members.count < 16 {
      for member in members where JSON.sameBytes(member.key, key) { throw JSONError(.duplicateKey, at: offset) }
    } else {
      if seen == nil { seen = Set(members.map { Array($0.key.utf8) }) }
      guard seen?.insert(Array(key.utf8)).inserted == true else { throw JSONError(.duplicateKey, at: offset) }
    }
  }

  private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> JSON {
    guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: index) }
    var elements: [JSON] = []
    index += 1
    skipSpace(bytes)
    if try take(0x5D, bytes) { return .array(elements) }
    while true {
      elements.append(try value(bytes, depth: depth + 1))
      skipSpace(bytes)
      if try take(0x5D, bytes) { return .array(elements) }
      guard try take(0x2C, bytes) else { throw JSONError(.unexpectedByte, at: index) }
      skipSpace(bytes)
    }
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
    guard let number = JSONNumber(in: bytes, at: index) else { throw JSONError(.invalidNumber, at: index) }
    let start = index
    index = number.end
    if let value = number.value {
      // "-0" would come back as "0".
      if dialect == .canonical, value == 0, bytes[start] == 0x2D { throw JSONError(.notCanonical, at: start) }
      return .int(value)
    }
    guard dialect == .foreign else { throw JSONError(.numberNotWhole, at: start) }
    var text: [UInt8] = []
    for offset in start..<index { text.append(bytes[offset]) }
    return .number(String(decoding: text, as: UTF8.self))
  }

  private mutating func word(_ word: String, _ value: JSON, _ bytes: Span<UInt8>) throws(JSONError) -> JSON {
    for expected in word.utf8 {
      guard try take(expected, bytes) else { throw JSONError(.unexpectedByte, at: index) }
    }
    return value
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
    guard bytes[index] == byte else { return false }
    index += 1
    return true
  }
}
