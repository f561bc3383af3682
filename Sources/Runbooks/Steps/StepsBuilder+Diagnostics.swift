// Likely mistakes get a sentence; a test compiles each one and reads it.
extension StepsBuilder {
  /// A bare command in a body.
  @available(*, unavailable, message: "a command runs inside a step: Step(\"what it does\") { … }")
  public static func buildExpression(_ command: Command) -> [Step] { [] }

  /// A bare pipeline in a body.
  @available(*, unavailable, message: "a pipeline runs inside a step: Step(\"what it does\") { … }")
  public static func buildExpression(_ pipeline: Pipeline) -> [Step] { [] }

  /// Text in a body.
  @available(*, unavailable, message: "text is no step: write Manual(\"what a person must do\") or give the text to a step as its title")
  public static func buildExpression(_ text: String) -> [Step] { [] }

  /// An arm outside of a decision.
  @available(
    *, unavailable, message: "When is an arm of a decision: Decision(\"the question\", by: .incidentCommander) { When(\"…\") { … } }"
  )
  public static func buildExpression(_ arm: When) -> [Step] { [] }

  /// An empty body.
  @available(*, unavailable, message: "a body holds at least one step")
  public static func buildBlock() -> [Step] { [] }
}

extension CommandsBuilder {
  /// A step, gate, check or decision inside of a step.
  @available(*, unavailable, message: "a step does not stand inside a step; use Group(\"…\") { … } to nest steps")
  public static func buildExpression<Component: StepConvertible>(_ step: Component) -> [Pipeline] { [] }

  /// A shell line.
  @available(*, unavailable, message: "a command is data, not a shell line: Command(\"psql\", [\"--version\"], effect: .reads)")
  public static func buildExpression(_ line: String) -> [Pipeline] { [] }

  /// A step without commands.
  @available(*, unavailable, message: "a step runs at least one command; use Manual for work that a person does")
  public static func buildBlock() -> [Pipeline] { [] }
}
