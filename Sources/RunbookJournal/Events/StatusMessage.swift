public import RunbookBase

/// A message about the incident to those outside of it: what was said, by which ways, and whether it got there.
public struct StatusMessage: Hashable, Sendable {
  /// What the message is to the incident (seed §6.3).
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// The first one: “investigating”.
    case investigating
    /// One of the later ones.
    case update
    /// The last one.
    case resolved
  }

  /// One way that the message went.
  public struct Delivery: Hashable, Sendable {
    /// The channel's name, such as `status page`.
    public var channel: String
    /// Why it did not get there; nil when it did.
    public var failure: String?

    /// A delivery from its parts.
    public init(channel: String, failure: String? = nil) {
      self.channel = channel
      self.failure = failure
    }
  }

  /// When it was posted, which may be a while before it is in the log.
  public var at: WallTime
  /// What it is to the incident.
  public var stage: Stage
  /// What was said.
  public var text: String
  /// The ways it went; none when a person posted it by hand.
  public var deliveries: [Delivery]
  /// The step in whose course it was posted, if there was one.
  public var step: String?
  /// Who gave the word.
  public var person: Person

  /// A message from its parts.
  public init(at: WallTime, stage: Stage, text: String, deliveries: [Delivery] = [], step: String? = nil, person: Person) {
    self.at = at.truncatedToMilliseconds
    self.stage = stage
    self.text = text
    self.deliveries = deliveries
    self.step = step
    self.person = person
  }

  /// Whether it got out: by hand, or on one channel at least.
  public var isOut: Bool { deliveries.isEmpty || deliveries.contains { $0.failure == nil } }

  /// The message as JSON, on its way to the log.
  var json: JSON {
    var list = FieldList()
    write(to: &list)
    return list.json
  }

  init(_ fields: inout Fields) throws(RecordError) {
    at = try fields.wall("posted")
    stage = try fields.choice("stage")
    text = try fields.string("text")
    deliveries = []
    guard case .array(let list) = try fields.required("deliveries") else { throw RecordError("member deliveries is not a list") }
    for json in list {
      var own = try Fields(json)
      deliveries.append(Delivery(channel: try own.string("channel"), failure: try own.optionalString("failure")))
      try own.finish()
    }
    step = try fields.optionalIdentifier("step")
    person = try Person(try fields.nested("person"))
  }

  func write(to list: inout FieldList) {
    list.add("posted", at.text(.milliseconds))
    list.add("stage", stage.rawValue)
    list.add("text", text)
    list.add(
      "deliveries",
      .array(
        deliveries.map { delivery in
          var own = FieldList()
          own.add("channel", delivery.channel)
          own.add("failure", delivery.failure)
          return own.json
        }))
    list.add("step", step)
    person.write(to: &list)
  }
}
