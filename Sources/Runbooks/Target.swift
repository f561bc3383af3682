/// What a command acts on, by name and realm: the unit of locking and of the identity assertion.
///
/// GitLab lost its database in 2017 because a command met the wrong host; the identity probe is asked
/// before the gate, shown there, and asked again in the moment before a step that changes the target.
public struct Target: Hashable, Sendable {
  /// Kind and name, such as `postgres:live_db`.
  public let name: String
  /// The world it belongs to.
  public let realm: RealmKind
  /// A read-only command whose output tells this target from every other one; at most one.
  public let identity: [Command]

  /// A target from its parts.
  public init(_ name: String, realm: RealmKind, identity: Command? = nil) {
    self.name = name
    self.realm = realm
    self.identity = identity.map { [$0] } ?? []
  }
}
