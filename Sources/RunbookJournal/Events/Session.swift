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

  /// A session from its parts.
  public init(login: String, host: String, bootID: String, process: ProcessIdentity) {
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
  }

  func write(to list: inout FieldList) {
    list.add("login", login)
    list.add("host", host)
    list.add("boot", bootID)
    process.write(to: &list)
  }
}
