import RunbookBase

/// Where a run goes on, and what is left out by that.
public struct Resumption: Hashable, Sendable {
  /// The step at which the run goes on.
  public var step: String
  /// The unfinished steps before it that are left out; each becomes a skipped step.
  public var skipped: [String]
  /// Why; always given when something is left out.
  public var reason: String?
  /// Who said so.
  public var person: Person

  /// A resumption from its parts.
  public init(step: String, skipped: [String] = [], reason: String? = nil, person: Person) {
    self.step = step
    self.skipped = skipped
    self.reason = reason
    self.person = person
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    skipped = try fields.strings("skipped")
    for id in skipped { _ = try Fields.checkIdentifier(id, "skipped") }
    reason = try fields.optionalString("reason")
    person = try Person(try fields.nested("person"))
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("skipped", JSON(skipped))
    list.add("reason", reason)
    person.write(to: &list)
  }
}
