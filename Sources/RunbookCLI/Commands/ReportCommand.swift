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
    let directory = try RunLookup.neighbours(of: folder, arguments, context)
    let (input, verification) = try verified(folder, directory, context)
    let report = RunReport(input)
    switch arguments.flag("json") ? "json" : arguments.value("format") ?? format(of: out) {
    case "html": try put(report.html, out, context)
    case "json": try put(report.json.pretty + "\n", out, context)
    default: try put(report.markdown, out, context)
    }
    // It is written all the same: its proof says what is wrong.
    if let problem = verification.problem(folder.id), problem.code == .auditLogDamaged { throw problem }
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
    var reading = LogReading()
    let contents = try folder.read { stored in
      records.append(stored.record)
      reading.take(stored)
    }
    let files = RecordedFiles(folder, accepted: reading.genesis?.plan, endings: reading.endings)
    return input(folder, records, contents, files, context)
  }

  /// The same, with what `verify` finds.
  private static func verified(
    _ folder: RunFolder, _ directory: StateDirectory, _ context: Context
  ) throws(Problem) -> (ReportInput, Verification) {
    var records: [Record] = []
    var reading = LogReading()
    let log = try folder.examine { stored in
      records.append(stored.record)
      reading.take(stored)
    }
    let copy = (try? SecondCopy.find(nil, of: folder.id, estate: reading.genesis?.estate, context)) ?? nil
    let verification = Verification(folder, log.bytes, log.contents.state, reading, copy: copy, directory: directory, context)
    var input = input(folder, records, log.contents, verification.files, context)
    input.evidence = (verification.findings + verification.notes).compactMap { proof($0, isFound: verification.findings.contains($0)) }
    return (input, verification)
  }

  /// A line of the report's proof; nil for plan and output files, which have their own in every report.
  private static func proof(_ finding: Finding, isFound: Bool) -> RunReport.Proof? {
    guard finding.rule != .plan, finding.rule != .output else { return nil }
    let tone: RunReport.Tone = isFound ? (finding.isContradiction ? .bad : .attention) : finding.rule == .signature ? .good : .plain
    return RunReport.Proof(subject: finding.rule.subject, finding: finding.text, tone: tone)
  }

  private static func input(
    _ folder: RunFolder, _ records: [Record], _ contents: Journal.Contents, _ files: RecordedFiles, _ context: Context
  ) -> ReportInput {
    var input = ReportInput(
      run: folder.id, records: records, state: contents.state, plan: files.plan, now: WallTime(nanoseconds: context.now))
    input.program = Program.name
    input.isBusy = folder.isBusy
    if case .torn(let bytes, let reason) = contents.tail { input.tornTail = "\(bytes) bytes, \(reason)" }
    input.outputs = files.outputs
    input.waitingNotes = NoteSpool(folder).waiting().map { "\($0.text) (about \($0.about.text(.seconds)), \($0.by))" }
    return input
  }

  private static func put(_ text: String, _ path: String?, _ context: Context) throws(Problem) {
    guard let path else { return context.put(text) }
    do throws(SystemError) { try Files.writeDurably(Array(text.utf8), to: path) } catch {
      throw Problem(.usage, "the report cannot be written: \(error)", hint: "name another file with --out")
    }
    context.tell(["written: \(path)"])
  }
}
