import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks

/// Tells what was probed, and refuses to start while something does not hold.
enum Blocked {
  static func check(_ findings: [ProbeRunner.Finding], _ terminal: TerminalConsole) throws(Problem) {
    let open = findings.filter { $0.verdict != .met }
    for finding in open where !finding.precondition.isUnconditional {
      let when = finding.precondition.away.map { "needed later, on \($0.name)" } ?? "only for one arm"
      terminal.tell(.warning("\(when): \(finding.precondition.title.shown()): \(finding.verdict.words) (\(finding.observed))"))
    }
    let blocking = open.filter(\.precondition.isUnconditional)
    terminal.tell(.note("preconditions: \(findings.count - open.count) met, \(blocking.count) in the way"))
    guard !blocking.isEmpty else { return }
    let isRefused = blocking.contains { $0.verdict == .notMet && $0.precondition.isSafety }
    throw Problem(
      isRefused ? .safetyRefusal : .preconditionNotMet,
      isRefused
        ? "refused: what the run would touch is not safe to touch; nothing was started"
        : blocking.count == 1
          ? "a precondition does not hold; nothing was started" : "\(blocking.count) preconditions do not hold; nothing was started",
      details: blocking.flatMap {
        ["\($0.verdict.words): \($0.precondition.title.shown()); observed: \($0.observed)", "  → \($0.precondition.remedy.shown())"]
      },
      hint: "set them right and run the command again")
  }
}
