import RunbookBase

/// Work on a target that another run stands in the middle of changing, as a person said.
public struct Beside: Hashable, Sendable {
  /// The other run.
  public var run: RunID
  /// The targets that both change.
  public var targets: [String]
  /// Why it could not wait.
  public var reason: String
  /// Who said so.
  public var person: Person

  /// From its parts.
  public init(run: RunID, targets: [String], reason: String, person: Person) {
    self.run = run
    self.targets = targets
    self.reason = reason
    self.person = person
  }

  init(_ fields: inout Fields) throws(RecordError) {
    let text = try fields.string("other")
    guard let run = RunID(text) else { throw RecordError("“other” is no run") }
    self.run = run
    targets = try fields.strings("targets")
    reason = try fields.string("reason")
    person = try Person(try fields.nested("person"))
  }

  func write(to list: inout FieldList) {
    list.add("other", run.text)
    list.add("targets", JSON(targets))
    list.add("reason", reason)
    person.write(to: &list)
  }
}
