import RunbookJournal

extension Handover {
  /// Whether the role went to this person.
  func isTo(_ person: Roster.Person) -> Bool {
    rosterID.map { $0.isSameName(as: person.id) } ?? person.names.contains { $0.isSameName(as: to.name) }
  }
}
