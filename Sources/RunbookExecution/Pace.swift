package import RunbookJournal
package import RunbookPlanning
import Runbooks

/// How long steps take: what earlier runs needed for the same steps, else the estimates of the plan.
package struct Pace: Sendable {
  /// The newest durations of each step that earlier runs recorded, in nanoseconds, by id.
  private var durations: [String: [Int64]] = [:]
  /// How many earlier runs were looked at.
  package private(set) var runs = 0

  /// How many runs back it looks.
  package static let reach = 20

  package init() {}

  /// Learns from the runs of the same runbook on the same estate, the newest ones; what cannot be read teaches nothing.
  package init(_ plan: Plan, in directory: StateDirectory, besides own: RunID? = nil) {
    let ids = ((try? directory.runs()) ?? []).filter { $0.runbook == plan.runbook && $0 != own }
    for id in ids.suffix(Self.reach) {
      var steps: [(id: String, duration: Int64)] = []
      let contents = try? directory.folder(id).read { stored in
        guard case .stepEnded(let ending) = stored.record.event, ending.outcome == .succeeded, !ending.late else { return }
        steps.append((ending.step, ending.duration))
      }
      guard let genesis = contents?.state.genesis, genesis.estate == plan.estate.name, genesis.mode == .real || genesis.mode == .drill
      else { continue }
      learn(steps)
    }
  }

  /// Takes in the steps of one more run.
  package mutating func learn(_ steps: [(id: String, duration: Int64)]) {
    guard !steps.isEmpty else { return }
    runs += 1
    for step in steps { durations[step.id, default: []].append(step.duration) }
  }

  /// How long a step is expected to take: the longer of the middle ones of its last five durations; nil when nobody knows.
  package func duration(of step: PlannedStep) -> Duration? {
    guard let known = durations[step.id]?.suffix(5), !known.isEmpty else { return step.policy.estimate }
    return .nanoseconds(known.sorted()[known.count / 2])
  }

  /// Whether anything is known of any step.
  func knows(_ plan: Plan) -> Bool { plan.forecast != nil || plan.flattened.contains { durations[$0.id] != nil } }
}
