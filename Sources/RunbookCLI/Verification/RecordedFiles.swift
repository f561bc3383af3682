import RunbookBase
import RunbookJournal
import RunbookReporting
import RunbookSystem

/// The files beside a log, compared with the digests that the log holds: `plan.json` and the output of steps.
struct RecordedFiles {
  /// `plan.json` as it is; nil when it cannot be read.
  let plan: RecordedPlan?
  /// The same as JSON; nil unless it is the plan that the run accepted.
  let acceptedPlan: JSON?
  private(set) var outputs = ReportInput.OutputFindings()
  private(set) var findings: [Finding] = []

  init(_ folder: RunFolder, accepted: SHA256.Digest?, outputs: [(record: Int, file: OutputFile)]) {
    let json = (try? Files.read(folder.planPath, limit: 64 << 20)).flatMap { try? JSON.parse($0) }
    plan = json.map(RecordedPlan.init)
    acceptedPlan = plan?.digest == accepted?.hex ? json : nil
    if plan == nil {
      findings.append(Finding(.plan, "plan.json cannot be read"))
    } else if acceptedPlan == nil {
      findings.append(Finding(.plan, record: 1, "plan.json is not the plan that the run accepted"))
    }
    for (record, file) in outputs { look(at: file, record, folder) }
  }

  private mutating func look(at file: OutputFile, _ record: Int, _ folder: RunFolder) {
    let name = TerminalText.escapedLine(file.file)
    // The log names files inside the run's folder; anything else is not looked at.
    let isInside = file.file.utf8.first != 0x2F && !file.file.utf8.split(separator: 0x2F).contains { $0.elementsEqual("..".utf8) }
    guard isInside, let found = try? Files.digest(folder.path + "/" + file.file) else {
      outputs.missing.append(file.file)
      findings.append(Finding(.output, record: record, "the output file \(name) that record \(record) names is not there"))
      return
    }
    guard found.digest == file.digest else {
      outputs.changed.append(file.file)
      findings.append(Finding(.output, record: record, "the output file \(name) is not what record \(record) says of it: it was changed"))
      return
    }
    outputs.same += 1
  }

  /// What is in order, in one sentence; nil where something is not.
  var line: String? {
    guard findings.isEmpty else { return nil }
    let files = outputs.same == 0 ? "" : ", and \(VerifyCommand.count(outputs.same, "output file")) as recorded"
    return "plan.json is the accepted one\(files)"
  }
}
