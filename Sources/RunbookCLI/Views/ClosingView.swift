import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookReporting

/// What is said when a run has ended: the times against the targets, and where they went.
enum ClosingView {
  /// Tells it once the run is sealed; what cannot be read is left to `report`.
  static func tell(_ run: RunSession, _ terminal: TerminalConsole, _ context: Context) {
    guard run.state.outcome != nil, let input = try? ReportCommand.input(run.writer.folder, context) else { return }
    for line in RunReport(input).closing { terminal.tell(.note(line)) }
  }
}
