public import Runbooks

extension ApprovalPolicy {
  /// Whether a person may act in a role here.
  public func mayHold(_ role: String, _ person: Roster.Person) -> Bool {
    person.roles.contains(role) && holders[role]?.contains(person.id) != false
  }
}
