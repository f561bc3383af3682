/// Steps that do not depend on each other and run side by side; all must end before the next step.
public struct Concurrently: StepConvertible {
  /// The group as a step.
  public let step: Step

  /// A group of steps that run commands or checks; gates and decisions stand outside.
  public init(_ title: Text, id: String? = nil, fileID: String = #fileID, line: Int = #line, @StepsBuilder _ steps: () -> [Step]) {
    let location = SourceLocation(fileID: fileID, line: line)
    step = Step(title, id: id, kind: .concurrently(steps()), role: .restoreOperator, location: location)
  }
}

/// A named part of a runbook, to keep a body short.
public struct Group: StepConvertible {
  /// The group as a step.
  public let step: Step

  /// Steps in order under one title.
  public init(_ title: Text, id: String? = nil, fileID: String = #fileID, line: Int = #line, @StepsBuilder _ steps: () -> [Step]) {
    let location = SourceLocation(fileID: fileID, line: line)
    step = Step(title, id: id, kind: .group(steps()), role: .restoreOperator, location: location)
  }
}
