extension Step {
  private func with(_ change: (inout Policy) -> Void) -> Step {
    var copy = self
    change(&copy.policy)
    return copy
  }

  /// The step with a precondition, probed before the run and again before the step.
  public func precondition(
    _ title: Text, _ probe: Probe, remedy: Text, fileID: String = #fileID, line: Int = #line
  ) -> Step {
    with { $0.preconditions.append(Precondition(title, probe, remedy: remedy, fileID: fileID, line: line)) }
  }

  /// The step with a precondition that others share.
  public func precondition(_ precondition: Precondition) -> Step { with { $0.preconditions.append(precondition) } }

  /// The step, done only when the probe says so.
  public func verify(_ probe: Probe) -> Step { with { $0.verifications.append(probe) } }

  /// The step, done only when the look at the state passes.
  public func verify(_ command: Command, _ criterion: Criterion, within patience: Duration? = nil) -> Step {
    verify(Probe(command, criterion, within: patience))
  }

  /// The step, filling the output with what its last command prints.
  public func capture<Value>(_ output: Output<Value>, _ source: CaptureSource = .whole) -> Step {
    with { $0.captures.append(Capture(output: output.declaration, source: source)) }
  }

  /// The step, leaving something owing until the command has settled it.
  ///
  /// Unless a later step says `.settles`, the planner adds the settlement as one of the last steps.
  public func owes(
    _ title: Text, settledBy command: Command, when probe: Probe? = nil, fileID: String = #fileID, line: Int = #line
  ) -> Step {
    let location = SourceLocation(fileID: fileID, line: line)
    return with {
      $0.obligations.append(Obligation(title: title, settlement: [Pipeline([command])], settledWhen: probe, location: location))
    }
  }

  /// The step, leaving something owing that a later step `.settles`.
  public func owes(_ title: Text, fileID: String = #fileID, line: Int = #line) -> Step {
    let location = SourceLocation(fileID: fileID, line: line)
    return with { $0.obligations.append(Obligation(title: title, settlement: [], settledWhen: nil, location: location)) }
  }

  /// The step, settling what an earlier step left owing under the same title.
  public func settles(_ title: Text) -> Step { with { $0.settles.append(StepID.slug(title.literals)) } }

  /// The step with commands that take it back.
  public func undo(@CommandsBuilder _ commands: () -> [Pipeline]) -> Step {
    let pipelines = commands()
    return with { $0.undo = pipelines }
  }

  /// The step with a time limit for all of its commands together, after which the process group of the one that runs is ended.
  public func timeout(_ limit: Duration) -> Step { with { $0.timeout = limit } }

  /// The step, tried again by itself up to this many times in all.
  public func retry(attempts: Int, pause: Duration = .seconds(1)) -> Step {
    with { $0.retry = Retry(attempts: attempts, pause: pause) }
  }

  /// The step with its expected duration.
  public func estimate(_ duration: Duration) -> Step { with { $0.estimate = duration } }

  /// The step, safe to run again when its outcome is unknown.
  public var idempotent: Step { with { $0.doubt = .idempotent } }

  /// The step with a look that tells after a crash whether it happened.
  public func inDoubt(_ probe: Probe) -> Step { with { $0.doubt = .probe(probe) } }

  /// The step on another host.
  public func on(_ host: Host) -> Step { with { $0.host = host } }

  /// The step with its meaning to the planner's rules.
  public func marked(_ mark: Mark) -> Step { with { $0.mark = mark } }

  /// The step, whose last command prints this in a rehearsal; without it a text that passes is made up.
  public func rehearsed(_ output: Text) -> Step { with { $0.rehearsed = output } }

  /// The step with a line on how it differs from the paper's own commands.
  public func differs(_ note: String) -> Step { with { $0.difference = note } }
}
