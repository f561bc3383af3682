import RunbookBase

/// A role that goes to another person during a run; recorded when that person has read the brief and said so.
public struct Handover: Hashable, Sendable {
  /// The role, such as `incident-commander`.
  public var role: String
  /// Who held it, by the name that was given; nil when nobody was named before.
  public var from: String?
  /// Who holds it now: name, login of the terminal on which it was acknowledged, and role.
  public var to: Person
  /// The id by which the estate's roster knows that person; nil where it has none.
  public var rosterID: String?
  /// Where things stood, as the new person was shown it.
  public var brief: [String]

  /// A handover from its parts.
  public init(role: String, from: String?, to: Person, rosterID: String? = nil, brief: [String]) {
    self.role = role
    self.from = from
    self.to = to
    self.rosterID = rosterID
    self.brief = brief
  }

  init(_ fields: inout Fields) throws(RecordError) {
    role = try fields.identifier("role")
    from = try fields.optionalString("from")
    to = try Person(try fields.nested("person"))
    rosterID = try fields.optionalString("roster")
    brief = try fields.strings("brief")
  }

  func write(to list: inout FieldList) {
    list.add("role", role)
    list.add("from", from)
    to.write(to: &list)
    list.add("roster", rosterID)
    list.add("brief", JSON(brief))
  }
}
