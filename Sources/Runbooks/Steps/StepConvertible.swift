/// Something that stands in a body as one step.
public protocol StepConvertible: Sendable {
  /// The step.
  var step: Step { get }
}

extension Step: StepConvertible {
  /// Itself.
  public var step: Step { self }
}
