import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// `runbook report [RUN]`: what happened, for those who were not there.
enum ReportCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let out = arguments.value("out")
    if arguments.flag("drills") {
      let (text, damaged) = try DrillsCommand.report(
        arguments.flag("json") ? "json" : arguments.value("format") ?? format(of: out), arguments, context)
      try put(text, out, context)
      context.tell(damaged.map { "damaged: \($0)" })
      return damaged.isEmpty ? .success : .auditLogDamaged
    }
    let folder = try RunLookup.find(arguments, context)
    let report = RunReport(try input(folder, context))
    switch arguments.flag("json") ? "json" : arguments.value("format") ?? format(of: out) {
    case "html": try put(report.html, out, context)
    case "json": try put(report.json.pretty + "\n", out, context)
    default: try put(report.markdown, out, context)
    }
    return .success
  }

  /// The format that the name of a file asks for.
  static func format(of path: String?) -> String {
    guard let dot = path?.utf8.lastIndex(of: 0x2E), let path else { return "md" }
    let ending = String(path.utf8[path.utf8.index(after: dot)...]) ?? ""
    return ["html", "htm"].contains(ending) ? "html" : ending == "json" ? "json" : "md"
  }

  /// Gathers the records, the recorded plan and what the output files are now; changes nothing.
  static func input(_ folder: RunFolder, _ context: Context) throws(Problem) -> ReportInput {
    var records: [Record] = []
    let contents = try folder.read { records.append($0.record) }
    let plan = (try? Files.read(folder.planPath)).flatMap { try? JSON.parse($0) }.map(RecordedPlan.init)
    var input = ReportInput(run: folder.id, records: records, state: contents.state, plan: plan, now: WallTime(nanoseconds: context.now))
    input.program = Program.name
    input.isBusy = folder.isBusy
    if case .torn(let bytes, let reason) = contents.tail { input.tornTail = "\(bytes) bytes, \(reason)" }
    input.outputs = outputs(of: records, in: folder)
    input.waitingNotes = NoteSpool(folder).waiting().map { "\($0.text) (about \($0.about.text(.seconds)), \($0.by))" }
    return input
  }

  private static func outputs(of records: [Record], in folder: RunFolder) -> ReportInput.OutputFindings {
    var findings = ReportInput.OutputFindings()
    for record in records {
      guard case .stepEnded(let ending) = record.event, let output = ending.output else { continue }
      // The log names files inside the run's folder; anything else is not looked at.
      let isInside = output.file.utf8.first != 0x2F && !output.file.utf8.split(separator: 0x2F).contains { $0.elementsEqual("..".utf8) }
      guard isInside, let digest = digest(folder.path + "/" + output.file) else {
        findings.missing.append(output.file)
        continue
      }
      if digest == output.digest { findings.same += 1 } else { findings.changed.append(output.file) }
    }
    return findings
  }

  private static func digest(_ path: String) -> SHA256.Digest? {
    try? Files.digest(path).digest
  }

  private static func put(_ text: String, _ path: String?, _ context: Context) throws(Problem) {
    guard let path else { return context.put(text) }
    do throws(SystemError) { try Files.writeDurably(Array(text.utf8), to: path) } catch {
      throw Problem(.usage, "the report cannot be written: \(error)", hint: "name another file with --out")
    }
    context.tell(["written: \(path)"])
  }
}
