import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks

extension TerminalConsole {
  func answer(_ gate: GateQuestion) -> GateReply? {
    put(GateView(gate: gate, width: width, style: style, isRehearsal: isRehearsal).text)
    forgetTypedAhead()
    if let signing = gate.signing { return answer(gate, signing) }
    while let line = ask("type \(gate.word) to approve, or decline: ") {
      if line.utf8.elementsEqual(gate.word.utf8) {
        guard let person = person(gate.statement.gate.role) else { return nil }
        return .approve(person)
      }
      if line == "decline" {
        guard let reason = text("why: "), let person = person(gate.statement.gate.role) else { return nil }
        return .decline(person, reason: reason)
      }
      put("  “\(TerminalText.escapedLine(line))” is neither “\(gate.word)” nor “decline”; nothing was approved")
    }
    return nil
  }

  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    put("")
    putProse("\(heading("DECISION", .warning)) \(decision.step.number) \(decision.title)")
    for (index, arm) in decision.arms.enumerated() {
      putProse("\(index + 1)  \(arm.answer)" + (arm.obstacle.map { "  (not in this run: \($0))" } ?? ""), indent: 2, hanging: 3)
      guard arm.obstacle == nil, let words = ClockText.decide(by: decision.deadlines[arm.answer], decision.clock) else { continue }
      putProse(words, indent: 5)
    }
    forgetTypedAhead()
    while let line = ask("type the number of the answer: ") {
      guard let number = Int(line), decision.arms.indices.contains(number - 1) else {
        put("  “\(TerminalText.escapedLine(line))” is none of 1 to \(decision.arms.count)")
        continue
      }
      let arm = decision.arms[number - 1]
      if let obstacle = arm.obstacle {
        put("  “\(arm.answer)” cannot be taken: \(obstacle)")
        continue
      }
      guard let reason = text("why “\(arm.answer)”: "), let person = person(decision.step.role) else { return nil }
      return DecisionReply(arm: arm.answer, reason: reason, person: person)
    }
    return nil
  }

  func answer(_ manual: ManualQuestion) -> Evidence? {
    put("")
    putProse("\(heading("PERSON", .warning)) \(manual.step.number) (\(manual.step.role)) \(manual.title)")
    forgetTypedAhead()
    guard let note = text("what did you see or do: "), let person = person(manual.step.role) else { return nil }
    return Evidence(text: note, person: person)
  }

  func answer(_ failure: FailureQuestion) -> FailureReply? {
    put("")
    putProse("\(heading("FAILED", .danger)) \(failure.step.number) \(failure.title): \(TerminalText.escapedLine(failure.reason))")
    for line in failure.tail { put("  | \(TerminalText.escapedLine(line))") }
    for (choice, consequence) in failure.choices {
      // What takes it back is a command, and stays whole.
      let width = choice == .undo ? nil : width
      for line in Wrap.labelled(choice.rawValue, consequence, width: width, indent: 2, column: 7) { put(line) }
    }
    forgetTypedAhead()
    while let line = ask("what now: ") {
      guard let choice = FailureChoice(rawValue: line), failure.choices.contains(where: { $0.choice == choice }) else {
        put("  type one of: " + failure.choices.map(\.choice.rawValue).joined(separator: ", "))
        continue
      }
      if choice == .retry || choice == .pause { return FailureReply(choice, nil) }
      let effects = [failure.step.effect] + (choice == .undo ? failure.step.policy.undo.map(\.effect) : [])
      let destroys = effects.contains { if case .destroys = $0 { true } else { false } }
      let isForCommander = (destroys && choice != .abort) || (choice == .done && failure.provesRecovery)
      let role: Role = isForCommander ? .incidentCommander : failure.step.role
      guard let reason = text(choice == .done ? "what shows that it is done: " : "why: ") else { return nil }
      guard let values = choice == .done ? values(failure.values) : [:], let person = person(role) else { return nil }
      return FailureReply(choice, Evidence(text: reason, person: person, values: values))
    }
    return nil
  }

  func answer(_ doubt: DoubtQuestion) -> DoubtReply? {
    put("")
    putProse("\(heading("IN DOUBT", .danger)) \(doubt.step.number) \(doubt.title)")
    for line in doubt.evidence { putProse(TerminalText.escapedLine(line), indent: 2) }
    put("  done       it happened; count it as done")
    put("  not-done   it did not happen; it may run again")
    put("  pause      leave it open")
    forgetTypedAhead()
    while let line = ask("look, then say what happened: ") {
      switch line {
      case "pause": return .pause
      case "done", "not-done":
        guard let note = text("what did you see: ") else { return nil }
        guard let values = line == "done" ? values(doubt.values) : [:], let person = person(.incidentCommander) else { return nil }
        let evidence = Evidence(text: note, person: person, values: values)
        return line == "done" ? .done(evidence) : .notDone(evidence)
      default: put("  type one of: done, not-done, pause")
      }
    }
    return nil
  }

  func answer(_ message: ResolutionQuestion) -> Evidence? {
    guard isInteractive else { return nil }
    put("")
    putProse("\(heading("MESSAGE", .warning)) (\(Role.commsLead)) nobody has told those outside that it is over")
    // A command stays whole.
    for line in Wrap.lines("to send it, in another terminal: \(message.announce)", width: nil, indent: 2) { put(line) }
    forgetTypedAhead()
    while let line = ask("what you posted by hand, or “later” to end the run without it: ", until: message.isOver) {
      if line == "later" { return nil }
      guard line.utf8.count >= 3 else {
        put("  a few words, please: the log keeps them")
        continue
      }
      return person(.commsLead).map { Evidence(text: TerminalText.escapedLine(line), person: $0) }
    }
    return nil
  }

  /// What the step would have captured, one by one; nil at the end of input.
  private func values(_ questions: [ValueQuestion]) -> [String: String]? {
    var values: [String: String] = [:]
    for question in questions {
      let use = question.consumers.isEmpty ? "no step uses it" : "used by steps \(question.consumers.joined(separator: ", "))"
      let empty = question.known.map { "it is “\($0)” so far; leave it empty to keep that" } ?? "leave it empty if you do not know it"
      putProse("‹\(question.name)› is \(question.rule); \(use); \(empty)", indent: 2)
      while true {
        guard let line = ask("\(question.name): ") else { return nil }
        if line.isEmpty {
          if !question.consumers.isEmpty, question.known == nil {
            put("  left open: what uses it in steps \(question.consumers.joined(separator: ", ")) cannot run")
          }
          break
        }
        if let value = question.parse(line) {
          values[question.name] = value
          break
        }
        put("  “\(TerminalText.escapedLine(line))” is not \(question.rule)")
      }
    }
    return values
  }
}
