import RunbookBase

/// Why a payload is not a record: one sentence.
struct RecordError: Error, Hashable {
  var message: String
  init(_ message: String) { self.message = message }
}

/// The members of one object while they are read; at the end every member must have been asked for.
///
/// That rule makes decoding one to one: what was decoded encodes to the same bytes again.
struct Fields {
  private let members: [JSON.Member]
  private var taken = 0

  init(_ json: JSON) throws(RecordError) {
    guard case .object(let members) = json else { throw RecordError("an object is expected") }
    self.members = members
  }

  /// Plain `==` is right here: no character outside ASCII equals one of the lowercase letters that our keys consist of.
  mutating func optional(_ key: String) -> JSON? {
    // By index: to take a member out of its array copies it.
    guard let index = members.indices.first(where: { members[$0].key == key }) else { return nil }
    taken += 1
    return members[index].value
  }

  mutating func required(_ key: String) throws(RecordError) -> JSON {
    guard let value = optional(key) else { throw RecordError("member \(key) is missing") }
    return value
  }

  mutating func string(_ key: String) throws(RecordError) -> String {
    guard case .string(let text) = try required(key) else { throw RecordError("member \(key) is not a text") }
    return text
  }

  mutating func optionalString(_ key: String) throws(RecordError) -> String? {
    guard let value = optional(key) else { return nil }
    guard case .string(let text) = value else { throw RecordError("member \(key) is not a text") }
    return text
  }

  /// An identifier: 1 to 200 printable ASCII characters without a space, so that it compares by its bytes.
  mutating func identifier(_ key: String) throws(RecordError) -> String {
    try Fields.checkIdentifier(try string(key), key)
  }

  mutating func optionalIdentifier(_ key: String) throws(RecordError) -> String? {
    guard let text = try optionalString(key) else { return nil }
    return try Fields.checkIdentifier(text, key)
  }

  mutating func int<Value: FixedWidthInteger>(_ key: String, as type: Value.Type = Value.self) throws(RecordError) -> Value {
    guard case .int(let number) = try required(key), let value = Value(exactly: number) else {
      throw RecordError("member \(key) is not a whole number in range")
    }
    return value
  }

  mutating func bool(_ key: String) throws(RecordError) -> Bool {
    guard case .bool(let value) = try required(key) else { throw RecordError("member \(key) is neither true nor false") }
    return value
  }

  mutating func strings(_ key: String) throws(RecordError) -> [String] {
    try Fields.strings(try required(key), key)
  }

  mutating func digest(_ key: String) throws(RecordError) -> SHA256.Digest {
    guard let digest = SHA256.Digest(hex: try string(key)) else { throw RecordError("member \(key) is not a digest") }
    return digest
  }

  mutating func choice<Value: RawRepresentable<String>>(_ key: String, as type: Value.Type = Value.self) throws(RecordError) -> Value {
    let text = try string(key)
    guard let value = Value(rawValue: text) else { throw RecordError("member \(key) has the unknown value \(text)") }
    return value
  }

  /// A time in the one spelling that the log uses.
  mutating func wall(_ key: String) throws(RecordError) -> WallTime {
    let text = try string(key)
    // Of all spellings that are times, those with milliseconds and a Z are the only ones of 24 bytes that end so.
    guard text.utf8.count == 24, text.utf8.last == 0x5A, let time = WallTime(text) else { throw RecordError("member \(key) is not a time") }
    return time
  }

  mutating func nested(_ key: String) throws(RecordError) -> Fields { try Fields(try required(key)) }

  func has(_ key: String) -> Bool { members.contains { $0.key == key } }

  /// What a type nobody knows holds, for keeping.
  func rest(without keys: [String]) -> JSON { .object(members.filter { !keys.contains($0.key) }) }

  /// The members that nobody asked for are more than this version knows: not ours to ignore.
  func finish() throws(RecordError) {
    guard taken == members.count else { throw RecordError("it has a member that this version does not know") }
  }

  static func strings(_ json: JSON, _ key: String) throws(RecordError) -> [String] {
    guard case .array(let elements) = json else { throw RecordError("member \(key) is not a list") }
    var texts: [String] = []
    texts.reserveCapacity(elements.count)
    for element in elements {
      guard case .string(let text) = element else { throw RecordError("member \(key) holds more than texts") }
      texts.append(text)
    }
    return texts
  }

  static func checkIdentifier(_ text: String, _ key: String) throws(RecordError) -> String {
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= 200, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw RecordError("member \(key) is not an identifier")
    }
    return text
  }
}

/// The members of one object while they are written; `nil` writes none.
struct FieldList {
  private(set) var members: [JSON.Member] = []

  mutating func add(_ key: String, _ value: JSON) { members.append(JSON.Member(key, value)) }
  mutating func add(_ key: String, _ text: String?) { if let text { add(key, .string(text)) } }
  mutating func add(_ key: String, _ digest: SHA256.Digest) { add(key, .string(digest.hex)) }

  var json: JSON { .object(members) }
}
