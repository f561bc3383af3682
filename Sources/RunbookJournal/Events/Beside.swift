import RunbookBase

/// Work on a target that another run changes as well, as a person said.
public struct Beside: Hashable, Sendable {
  /// The other run.
  public var run: RunID
  /// Whether that one was over, and had changed the targets meanwhile; else it stood in the middle of changing them.
  public var isOver: Bool
  /// The targets that both change.
  public var targets: [String]
  /// Why it could not wait.
  public var reason: String
  /// Who said so.
  public var person: Person

  /// From its parts.
  public init(run: RunID, isOver: Bool = false, targets: [String], reason: String, person: Person) {
    self.run = run
    self.isOver = isOver
    self.targets = targets
    self.reason = reason
    self.person = person
  }

  init(_ fields: inout Fields) throws(RecordError) {
    let text = try fields.string("other")
    guard let run = RunID(text) else { throw RecordError("“other” is no run") }
    self.run = run
    isOver = fields.has("over") ? try fields.bool("over") : false
    targets = try fields.strings("targets")
    reason = try fields.string("reason")
    person = try Person(try fields.nested("person"))
  }

  /// What the other run does to the targets, for a sentence that begins with its name.
  public var words: String {
    if targets.isEmpty { return "of which nobody can say what it changes" }
    return (isOver ? "which has changed " : "which stands in the middle of changing ") + targets.joined(separator: ", ")
  }

  func write(to list: inout FieldList) {
    list.add("other", run.text)
    if isOver { list.add("over", true) }
    list.add("targets", JSON(targets))
    list.add("reason", reason)
    person.write(to: &list)
  }
}
