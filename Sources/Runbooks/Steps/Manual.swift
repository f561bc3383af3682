/// An instruction to a person, confirmed with a note of what was seen.
public struct Manual: StepConvertible {
  /// The instruction as a step.
  public let step: Step

  /// A manual step.
  public init(_ instruction: Text, id: String? = nil, by role: Role = .restoreOperator, fileID: String = #fileID, line: Int = #line) {
    step = Step(instruction, id: id, kind: .manual, role: role, location: SourceLocation(fileID: fileID, line: line))
  }

  /// The instruction with its expected duration.
  public func estimate(_ duration: Duration) -> Step { step.estimate(duration) }

  /// The instruction, settling what an earlier step left owing.
  public func settles(_ title: Text) -> Step { step.settles(title) }

  /// The instruction with its meaning to the planner's rules.
  public func marked(_ mark: Step.Mark) -> Step { step.marked(mark) }
}
