public import RunbookBase

/// A person as the log names them: what they said, and what the system said.
public struct Person: Hashable, Sendable {
  /// The name that the person gave.
  public var name: String
  /// The login under which the person's terminal ran.
  public var login: String
  /// The role in which the person acted, such as `incident-commander`.
  public var role: String?

  /// A person from their parts.
  public init(name: String, login: String, role: String? = nil) {
    self.name = name
    self.login = login
    self.role = role
  }

  /// Nobody: a rule of the plan chose, and no person was asked.
  public static let rule = Person(name: "the rule", login: "runbook")

  /// Whether no person stands behind it; a person always acts in a role.
  public var isRule: Bool { self == .rule }

  init(_ fields: Fields) throws(RecordError) {
    var fields = fields
    name = try fields.string("name")
    login = try fields.string("login")
    role = try fields.optionalString("role")
    try fields.finish()
  }

  /// The member `person` of a record that need not have one.
  init?(optionalIn fields: inout Fields) throws(RecordError) {
    guard fields.has("person") else { return nil }
    try self.init(try fields.nested("person"))
  }

  /// The person as JSON, for the log and for programs.
  public var json: JSON {
    var own = FieldList()
    own.add("name", name)
    own.add("login", login)
    own.add("role", role)
    return own.json
  }

  func write(to list: inout FieldList) { list.add("person", json) }
}

/// A process that cannot be mistaken for a later one with the same number (reliability A.8).
public struct ProcessIdentity: Hashable, Sendable {
  /// The process id.
  public var pid: Int32
  /// The start time in clock ticks since boot, field 22 of `/proc/<pid>/stat`.
  public var startTime: Int64

  /// A process from its parts.
  public init(pid: Int32, startTime: Int64) {
    self.pid = pid
    self.startTime = startTime
  }
}

extension ProcessIdentity {
  init(_ fields: inout Fields) throws(RecordError) {
    pid = try fields.int("pid")
    startTime = try fields.int("start")
  }

  func write(to list: inout FieldList) {
    list.add("pid", .int(Int64(pid)))
    list.add("start", .int(startTime))
  }
}
