package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// A run that stands in the middle of changing a target of production: it has begun a step that changes it, and it is not sealed.
///
/// Its locks went with its process. What it has begun did not, and another run on the same target would build on half a restore.
/// What lies in scratch is there to be thrown away, above all by the teardown of a drill that failed.
package struct UnfinishedChange: Sendable {
  package let run: RunID
  /// The targets that it shares with the plan, in the order of names.
  package let targets: [String]
  /// Where it stands, in words.
  package let standing: String

  /// Every such run, oldest first.
  ///
  /// - Parameters:
  ///   - plan: what is about to work on its targets.
  ///   - directory: where the runs are.
  ///   - known: runs that are not meant: the own one, and those that a person has decided about.
  package static func all(
    of plan: Plan, in directory: StateDirectory, besides known: Set<RunID> = []
  ) throws(Problem) -> [UnfinishedChange] {
    let wanted = Set(plan.changedTargets.filter { $0.realm == .production }.map(\.name))
    guard !wanted.isEmpty else { return [] }
    return try directory.runs().filter { !known.contains($0) }.map(directory.folder).filter { !$0.endsSealed }.compactMap {
      look($0, wanted)
    }
  }

  private static func look(_ folder: RunFolder, _ wanted: Set<String>) -> UnfinishedChange? {
    guard let bytes = try? Files.read(folder.planPath, limit: 64 << 20), let plan = try? JSON.parse(bytes) else {
      return UnfinishedChange(run: folder.id, targets: [], standing: "its plan cannot be read, so that nobody can say what it changes")
    }
    guard let state = try? folder.read().state else {
      let targets = changed(by: plan["steps"], wanted) { _ in true }
      return targets.isEmpty
        ? nil : UnfinishedChange(run: folder.id, targets: targets, standing: "its log is damaged, so that nobody can say how far it came")
    }
    guard state.outcome == nil, state.genesis?.mode != .rehearsal else { return nil }
    let targets = changed(by: plan["steps"], wanted) { id in
      let step = state.step(id)
      return step.attempts > 0 || step.status == .markedDone
    }
    return targets.isEmpty ? nil : UnfinishedChange(run: folder.id, targets: targets, standing: words(state.status))
  }

  /// The wanted targets that the begun steps of a recorded plan change.
  private static func changed(by steps: JSON?, _ wanted: Set<String>, _ isBegun: (String) -> Bool) -> [String] {
    var found: Set<String> = []
    var open = steps?.arrayValue ?? []
    while let step = open.popLast() {
      open += (step["steps"]?.arrayValue ?? []) + (step["arms"]?.arrayValue ?? []).flatMap { $0["steps"]?.arrayValue ?? [] }
      guard let id = step["id"]?.stringValue, isBegun(id) else { continue }
      for entry in (step["commands"]?.arrayValue ?? []) + (step["undo"]?.arrayValue ?? []) {
        for command in entry["pipeline"]?.arrayValue ?? [entry] where command["effect"]?.stringValue != "reads" {
          if let name = command["target"]?["name"]?.stringValue, wanted.contains(name) { found.insert(name) }
        }
      }
    }
    return found.sorted()
  }

  private static func words(_ status: RunStatus) -> String {
    switch status {
    case .paused(let reason, let step): "it is paused (\(reason.rawValue)\(step.map { ", \($0)" } ?? ""))"
    case .running: "it was interrupted"
    case .completed, .completedWithExceptions, .declined, .aborted: "it has ended and is not sealed"
    }
  }

  /// Refuses to go on beside them.
  ///
  /// - Parameter stateWords: the state folder as it has to be typed again, with a space before it.
  /// - Throws: `busy`, with what to type for each.
  package static func refuse(_ unfinished: [UnfinishedChange], stateWords: String = "") throws(Problem) {
    guard let first = unfinished.first else { return }
    let exec = "\(Host.programName) exec \(first.run.runbook)"
    let run = "--run \(first.run.short)\(stateWords)"
    throw Problem(
      .busy, "another run stands in the middle of changing what this one changes; nothing was started",
      details: unfinished.map { other in
        "\(other.run): " + (other.targets.isEmpty ? "" : "it has begun to change \(other.targets.joined(separator: ", ")); ")
          + other.standing
      },
      hint: "go on with it: \(exec) --resume \(run); or end it: \(exec) --abort \(run) --reason \"…\"; "
        + "or, if this one cannot wait for that, add --beside \"why\": the log keeps it as an exception")
  }
}
