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

  /// What holds bytes and is named by no record, in one sentence; nil where there is nothing.
  private(set) var unvouched: String?

  init(_ folder: RunFolder, accepted: SHA256.Digest?, endings: [(record: Int, ending: Ending)]) {
    let json = (try? Files.read(folder.planPath, limit: 64 << 20)).flatMap { try? JSON.parse($0) }
    plan = json.map(RecordedPlan.init)
    acceptedPlan = plan?.digest == accepted?.hex ? json : nil
    if plan == nil {
      findings.append(Finding(.plan, "plan.json cannot be read"))
    } else if acceptedPlan == nil {
      findings.append(Finding(.plan, record: 1, "plan.json is not the plan that the run accepted"))
    }
    for (record, ending) in endings { if let file = ending.output { look(at: file, record, folder) } }
    lookAtOthers(folder, endings)
  }

  /// The files with output that no record names: those of a step's earlier commands, of attempts without an end, and what was put there.
  private mutating func lookAtOthers(_ folder: RunFolder, _ endings: [(record: Int, ending: Ending)]) {
    let named = Set(endings.compactMap(\.ending.output?.file))
    var silent = silentFiles(endings)
    var others: [String] = []
    for name in (try? Files.list(folder.outputPath)) ?? [] {
      let file = "output/" + (name.hasSuffix(".log") ? name : name + "/output.log")
      guard !named.contains(file), let status = try? Files.stat(folder.path + "/" + file, followLink: false), status.size > 0 else {
        continue
      }
      guard let record = silent.removeValue(forKey: file) else {
        others.append(TerminalText.escapedLine(file))
        continue
      }
      outputs.changed.append(file)
      let words = "the output file \(file) holds \(status.size) bytes, and record \(record) says that its step printed nothing"
      findings.append(Finding(.output, record: record, TerminalText.escapedLine(words)))
    }
    guard !others.isEmpty else { return }
    unvouched =
      "\(VerifyCommand.count(others.count, "output file")) of which no record holds a digest, so that nothing can be said of "
      + "\(others.count == 1 ? "it" : "them"): \(others.joined(separator: ", "))"
  }

  /// The files that would hold the output of attempts whose end says that there was none, each with that record.
  private func silentFiles(_ endings: [(record: Int, ending: Ending)]) -> [String: Int] {
    let steps = Dictionary((plan?.steps ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var files: [String: Int] = [:]
    for (record, ending) in endings where ending.output == nil && !ending.late {
      // What was not started, and what was learned later, says nothing about its output.
      if case .failed(.notStarted) = ending.outcome { continue }
      guard let step = steps[ending.step] else { continue }
      let slug = step.id.utf8.map { $0 == 0x2F ? UInt8(ascii: ".") : $0 }
      let base = "output/\(step.number)-\(String(decoding: slug, as: UTF8.self)).\(ending.attempt)"
      // The last command of several is the one whose file is recorded; which one was the last of a failed step is not.
      guard step.pipelines == 1 || ending.outcome == .succeeded else { continue }
      let place = step.pipelines == 1 ? base : "\(base).\(step.pipelines)"
      for file in [place + ".log", place + "/output.log"] { files[file] = record }
    }
    return files
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
