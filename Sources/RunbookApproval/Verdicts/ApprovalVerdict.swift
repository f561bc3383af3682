/// What one answer is worth.
public enum ApprovalVerdict: Hashable, Sendable {
  /// A valid yes of this person.
  case approved(Approver)
  /// A valid no of this person; one closes the gate.
  case declined(Approver, reason: String)
  /// Nothing, and why.
  case refused(ApprovalRefusal)

  /// A person whose signature was good.
  public struct Approver: Hashable, Sendable {
    /// The roster's entry.
    public let person: Roster.Person
    /// The name under which they signed.
    public let principal: String
    /// The key's fingerprint.
    public let key: String
  }
}
