package import Runbooks

/// A pipeline of a plan.
package struct PlannedPipeline: Hashable, Sendable {
  package let commands: [PlannedCommand]

  init(_ pipeline: Pipeline, values: [String: String], away: Host?) {
    commands = pipeline.commands.map { PlannedCommand($0, values: values, away: away) }
  }

  package var effect: PlannedEffect { commands.map(\.effect).reduce(.reads, PlannedEffect.graver) }

  var texts: [PlannedText] { commands.flatMap(\.texts) }
}

/// A look at the world, with its parameters filled in.
package struct PlannedProbe: Hashable, Sendable {
  package let pipeline: PlannedPipeline
  package let criterion: PlannedCriterion
  package let patience: Duration?
  /// What must go on holding for waiting to make sense.
  package let hopes: [PlannedProbe]

  init(_ probe: Probe, values: [String: String], away: Host?) {
    pipeline = PlannedPipeline(probe.pipeline, values: values, away: away)
    criterion = PlannedCriterion(probe.criterion, values: values)
    patience = probe.patience
    hopes = probe.hopes.map { PlannedProbe($0, values: values, away: away) }
  }

  package var texts: [PlannedText] { pipeline.texts + criterion.texts + hopes.flatMap(\.texts) }
}

/// A precondition of a plan.
package struct PlannedPrecondition: Sendable, Hashable {
  package let id: String
  package let title: PlannedText
  package let remedy: PlannedText
  package let look: Look
  package let location: SourceLocation?
  /// Whether the run needs it whatever is decided; one of a single arm is looked at again when the arm is reached.
  package var isUnconditional = true
  /// Whether the run is refused and not only blocked while it does not hold.
  package var isSafety = false
  /// The other host on which it is looked at; such a look keeps no run from starting: the run may bring the host up.
  package var away: Host?

  /// How to see whether it holds.
  package enum Look: Hashable, Sendable {
    /// A read-only command and its criterion.
    case probe(PlannedProbe)
    /// A program that must be found on its host.
    case executable(String)
  }
}
