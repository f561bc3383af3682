/// A verification with a typed pass criterion and a recorded value.
public struct Check: StepConvertible {
  /// The check as a step.
  public let step: Step

  /// A check.
  ///
  /// - Parameters:
  ///   - title: what must hold, as a sentence.
  ///   - command: the read-only look.
  ///   - criterion: when its answer passes.
  ///   - patience: how long to keep asking.
  public init(
    _ title: Text, id: String? = nil, _ command: Command, _ criterion: Criterion, within patience: Duration? = nil,
    fileID: String = #fileID, line: Int = #line
  ) {
    let probe = Probe(command, criterion, within: patience)
    step = Step(title, id: id, kind: .check(probe), role: .restoreOperator, location: SourceLocation(fileID: fileID, line: line))
  }

  /// A check of a pipeline.
  public init(
    _ title: Text, id: String? = nil, _ pipeline: Pipeline, _ criterion: Criterion, within patience: Duration? = nil,
    fileID: String = #fileID, line: Int = #line
  ) {
    let probe = Probe(pipeline, criterion, within: patience)
    step = Step(title, id: id, kind: .check(probe), role: .restoreOperator, location: SourceLocation(fileID: fileID, line: line))
  }

  /// The check, filling the output with what it observed.
  public func capture<Value>(_ output: Output<Value>, _ source: CaptureSource = .whole) -> Step { step.capture(output, source) }

  /// The check on another host.
  public func on(_ host: Host) -> Step { step.on(host) }

  /// The check with its meaning to the planner's rules.
  public func marked(_ mark: Step.Mark) -> Step { step.marked(mark) }

  /// The check with its expected duration.
  public func estimate(_ duration: Duration) -> Step { step.estimate(duration) }
}
