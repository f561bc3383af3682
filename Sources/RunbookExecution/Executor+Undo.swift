import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem

extension Executor {
  /// Why a step cannot be taken back now: what an earlier try started may still be running, and two at once undo nothing well.
  ///
  /// Each try has a folder of its own, so that all of them can be asked.
  func unsettledUndo(of step: PlannedStep) throws(Problem) -> String? {
    let prefix = "\(step.number)-undo."
    let names: [String]
    do throws(SystemError) { names = try Files.list(outputFolder) } catch {
      if error.errno == .ENOENT { return nil }
      return "what an earlier try left cannot be looked at: \(error)"
    }
    for name in names where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: ".")
      guard parts.count == 3, let attempt = Int(parts[0]), let part = Int(parts[1]), step.policy.undo.indices.contains(part - 1) else {
        continue
      }
      let directory = "\(outputFolder)/\(name)"
      let work = Work(
        run: runID, step: step.id + "/undo", attempt: attempt, nonce: nonce(in: directory), part: part,
        commands: try resolution.resolve(step.policy.undo[part - 1], outputs: outputs), secretVariables: [], timeLimit: nil,
        isSupervised: true, outputIsData: false, directory: directory)
      switch performer.state(of: work) {
      case .finished, .notStarted, .unknown: continue
      case .running: return "what an earlier try started is still running on \(step.host); let it end first"
      case .unreachable(let words): return "an earlier try was sent to \(step.host), which cannot be asked about it: \(words)"
      case .unsettled(let words): return "an earlier try was sent to \(step.host); \(words)"
      }
    }
    return nil
  }

  /// The random name under which a try was sent to another host; no other place keeps it.
  private func nonce(in directory: String) -> String {
    guard let bytes = try? Files.read(directory + "/sent", limit: 1 << 16), let sent = try? JSON.parse(bytes) else { return "" }
    return sent["nonce"]?.stringValue ?? ""
  }
}
