import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem
import Runbooks

/// Where every record is copied to: `--copy`, else `RUNBOOK_COPY`, else as the estate says.
enum CopyOption {
  static let variable = "RUNBOOK_COPY"

  /// The place; nil when nobody names one.
  static func place(_ named: String?, _ estate: (any Estate)?, _ context: Context) throws(Problem) -> CopyPlace? {
    if let text = named ?? context.environment[variable], !text.isEmpty {
      guard text.utf8.first != 0x2F, !text.hasPrefix("exec:"), named != nil, let here = try? Host.workingDirectory() else {
        return try CopyPlace(parsing: text)
      }
      return .folder(here + "/" + text)
    }
    return estate?.recordCopy
  }

  /// Lets a session copy its records; what goes wrong is told once and written down.
  static func attach(
    _ run: RunSession, _ estate: any Estate, _ arguments: ParsedArguments, _ context: Context, _ terminal: TerminalConsole
  ) throws(Problem) {
    guard let place = try place(arguments.value("copy"), estate, context) else { return }
    let environment = BaseEnvironment.make(estate.environment, operatorsShell: context.environment)
    guard let own = try? Host.executablePath() else { return }
    terminal.tell(.note("each record is copied to \(place.words)"))
    run.copy = RecordCopy(place, of: run.writer.folder, ownExecutable: own, environment: environment)
    run.tellCopy = { terminal.tell(.warning($0)) }
    run.copyNow()
  }
}
