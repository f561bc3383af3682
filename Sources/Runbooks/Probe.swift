/// A read-only look at the world and when its answer counts as yes.
///
/// Exit codes are not verdicts (DESIGN principle 7): a probe looks at state.
public struct Probe: Hashable, Sendable {
  /// What is run; every member reads.
  public let pipeline: Pipeline
  /// When the answer is yes.
  public let criterion: Criterion
  /// How long to wait for a yes, asking again every half second; nil asks once.
  public var patience: Duration?
  /// What must go on holding for waiting to make sense; at most one.
  public var hopes: [Probe] = []

  /// A probe of one command.
  public init(_ command: Command, _ criterion: Criterion = .succeeds, within patience: Duration? = nil) {
    pipeline = Pipeline([command])
    self.criterion = criterion
    self.patience = patience
  }

  /// A probe of a pipeline.
  public init(_ pipeline: Pipeline, _ criterion: Criterion, within patience: Duration? = nil) {
    self.pipeline = pipeline
    self.criterion = criterion
    self.patience = patience
  }

  /// The probe, waiting only as long as another one says yes or cannot tell: a server that died will never answer.
  public func asLongAs(_ other: Probe) -> Probe {
    var copy = self
    copy.hopes = [other]
    return copy
  }
}
