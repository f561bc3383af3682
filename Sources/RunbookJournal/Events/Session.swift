/// The process that works on the run from here on, and the person who started it.
public struct Session: Hashable, Sendable {
  /// The operator's login.
  public var login: String
  /// The host.
  public var host: String
  /// The id of the host's boot.
  public var bootID: String
  /// The process.
  public var process: ProcessIdentity
  /// Who started it, by the name they gave, and in which role; nil in a log of an earlier version.
  ///
  /// A record of this session without a person of its own is theirs (``Authorship``).
  public var person: Person?
  /// Who the operator is to the estate's roster, where the login does not say it.
  public var rosterID: String?

  /// A session from its parts.
  public init(
    login: String, host: String, bootID: String, process: ProcessIdentity, person: Person? = nil, rosterID: String? = nil
  ) {
    self.login = login
    self.host = host
    self.bootID = bootID
    self.process = process
    self.person = person
    self.rosterID = rosterID
  }

  /// Who works, as far as the record says it: without a role in a log of an earlier version.
  public var acting: Person { person ?? Person(name: rosterID ?? login, login: login) }

  init(_ fields: inout Fields) throws(RecordError) {
    login = try fields.string("login")
    host = try fields.string("host")
    bootID = try fields.string("boot")
    process = try ProcessIdentity(&fields)
    person = try Person(optionalIn: &fields)
    rosterID = try fields.optionalString("operator")
  }

  func write(to list: inout FieldList) {
    list.add("login", login)
    list.add("host", host)
    list.add("boot", bootID)
    process.write(to: &list)
    person?.write(to: &list)
    list.add("operator", rosterID)
  }
}
