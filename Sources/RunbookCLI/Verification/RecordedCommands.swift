import RunbookApproval
import RunbookBase
import RunbookJournal

/// The commands that a log says were started, against those of the plan that its run accepted.
struct RecordedCommands {
  private(set) var findings: [Finding] = []
  private var steps: [String: [[String]]] = [:]

  init(_ plan: JSON, _ starts: [RecordedStart]) {
    read(plan["steps"])
    for start in starts where !start.intent.commands.isEmpty {
      guard let planned = steps[start.intent.step], !start.isOf(planned) else { continue }
      let words = "record \(start.record) starts step \(start.intent.step) with other commands than those of plan.json"
      findings.append(Finding(.command, record: start.record, TerminalText.escapedLine(words)))
    }
  }

  private mutating func read(_ list: JSON?) {
    for step in list?.arrayValue ?? [] {
      if let id = step["id"]?.stringValue, let commands = step["commands"]?.arrayValue {
        steps[id] = commands.flatMap { $0["pipeline"]?.arrayValue ?? [$0] }.map { ($0["argv"]?.arrayValue ?? []).compactMap(\.stringValue) }
      }
      read(step["steps"])
      for arm in step["arms"]?.arrayValue ?? [] { read(arm["steps"]) }
    }
  }
}
