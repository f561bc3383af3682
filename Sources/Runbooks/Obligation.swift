/// Something that a step leaves owing; a run with an open one cannot be completed.
public struct Obligation: Hashable, Sendable {
  /// What is owed, as an instruction: “drop live_db_scratch”.
  public let title: Text
  /// The commands that settle it, planned as a last step unless a step `.settles` it earlier.
  public let settlement: [Pipeline]
  /// Looks whether it is settled.
  public let settledWhen: Probe?
  /// Where it was written.
  public let location: SourceLocation

  /// The stable id made from the title's fixed words.
  public var id: String { StepID.slug(title.literals) }
}
