/// The process that works on the run from here on.
public struct Session: Hashable, Sendable {
  /// The operator's login.
  public var login: String
  /// The host.
  public var host: String
  /// The id of the host's boot.
  public var bootID: String
  /// The process.
  public var process: ProcessIdentity
  /// Who the operator is to the estate's roster, where the login does not say it.
  public var person: String?

  /// A session from its parts.
  public init(login: String, host: String, bootID: String, process: ProcessIdentity, person: String? = nil) {
    self.person = person
    self.login = login
    self.host = host
    self.bootID = bootID
    self.process = process
  }

  init(_ fields: inout Fields) throws(RecordError) {
    login = try fields.string("login")
    host = try fields.string("host")
    bootID = try fields.string("boot")
    process = try ProcessIdentity(&fields)
    person = try fields.optionalString("operator")
  }

  func write(to list: inout FieldList) {
    list.add("login", login)
    list.add("host", host)
    list.add("boot", bootID)
    process.write(to: &list)
    list.add("operator", person)
  }
}
