public import RunbookBase

/// Who is who in an estate: a quorum counts people, and a person may hold several keys, principals and logins.
///
///     {"people": [{"person": "ada", "name": "Ada L.", "roles": ["incident-commander"],
///                  "principals": ["ada@example"], "logins": ["ada", "ada-admin"]}]}
public struct Roster: Hashable, Sendable {
  /// One human being.
  public struct Person: Hashable, Sendable {
    /// A short id, unique in the roster.
    public let id: String
    /// The name as people say it.
    public let name: String
    /// The roles that this person may act in.
    public let roles: [String]
    /// How signatures name this person.
    public let principals: [String]
    /// The logins of this person on any host.
    public let logins: [String]

    /// Everything by which the person may be called, for finding and for telling people apart.
    var names: [String] { [id, name] + principals + logins }
  }

  /// Everybody.
  public let people: [Person]

  /// Reads the file.
  ///
  /// - Throws: `safetyRefusal` when it cannot be read or when a principal, login or id belongs to two people.
  public init(_ bytes: [UInt8]) throws(Problem) {
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes) } catch { throw Self.refusal("is no JSON: \(error)") }
    guard let list = json["people"]?.arrayValue, json.members?.count == 1 else {
      throw Self.refusal("has no list “people”, or something beside it")
    }
    var people: [Person] = []
    for entry in list {
      func texts(_ key: String) -> [String]? {
        guard let value = entry[key] else { return [] }
        let texts = value.arrayValue?.compactMap(\.stringValue)
        return texts?.count == value.arrayValue?.count ? texts : nil
      }
      let known: Set<String> = ["person", "name", "roles", "principals", "logins"]
      guard let id = entry["person"]?.stringValue, let roles = texts("roles"), let principals = texts("principals"),
        let logins = texts("logins"), !id.isEmpty, entry.members?.allSatisfy({ known.contains($0.key) }) == true
      else { throw Self.refusal("has an entry that is not {person, name, roles, principals, logins}: \(entry)") }
      people.append(Person(id: id, name: entry["name"]?.stringValue ?? id, roles: roles, principals: principals, logins: logins))
    }
    self.people = people
    try refuseSharedNames()
  }

  /// The person behind a principal.
  public func person(principal: String) -> Person? { people.first { $0.principals.contains { $0.hasSameBytes(as: principal) } } }

  /// The person behind a login.
  public func person(login: String) -> Person? { people.first { $0.logins.contains { $0.hasSameBytes(as: login) } } }

  /// The one person that a typed name can mean: id, name, principal or login, without regard to ASCII case.
  public func person(called text: String) -> Person? {
    let found = people.filter { $0.names.contains { $0.isSameName(as: text) } }
    return found.count == 1 ? found[0] : nil
  }

  private func refuseSharedNames() throws(Problem) {
    for kind in [\Person.principals, \.logins] {
      var owners: [String: String] = [:]
      for person in people {
        for name in person[keyPath: kind] {
          guard !name.isEmpty else { throw Self.refusal("has an empty principal or login for \(person.id)") }
          if let other = owners[name.folded], other != person.id { throw Self.refusal("gives “\(name)” to both \(other) and \(person.id)") }
          owners[name.folded] = person.id
        }
      }
    }
    guard Set(people.map(\.id.folded)).count == people.count else { throw Self.refusal("has two entries for one person") }
  }

  private static func refusal(_ why: String) -> Problem {
    Problem(.safetyRefusal, "the roster \(TerminalText.escapedLine(why))", hint: "correct roster.json and let its owner put it in place")
  }
}

extension String {
  /// Equality of identifiers from outside, by bytes.
  func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
  /// Equality of names that people type: blind to ASCII case, so that “Ben” is not another person than “ben”.
  func isSameName(as other: String) -> Bool { folded.hasSameBytes(as: other.folded) }
  /// Lowercase in ASCII, without blanks around.
  var folded: String {
    var bytes = utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }[...]
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
