import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks

extension TerminalConsole {
  /// Waits at a gate that signed answers release; at the terminal itself a no can be typed, and an answer pasted.
  func answer(_ gate: GateQuestion, _ signing: SigningQuestion) -> GateReply? {
    let words = [signing.acceptsTyped ? gate.word : nil, "decline", "block", signing.allowsBreakGlass ? "break-glass" : nil]
    let prompt = "waiting for signed answers; or paste one, or type \(words.compactMap(\.self).joined(separator: ", ")): "
    while let line = ask(prompt, until: signing.isOver) {
      if signing.acceptsTyped, line.utf8.elementsEqual(gate.word.utf8) {
        guard let person = person(gate.statement.gate.role) else { return nil }
        return .approve(person)
      }
      switch line {
      case "": continue
      case "decline":
        guard let reason = text("why: "), let person = unvetted(gate.statement.gate.role) else { return nil }
        return .decline(person, reason: reason)
      case "block": put(signing.block)
      case "break-glass" where signing.allowsBreakGlass:
        if let reply = breakGlass(gate) { return reply }
      case let line where line.contains("BEGIN RUNBOOK APPROVAL ANSWER"):
        guard let block = pasted(after: line) else { return nil }
        if let wrong = signing.handIn(block) { put("  \(wrong); nothing was approved") }
      default:
        put("  “\(TerminalText.escapedLine(line))” is none of \(words.compactMap(\.self).joined(separator: ", ")); nothing was approved")
      }
    }
    return nil
  }

  /// The rest of a block that is being pasted.
  private func pasted(after first: String) -> [UInt8]? {
    var block = first + "\n"
    while !block.contains("END RUNBOOK APPROVAL ANSWER"), block.utf8.count < 1 << 16 {
      guard let line = ask("") else { return nil }
      block += line + "\n"
    }
    return Array(block.utf8)
  }

  /// Somebody who says no: a no is heard, whoever says it.
  private func unvetted(_ role: Role) -> Person? {
    let known = vet
    vet = nil
    defer { vet = known }
    return person(role)
  }

  private func breakGlass(_ gate: GateQuestion) -> GateReply? {
    put(style(.danger, "BREAK-GLASS: you release gate \(gate.statement.gate.number) alone, without a sign-off"))
    put("  The log says so for ever, the run ends with an exception, and it cannot end before somebody with the role has reviewed it.")
    guard let reason = text("what has to happen now: "), let why = text("why it cannot wait for the \(gate.role): ") else { return nil }
    let word = "break-glass-" + (String(gate.statement.evidence.hex.utf8.prefix(4)) ?? "")
    guard ask("type \(word) to release it: ") == word else {
      put("  the word was not typed; nothing was released")
      return nil
    }
    return .breakGlass(reason: reason, whyNotWait: why)
  }
}
