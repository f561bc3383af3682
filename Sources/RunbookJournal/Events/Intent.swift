import RunbookBase

/// What a step is about to do; nothing is started before this is durable (reliability 0.1).
public struct Intent: Hashable, Sendable {
  /// The id of the step.
  public var step: String
  /// The number of the attempt, from 1.
  public var attempt: Int
  /// Random text that ties the exit record to this attempt.
  public var nonce: String
  /// The commands as lists of arguments, the program first.
  public var commands: [[String]]
  /// The host on which they run.
  public var host: String
  /// What they do to the world: `reads`, `writes`, or `destroys` and what.
  public var effect: String
  /// The fingerprint of the step in the plan.
  public var fingerprint: String

  /// An intent from its parts.
  public init(step: String, attempt: Int, nonce: String, commands: [[String]], host: String, effect: String, fingerprint: String) {
    self.step = step
    self.attempt = attempt
    self.nonce = nonce
    self.commands = commands
    self.host = host
    self.effect = effect
    self.fingerprint = fingerprint
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    attempt = try fields.int("attempt")
    nonce = try fields.string("nonce")
    guard case .array(let list) = try fields.required("commands") else { throw RecordError("member commands is not a list") }
    commands = []
    for command in list { commands.append(try Fields.strings(command, "commands")) }
    host = try fields.string("host")
    effect = try fields.string("effect")
    fingerprint = try fields.string("fingerprint")
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("attempt", JSON(attempt))
    list.add("nonce", nonce)
    list.add("commands", .array(commands.map { JSON($0) }))
    list.add("host", host)
    list.add("effect", effect)
    list.add("fingerprint", fingerprint)
  }
}
