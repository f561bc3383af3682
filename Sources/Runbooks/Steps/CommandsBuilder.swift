/// Collects the commands of a step, in order.
@resultBuilder
public enum CommandsBuilder {
  /// One command.
  public static func buildExpression(_ command: Command) -> [Pipeline] { [Pipeline([command])] }

  /// A typed pipeline.
  public static func buildExpression(_ pipeline: Pipeline) -> [Pipeline] { [pipeline] }

  /// Commands that an operation returns together.
  public static func buildExpression(_ commands: [Command]) -> [Pipeline] { commands.map { Pipeline([$0]) } }

  /// At least one entry.
  public static func buildBlock(_ first: [Pipeline], _ rest: [Pipeline]...) -> [Pipeline] { first + rest.flatMap { $0 } }

  /// `if` without `else`, decided while the plan is made.
  public static func buildOptional(_ commands: [Pipeline]?) -> [Pipeline] { commands ?? [] }

  /// The first branch of an `if`.
  public static func buildEither(first commands: [Pipeline]) -> [Pipeline] { commands }

  /// The other branch of an `if`.
  public static func buildEither(second commands: [Pipeline]) -> [Pipeline] { commands }

  /// `for`, unrolled while the plan is made.
  public static func buildArray(_ commands: [[Pipeline]]) -> [Pipeline] { commands.flatMap { $0 } }
}

/// Collects the arms of a decision.
@resultBuilder
public enum ArmsBuilder {
  /// At least two arms.
  public static func buildBlock(_ first: When, _ second: When, _ rest: When...) -> [When] { [first, second] + rest }

  /// A decision with one arm decides nothing.
  @available(*, unavailable, message: "a decision has at least two arms: When(\"…\") { … } When(\"…\") { … }")
  public static func buildBlock(_ only: When) -> [When] { [] }

  /// A decision without arms.
  @available(*, unavailable, message: "a decision has at least two arms: When(\"…\") { … } When(\"…\") { … }")
  public static func buildBlock() -> [When] { [] }
}
