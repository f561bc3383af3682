import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// The run whose step has called this program: the executor says which one it is.
enum CurrentRun {
  /// Its folder.
  ///
  /// - Throws: `Problem` with code 2 for a person who types the command by hand.
  static func folder(_ context: Context) throws(Problem) -> RunFolder {
    guard let path = context.environment["RUNBOOK_RUN_FOLDER"], let name = path.utf8.split(separator: 0x2F).last,
      let id = RunID(String(decoding: Array(name), as: UTF8.self)), let runs = Files.directory(of: path),
      let state = Files.directory(of: runs)
    else { throw Problem(.usage, "this command belongs into a step of a run", hint: "see the drills: \(Program.name) drills") }
    return try StateDirectory.existing(state).folder(id)
  }

  /// Its state directory.
  static func directory(_ folder: RunFolder) throws(Problem) -> StateDirectory {
    let runs = Files.directory(of: folder.path) ?? "/"
    return try StateDirectory.existing(Files.directory(of: runs) ?? "/")
  }

  /// The report of a run as far as its log goes; the files of its output are not looked at.
  static func report(_ folder: RunFolder, _ context: Context) throws(Problem) -> RunReport {
    var records: [Record] = []
    let contents = try folder.read { records.append($0.record) }
    let plan = (try? Files.read(folder.planPath)).flatMap { try? JSON.parse($0) }.map(RecordedPlan.init)
    var input = ReportInput(run: folder.id, records: records, state: contents.state, plan: plan, now: WallTime(nanoseconds: context.now))
    input.program = Program.name
    input.isBusy = folder.isBusy
    return RunReport(input)
  }
}
