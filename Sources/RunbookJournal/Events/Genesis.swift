public import RunbookBase

/// What a run is for and whether it touches anything.
public enum RunMode: String, Hashable, Sendable, CaseIterable {
  /// The real thing.
  case real
  /// Shown, not done.
  case dry
  /// Commands are simulated.
  case rehearsal
  /// A real run in the Scratch realm.
  case drill
}

/// The first record of every log.
public struct Genesis: Hashable, Sendable {
  /// The version of the log's format; 1.
  public var format: Int
  /// The id of the run.
  public var run: RunID
  /// 32 random hexadecimal digits, so that no two logs share a chain.
  public var nonce: String
  /// The name of the runbook.
  public var runbook: String
  /// The digest of the plan.
  public var plan: SHA256.Digest
  /// The version of this program.
  public var engine: String
  /// The host on which the run began.
  public var host: String
  /// The id of that host's boot.
  public var bootID: String
  /// The user id of the operator.
  public var uid: UInt32
  /// The login of the operator.
  public var login: String
  /// Who began it, by the name they gave, and in which role; nil in a log of an earlier version.
  public var person: Person?
  /// The name of the estate.
  public var estate: String
  /// What the run may touch.
  public var mode: RunMode
  /// The values given, by parameter name; secrets are never among them.
  public var parameters: [String: String]
  /// The head hash of the run before this one, which makes its removal visible.
  public var previousSeal: SHA256.Digest?

  /// A genesis from its parts.
  public init(
    run: RunID, nonce: String, runbook: String, plan: SHA256.Digest, engine: String, host: String, bootID: String, uid: UInt32,
    login: String, person: Person? = nil, estate: String, mode: RunMode, parameters: [String: String] = [:],
    previousSeal: SHA256.Digest? = nil
  ) {
    format = 1
    self.run = run
    self.nonce = nonce
    self.runbook = runbook
    self.plan = plan
    self.engine = engine
    self.host = host
    self.bootID = bootID
    self.uid = uid
    self.login = login
    self.person = person
    self.estate = estate
    self.mode = mode
    self.parameters = parameters
    self.previousSeal = previousSeal
  }

  init(_ fields: inout Fields) throws(RecordError) {
    format = try fields.int("format")
    guard format == 1 else { throw RecordError("format \(format) is unknown to this version") }
    guard let run = RunID(try fields.string("run")) else { throw RecordError("member run is not a run id") }
    self.run = run
    nonce = try fields.string("nonce")
    // A fixed length keeps run id and nonce apart in the first hash.
    guard nonce.utf8.count == 32, nonce.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }) else {
      throw RecordError("member nonce is not 32 hexadecimal digits")
    }
    runbook = try fields.identifier("runbook")
    plan = try fields.digest("plan")
    engine = try fields.string("engine")
    host = try fields.string("host")
    bootID = try fields.string("boot")
    uid = try fields.int("uid")
    login = try fields.string("login")
    person = try Person(optionalIn: &fields)
    estate = try fields.identifier("estate")
    mode = try fields.choice("mode")
    parameters = [:]
    guard case .object(let members) = try fields.required("parameters") else { throw RecordError("member parameters is not an object") }
    for member in members {
      guard case .string(let text) = member.value else { throw RecordError("parameter \(member.key) is not a text") }
      parameters[try Fields.checkIdentifier(member.key, "parameters")] = text
    }
    if let hex = try fields.optionalString("previous") {
      guard let digest = SHA256.Digest(hex: hex) else { throw RecordError("member previous is not a digest") }
      previousSeal = digest
    }
  }

  func write(to list: inout FieldList) {
    list.add("format", JSON(format))
    list.add("run", run.text)
    list.add("nonce", nonce)
    list.add("runbook", runbook)
    list.add("plan", plan)
    list.add("engine", engine)
    list.add("host", host)
    list.add("boot", bootID)
    list.add("uid", JSON(uid))
    list.add("login", login)
    person?.write(to: &list)
    list.add("estate", estate)
    list.add("mode", mode.rawValue)
    list.add("parameters", .object(parameters.map { JSON.Member($0.key, .string($0.value)) }))
    list.add("previous", previousSeal?.hex)
  }
}
