/// What must hold before the run starts, and again before the step that needs it, with the remedy in words.
public struct Precondition: Hashable, Sendable {
  /// What must hold, as a sentence.
  public let title: Text
  /// How to look.
  public let probe: Probe
  /// What to do when it does not hold, such as “enable it: seed §2.3”.
  public let remedy: Text
  /// Where it was written.
  public let location: SourceLocation
  /// Whether the run is refused (exit 12) and not only blocked (5) while it does not hold.
  public let isSafety: Bool

  /// A precondition.
  ///
  /// - Parameter isSafety: what it says keeps the run away from something that it must never touch.
  public init(_ title: Text, _ probe: Probe, remedy: Text, isSafety: Bool = false, fileID: String = #fileID, line: Int = #line) {
    self.title = title
    self.probe = probe
    self.remedy = remedy
    self.isSafety = isSafety
    location = SourceLocation(fileID: fileID, line: line)
  }

  /// The stable id made from the title.
  public var id: String { StepID.slug(title.literals) }
}

/// Collects a runbook's preconditions.
@resultBuilder
public enum PreconditionsBuilder {
  /// One precondition.
  public static func buildExpression(_ precondition: Precondition) -> [Precondition] { [precondition] }

  /// The preconditions of an included runbook.
  public static func buildExpression(_ preconditions: [Precondition]) -> [Precondition] { preconditions }

  /// The preconditions in order; none is fine.
  public static func buildBlock(_ preconditions: [Precondition]...) -> [Precondition] { preconditions.flatMap { $0 } }
}
