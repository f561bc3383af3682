public import RunbookBase

extension ApprovalRequest {
  /// The whole statement for the person who signs: what it means first, then every detail that the signature covers.
  ///
  /// Everything in it came from elsewhere, so everything is shown with nothing hidden; unwrapped, one fact a line.
  ///
  /// - Parameter now: for “still valid”; nil where the reader's clock says nothing.
  public func lines(now: WallTime? = nil) -> [String] {
    let question = question
    let destroying = question.commands.filter { $0.destroys != nil }
    let person = question.operator.person.map { "\($0) (login \(question.operator.login))" } ?? question.operator.login
    var lines = [
      "SIGN-OFF REQUEST, code \(code)",
      "As \(question.role) you are asked to let \(person) go on with this run on the estate “\(question.estate)”:",
      "  \(question.title)",
      destroying.isEmpty
        ? "It releases \(count(question.commands.count, "command")); none of them destroys anything."
        : "It releases \(count(question.commands.count, "command")), and \(destroying.count) of them DESTROY\(destroying.count == 1 ? "S" : ""):",
    ]
    lines += destroying.map { "  DESTROYS \($0.destroys ?? "")" }
    lines.append("")
    lines.append("Commands, as they will run:")
    var step: String?
    for command in question.commands {
      if command.step != step { lines.append("  \(command.number) \(command.title) [\(command.effect)] on \(command.host)") }
      step = command.step
      lines.append("    $ \(command.line)")
      lines += command.inputLines.map { "      < \($0)" }
      if let destroys = command.destroys { lines.append("      DESTROYS \(destroys)") }
    }
    for target in question.targets { lines.append("Target \(target.name): \(target.observed)") }
    lines += facts
    lines += [
      question.holder.map { "Addressed to \($0), who was handed the role during the run" },
      "Run \(question.run), gate \(question.number) (\(question.gate))",
      "Plan \(question.plan.short), evidence \(question.evidence.short), policy \(question.policy.short), log record \(sequence), head \(head.short)",
      "Valid once, from \(notBefore) until \(notAfter)\(left(now))",
    ].compactMap(\.self)
    return lines.map(TerminalText.escapedLine)
  }

  /// The text of the request file: for a person first, the block below it for the program.
  public var file: [UInt8] {
    Array((lines().joined(separator: "\n") + "\n\n").utf8) + block
      + Array(
        "\nTo answer: runbook approve --request FILE --key ~/.ssh/id_ed25519 (or a chat message with this block, on standard input)\n".utf8)
  }

  /// The block alone, for a chat message.
  public var block: [UInt8] { Armour.request.block(bytes) }

  /// The request that a text holds: a file, a chat message, with whatever is around the block.
  ///
  /// - Throws: `usage` when there is none, or when it was damaged on its way.
  public init(text: [UInt8]) throws(Problem) { self = try ApprovalRequest(try Armour.request.payload(in: text)) }

  private func left(_ now: WallTime?) -> String {
    guard let now else { return "" }
    let left = notAfter.nanoseconds(since: now)
    return left > 0 ? " (\(WallTime.durationText(nanoseconds: left)) left)" : " (EXPIRED)"
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
