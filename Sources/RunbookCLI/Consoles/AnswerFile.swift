import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// Answers from a file, for a lab alone: one JSON object per line, `{"step":"approve","answer":"approve"}`.
///
/// It plays the people; the log says so in the name of everybody who answers.
final class AnswerFileConsole: Console {
  private let terminal: TerminalConsole
  private var answers: [String: [JSON]] = [:]

  init(_ path: String, _ terminal: TerminalConsole) throws(Problem) {
    self.terminal = terminal
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 20) } catch {
      throw Problem(.usage, "the answer file \(path) cannot be read: \(error.errno)", hint: "give --answers the path of a file")
    }
    for (index, line) in bytes.split(separator: 0x0A).enumerated() {
      guard let json = try? JSON.parse(Array(line)), let step = json["step"]?.stringValue, json["answer"]?.stringValue != nil else {
        throw Problem(.usage, "line \(index + 1) of \(path) is no answer", hint: "write {\"step\":\"approve\",\"answer\":\"approve\"}")
      }
      answers[step, default: []].append(json)
    }
  }

  func tell(_ line: ConsoleLine) { terminal.tell(line) }
  func show(_ step: PlannedStep, _ bytes: [UInt8]) { terminal.show(step, bytes) }

  func answer(_ gate: GateQuestion) -> GateReply? {
    terminal.put(GateView(gate: gate, width: terminal.width, style: terminal.style, isRehearsal: terminal.isRehearsal).text)
    guard let (answer, person, _) = next(gate.statement.gate) else { return nil }
    return answer == "approve" ? .approve(person) : .decline(person, reason: "the answer file says “\(answer)”")
  }

  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    guard let (answer, person, _) = next(decision.step), decision.arms.contains(where: { $0.answer == answer && $0.obstacle == nil }) else {
      return nil
    }
    return DecisionReply(arm: answer, reason: "from the answer file", person: person)
  }

  func answer(_ manual: ManualQuestion) -> Evidence? {
    next(manual.step).map { Evidence(text: $0.answer, person: $0.person) }
  }

  func answer(_ failure: FailureQuestion) -> FailureReply? {
    guard case (let answer, var person, let json)? = next(failure.step), let choice = FailureChoice(rawValue: answer) else { return nil }
    guard let values = choice == .done ? values(failure.values, json, failure.step) : [:] else { return nil }
    if failure.provesRecovery || (choice == .undo && failure.step.undoDestroys) { person.role = Role.incidentCommander.rawValue }
    return FailureReply(choice, Evidence(text: "from the answer file", person: person, values: values))
  }

  func answer(_ doubt: DoubtQuestion) -> DoubtReply? {
    guard let (answer, person, json) = next(doubt.step), let values = answer == "done" ? values(doubt.values, json, doubt.step) : [:]
    else { return nil }
    let evidence = Evidence(text: "from the answer file", person: person, values: values)
    return answer == "done" ? .done(evidence) : answer == "not-done" ? .notDone(evidence) : .pause
  }

  /// The next answer for a step, by its whole id or the last part of it.
  private func next(_ step: PlannedStep) -> (answer: String, person: Person, json: JSON)? {
    let last = step.id.utf8.split(separator: 0x2F).last.map { String(Substring($0)) } ?? step.id
    guard let key = [step.id, last].first(where: { answers[$0]?.isEmpty == false }), let json = answers[key]?.removeFirst(),
      let answer = json["answer"]?.stringValue
    else { return nil }
    return (answer, Person(name: "answer file", login: Host.userName(), role: step.role.rawValue), json)
  }

  /// What the step would have captured, from `"values":{"rows":"3"}`; nil when the file does not give it, and nobody has answered then.
  private func values(_ questions: [ValueQuestion], _ json: JSON, _ step: PlannedStep) -> [String: String]? {
    var values: [String: String] = [:]
    for question in questions {
      guard let text = json["values"]?[question.name]?.stringValue else {
        // What no step uses may be missing without a word.
        if question.consumers.isEmpty || question.known != nil { continue }
        terminal.tell(
          .warning(
            "the answer “done” for step \(step.number) lacks ‹\(question.name)›: add \"values\":{\"\(question.name)\":\"…\"}, \"\" to leave it open"
          ))
        return nil
      }
      if text.isEmpty { continue }
      guard let value = question.parse(text) else {
        terminal.tell(.warning("“\(TerminalText.escapedLine(text))” for ‹\(question.name)› is not \(question.rule)"))
        return nil
      }
      values[question.name] = value
    }
    return values
  }
}
