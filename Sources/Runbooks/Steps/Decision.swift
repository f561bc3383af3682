/// A branch that a named role chooses while the run is going; the plan shows every arm.
public struct Decision: StepConvertible {
  /// The decision as a step.
  public let step: Step

  /// A decision between at least two arms.
  public init(
    _ question: Text, id: String? = nil, by role: Role = .incidentCommander, fileID: String = #fileID, line: Int = #line,
    @ArmsBuilder _ arms: () -> [When]
  ) {
    let choice = Choice(arms: arms(), rule: nil)
    step = Step(question, id: id, kind: .decision(choice), role: role, location: SourceLocation(fileID: fileID, line: line))
  }

  private init(step: Step) {
    self.step = step
  }

  private func with(_ change: (inout Choice) -> Void) -> Decision {
    guard case .decision(var choice) = step.kind else { return self }
    change(&choice)
    var copy = Step(step.title, id: step.id, kind: .decision(choice), role: step.role, location: step.location)
    copy.policy = step.policy
    return Decision(step: copy)
  }

  /// The decision, filling the output with the answer that was chosen.
  public func capture<Value>(_ output: Output<Value>) -> Step { step.capture(output) }

  /// The decision, made by rule when an earlier output has this value, and by the person otherwise.
  ///
  /// The log records the rule and the value; nobody is asked about a question that does not arise.
  public func chosen<Value: ParameterValue>(_ arm: String, when output: Output<Value>, is value: Value) -> Decision {
    with { $0.rule = Rule(output: output.declaration, value: value.text, arm: arm) }
  }

  /// The arms and the rule that may choose for the person.
  public struct Choice: Sendable {
    /// The arms in order.
    public let arms: [When]
    /// Chooses where the question does not arise.
    public var rule: Rule?
  }

  /// Chooses an arm from an output's value.
  public struct Rule: Sendable, Hashable {
    /// The output that is looked at.
    public let output: OutputDeclaration
    /// The value that decides.
    public let value: String
    /// The arm that is taken then.
    public let arm: String
  }
}

/// One arm of a decision.
public struct When: Sendable {
  /// The answer that chooses this arm.
  public let answer: String
  /// Its steps; none for an arm that just goes on.
  public let steps: [Step]
  /// Whether the run ends after the arm's steps, but for what is still owed.
  public private(set) var ends = false
  /// Where it was written.
  public let location: SourceLocation

  /// An arm with steps.
  public init(_ answer: String, fileID: String = #fileID, line: Int = #line, @StepsBuilder _ steps: () -> [Step]) {
    self.answer = answer
    self.steps = steps()
    location = SourceLocation(fileID: fileID, line: line)
  }

  /// An arm that just goes on.
  public init(_ answer: String, fileID: String = #fileID, line: Int = #line) {
    self.answer = answer
    steps = []
    location = SourceLocation(fileID: fileID, line: line)
  }

  /// The arm, ending the run after its steps: what follows the decision is for the other arms.
  public var endsTheRun: When {
    var copy = self
    copy.ends = true
    return copy
  }
}
