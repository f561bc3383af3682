/// How far a dry run's line can be trusted.
package enum Fidelity: Hashable, Sendable {
  /// `runbook plan` looks at the world for it.
  case probed
  /// Everything that would run is known now.
  case computed
  /// What would run depends on what an earlier step finds.
  case depends(onStep: String, output: String)
  /// A person does or decides it.
  case human

  /// The words shown in a plan.
  package var words: String {
    switch self {
    case .probed: "probed"
    case .computed: "computed"
    case .depends(let step, let output): "depends on step \(step) (‹\(output)›)"
    case .human: "human"
    }
  }
}
