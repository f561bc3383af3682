/// The two worlds that a command can touch, as a phantom type on databases, clusters and buckets.
public protocol Realm: Sendable {
  /// The realm as a value, for plans and rules.
  static var kind: RealmKind { get }
}

/// The realm as a value.
public enum RealmKind: String, Sendable, Hashable {
  /// Customers' data.
  case production
  /// Throwaway data; the only realm in which anything may be dropped.
  case scratch
}

/// Customers' data.
public enum Production: Realm {
  /// Production.
  public static var kind: RealmKind { .production }
}

/// Throwaway data.
public enum Scratch: Realm {
  /// Scratch.
  public static var kind: RealmKind { .scratch }
}
