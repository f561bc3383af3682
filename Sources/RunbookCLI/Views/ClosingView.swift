import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookReporting

/// What is said when a run has ended: the times against the targets, and where they went.
enum ClosingView {
  /// Tells it once the run is sealed; what cannot be read is left to `report`.
  static func tell(_ run: RunSession, _ terminal: TerminalConsole, _ context: Context) {
    // What a rehearsal took says nothing about a restore.
    guard run.state.outcome != nil, run.state.genesis?.mode != .rehearsal else { return }
    guard let input = try? ReportCommand.input(run.writer.folder, context) else { return }
    for line in RunReport(input).closing { terminal.tell(.note(line)) }
  }
}
