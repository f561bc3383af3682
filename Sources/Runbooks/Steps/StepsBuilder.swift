/// Collects the steps of a body into a flat array (style 3: variadic, no nested generics).
@resultBuilder
public enum StepsBuilder {
  /// A step, gate, check, manual, decision or group.
  public static func buildExpression<Component: StepConvertible>(_ component: Component) -> [Step] { [component.step] }

  /// Another runbook, included as a group under its own name.
  public static func buildExpression<Included: Runbook>(_ runbook: Included) -> [Step] {
    let steps = runbook.body
    var group = Step(
      Text(Included.title), id: Included.name, kind: .group(steps), role: .restoreOperator,
      location: steps.first?.location ?? SourceLocation(fileID: Included.name, line: 0))
    group.policy.preconditions = runbook.preconditions
    return [group]
  }

  /// Steps that a function or loop made.
  public static func buildExpression(_ steps: [Step]) -> [Step] { steps }

  /// A body of at least one entry.
  public static func buildBlock(_ first: [Step], _ rest: [Step]...) -> [Step] { first + rest.flatMap { $0 } }

  /// `if` without `else`, decided while the plan is made.
  public static func buildOptional(_ steps: [Step]?) -> [Step] { steps ?? [] }

  /// The first branch of an `if`.
  public static func buildEither(first steps: [Step]) -> [Step] { steps }

  /// The other branch of an `if`.
  public static func buildEither(second steps: [Step]) -> [Step] { steps }

  /// `for`, unrolled while the plan is made.
  public static func buildArray(_ steps: [[Step]]) -> [Step] { steps.flatMap { $0 } }
}
