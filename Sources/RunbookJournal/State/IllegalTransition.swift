/// A record that cannot follow the records before it.
public struct IllegalTransition: Error, Hashable, Sendable {
  /// The record's number.
  public var seq: Int
  /// The record's type.
  public var type: String
  /// Why it cannot follow, as a clause.
  public var reason: String
}

extension IllegalTransition: CustomStringConvertible {
  /// The refusal as one line.
  public var description: String { "record \(seq) (\(type)) cannot follow: \(reason)" }
}
