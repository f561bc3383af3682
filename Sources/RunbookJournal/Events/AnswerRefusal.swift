public import RunbookBase

/// An answer that counted for nothing, or a recorded approval that did not hold any more right before the start; nothing was started.
public struct AnswerRefusal: Hashable, Sendable {
  /// The id of the gate's step.
  public var step: String
  /// Why, as one sentence.
  public var reason: String
  /// The digest of the answer as it came, so that it is told once; nil when no answer from elsewhere was concerned.
  public var answer: SHA256.Digest?

  /// A refusal from its parts.
  public init(step: String, reason: String, answer: SHA256.Digest? = nil) {
    self.step = step
    self.reason = reason
    self.answer = answer
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    reason = try fields.string("reason")
    if fields.has("answer") { answer = try fields.digest("answer") }
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("reason", reason)
    list.add("answer", answer?.hex)
  }
}
