/// What a command does to the world.
public enum Effect: Hashable, Sendable {
  /// Looks, and changes nothing.
  case reads
  /// Changes something that a later step or a person can set right.
  case writes
  /// Ends the existence of what the text names; needs a gate (DESIGN section 5).
  case destroys(Text)

  /// The word used in plans: `reads`, `writes`, `destroys`.
  public var word: String {
    switch self {
    case .reads: "reads"
    case .writes: "writes"
    case .destroys: "destroys"
    }
  }

  /// Whether the command changes anything.
  public var changesSomething: Bool { self != .reads }

  /// The graver of two effects; a step has the gravest effect of its commands.
  public static func graver(_ a: Effect, _ b: Effect) -> Effect {
    switch (a, b) {
    case (.destroys, _): a
    case (_, .destroys): b
    case (.writes, _), (_, .writes): .writes
    case (.reads, .reads): .reads
    }
  }
}
