package import RunbookBase
package import RunbookJournal
package import RunbookPlanning
import RunbookSystem
import Runbooks

/// A run that changes what another one changes: it stands in the middle of that, or has done it behind the other one's back.
///
/// Its locks went with its process. What it has begun did not, and another run on the same target would build on half a restore.
/// What lies in scratch is there to be thrown away, above all by the teardown of a drill that failed.
package struct RivalRun: Sendable {
  package let run: RunID
  /// The targets of production that it shares with the plan, in the order of names.
  package let targets: [String]
  /// Where it stands, in words.
  package let standing: String
  /// Whether it is over, so that nobody can go on with it or end it.
  package var isOver = false
  /// Whether its folder can be read, so that it can be gone on with.
  package var isReadable = true
  /// Whether somebody works on it now.
  package var isBusy = false

  /// Every run that a plan which is about to be run would meet, oldest first.
  ///
  /// - Parameters:
  ///   - plan: what is about to work on its targets.
  ///   - directory: where the runs are.
  ///   - known: runs that are not meant: those that a person has decided about.
  package static func all(
    of plan: Plan, in directory: StateDirectory, besides known: Set<RunID> = []
  ) throws(Problem) -> [RivalRun] {
    try look(Set(plan.changedTargets.filter { $0.realm == .production }.map(\.name)), directory, known, since: nil)
  }

  /// Every run that an interrupted one would meet when it goes on: also those that have ended since it last worked, if it had changed something by then.
  package static func all(of plan: Plan, in directory: StateDirectory, goingOn own: ExaminedLog) throws(Problem) -> [RivalRun] {
    let wanted = Set(plan.changedTargets.filter { $0.realm == .production }.map(\.name))
    let state = own.contents.state
    let hasBegun = plan.flattened.contains { step in
      step.pipelines.flatMap(\.commands).contains { $0.effect.changesSomething } && state.hasBegun(step.id)
    }
    return try look(wanted, directory, Set(state.besides.keys).union([own.folder.id]), since: hasBegun ? state.last?.wall : nil)
  }

  private static func look(
    _ wanted: Set<String>, _ directory: StateDirectory, _ known: Set<RunID>, since: WallTime?
  ) throws(Problem) -> [RivalRun] {
    guard !wanted.isEmpty else { return [] }
    return try directory.runs().filter { !known.contains($0) }.map(directory.folder).compactMap { folder in
      // A run that is done with is passed over by its last line alone: there may be years of them.
      if let end = folder.sealedAt, since.map({ end < $0 }) ?? true { return nil }
      return look(folder, wanted)
    }
  }

  private static func look(_ folder: RunFolder, _ wanted: Set<String>) -> RivalRun? {
    guard let bytes = try? Files.read(folder.planPath, limit: 64 << 20), let plan = try? JSON.parse(bytes) else {
      return RivalRun(
        run: folder.id, targets: [], standing: "its plan cannot be read, so that nobody can say what it changes", isReadable: false)
    }
    guard let state = try? folder.read().state else {
      let targets = changed(by: plan["steps"], wanted) { _ in true }
      let standing = "its log is damaged, so that nobody can say how far it came"
      return targets.isEmpty ? nil : RivalRun(run: folder.id, targets: targets, standing: standing, isReadable: false)
    }
    guard state.genesis?.mode != .rehearsal else { return nil }
    let targets = changed(by: plan["steps"], wanted, state.hasBegun)
    guard !targets.isEmpty else { return nil }
    let isBusy = !state.status.isFinal && folder.isBusy
    return RivalRun(
      run: folder.id, targets: targets, standing: isBusy ? "somebody works on it now" : words(state), isOver: state.outcome != nil,
      isBusy: isBusy)
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

  private static func words(_ state: RunState) -> String {
    if let outcome = state.outcome {
      let end = outcome == .completedWithExceptions ? "completed with exceptions" : outcome.rawValue
      return "it was \(end) since this one last worked"
    }
    return switch state.status {
    case .paused(let reason, let step): "it is paused (\(reason.rawValue)\(step.map { ", \($0)" } ?? ""))"
    case .running: "it was interrupted"
    case .completed, .completedWithExceptions, .declined, .aborted: "it has ended and is not sealed"
    }
  }
}

extension RivalRun {
  /// Refuses to work beside them.
  ///
  /// - Parameters:
  ///   - rivals: the other runs.
  ///   - own: the run that would go on; nil for one that would begin.
  ///   - stateWords: the state folder as it has to be typed again, with a space before it.
  /// - Throws: `busy`, with what to type.
  package static func refuse(_ rivals: [RivalRun], goingOn own: RunID? = nil, stateWords: String = "") throws(Problem) {
    guard let first = rivals.first(where: { !$0.isOver }) ?? rivals.first else { return }
    throw Problem(
      .busy,
      first.isOver
        ? "another run has changed what this one stands in the middle of changing; nothing was started"
        : "another run stands in the middle of changing what this one changes; nothing was started",
      details: rivals.map { rival in
        let begun = rival.isOver ? "it has changed" : "it has begun to change"
        return "\(rival.run): " + (rival.targets.isEmpty ? "" : "\(begun) \(rival.targets.joined(separator: ", ")); ") + rival.standing
      } + first.ways(goingOn: own, stateWords),
      hint: "if this one cannot wait for that, add --beside \"why\": the log keeps it as an exception")
  }

  /// What to type about it, a line each.
  private func ways(goingOn own: RunID?, _ stateWords: String) -> [String] {
    let exec = { (run: RunID, verb: String) in "\(Host.programName) exec \(run.runbook) \(verb) --run \(run.short)\(stateWords)" }
    let abort = { (run: RunID) in exec(run, "--abort") + " --reason \"…\"" }
    if !isReadable { return ["keep its folder as it is, and look at it: \(Host.programName) verify \(run.short)\(stateWords)"] }
    if isBusy { return ["wait until it is done; see where it is: \(Host.programName) status \(run.short)\(stateWords)"] }
    if isOver { return own.map { ["to end this one, which knows nothing of that: \(abort($0))"] } ?? [] }
    return ["to go on with it: \(exec(run, "--resume"))", "to end it: \(abort(run))"]
  }
}

extension RunState {
  /// Whether a step was begun, or done by hand.
  fileprivate func hasBegun(_ id: String) -> Bool { step(id).attempts > 0 || step(id).status == .markedDone }
}
