import RunbookBase

/// What a check measured and whether that passes.
public struct CheckObservation: Hashable, Sendable {
  /// The id of the step.
  public var step: String
  /// The measured value.
  public var value: String
  /// The criterion in words, such as `> 0`.
  public var criterion: String
  /// Whether the value meets the criterion.
  public var passed: Bool

  /// An observation from its parts.
  public init(step: String, value: String, criterion: String, passed: Bool) {
    self.step = step
    self.value = value
    self.criterion = criterion
    self.passed = passed
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    value = try fields.string("value")
    criterion = try fields.string("criterion")
    passed = try fields.bool("passed")
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("value", value)
    list.add("criterion", criterion)
    list.add("passed", .bool(passed))
  }
}
