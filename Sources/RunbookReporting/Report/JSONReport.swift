package import RunbookBase
import RunbookJournal

extension RunReport {
  /// The report as one HTML file.
  package var html: String { HTMLReport(self).text }

  /// The report as Markdown.
  package var markdown: String { MarkdownReport(self).text }

  /// The report for programs; times as RFC 3339, durations in milliseconds.
  package var json: JSON {
    [
      "run": .string(input.run.text), "runbook": .string(input.run.runbook), "title": .string(title), "section": JSON(input.plan?.section),
      "estate": JSON(input.state.genesis?.estate), "mode": JSON(input.state.genesis?.mode.rawValue), "operator": .string(operatorName),
      "outcome": .string(outcome.words),
      "isSealed": .bool(input.state.outcome != nil), "began": .string(began.text(.milliseconds)),
      "ended": .string(ended.text(.milliseconds)),
      "parameters": .object(input.state.parameters.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
      "summary": JSON(summary), "rto": json(objectives.rto), "rpo": json(objectives.rpo),
      "time": ["machineMs": ms(shares.machine), "peopleMs": ms(shares.people), "haltedMs": ms(shares.halted)],
      "steps": .array(steps.map(json)),
      "notExecuted": .array(notExecuted.map { ["number": .string($0.number), "title": .string($0.title), "why": .string($0.why)] }),
      "checks": .array(
        story.checks.map {
          [
            "step": .string($0.step), "number": .string(name($0.step).number), "criterion": .string($0.criterion),
            "value": .string($0.value),
            "passed": .bool($0.passed), "at": at($0.at),
          ]
        }), "words": .array(story.words.map(json)),
      "failures": .array(
        story.failures.map { ["step": .string($0.step), "attempt": JSON($0.attempt), "reason": .string($0.reason), "at": at($0.at)] }),
      "obligations": .array(
        input.state.obligations.values.sorted { $0.id < $1.id }.map {
          ["id": .string($0.id), "text": .string($0.text), "status": .string(status($0))]
        }),
      "remarks": .array(
        story.marks.map {
          [
            "kind": .string($0.kind.rawValue), "by": .string($0.by), "words": .string($0.words), "at": at($0.at),
            "about": JSON($0.about?.text(.milliseconds)),
          ]
        }), "waitingRemarks": JSON(input.waitingNotes),
      "halts": .array(story.halts.map { ["why": .string($0.why), "from": at($0.from), "to": $0.to.map(at) ?? .null] }),
      "impact": JSON(input.state.impact?.text(.milliseconds)),
      "messages": .array(messages.lines.map(json)),
      "followUps": .array(
        followUps.map {
          ["cause": .string($0.cause.rawValue), "step": JSON($0.step), "text": .string($0.text), "due": .string(due.text(.seconds))]
        }),
      "preconditions": .array(
        story.preconditions.map { ["id": .string($0.id), "verdict": .string($0.verdict.rawValue), "observed": .string($0.observed)] }),
      "head": .string(input.state.head.hex), "fingerprint": .string(input.state.fingerprint),
      "proof": .array(
        proofs.map {
          ["subject": .string($0.subject), "finding": .string($0.finding), "isGood": .bool($0.tone == .good || $0.tone == .plain)]
        }),
    ]
  }

  private func ms(_ nanoseconds: Int64) -> JSON { .int(nanoseconds / 1_000_000) }
  private func at(_ elapsed: Int64) -> JSON { .string(time.wall(elapsed).text(.milliseconds)) }

  private func json(_ objective: Objective) -> JSON {
    [
      "targetMs": objective.target.map { .int($0 * 1000) } ?? .null, "actualMs": objective.actual.map(ms) ?? .null,
      "verdict": .string(objective.verdict.rawValue), "basis": .string(objective.basis),
    ]
  }

  private func json(_ line: MessageResults.Line) -> JSON {
    [
      "due": JSON(line.due?.text(.seconds)), "lateMs": ms(line.late), "posted": JSON(line.message?.at.text(.milliseconds)),
      "stage": JSON(line.message?.stage.rawValue), "text": JSON(line.message?.text), "name": JSON(line.message?.person.name),
      "channels": .array(
        (line.message?.deliveries ?? []).map { ["channel": .string($0.channel), "failure": JSON($0.failure)] }),
    ]
  }

  private func json(_ step: StepLine) -> JSON {
    [
      "number": .string(step.number), "id": .string(step.id), "title": .string(step.title), "kind": .string(step.kind),
      "status": .string(step.status),
      "attempts": JSON(step.attempts), "from": step.from.map(at) ?? .null, "to": step.to.map(at) ?? .null,
      "estimateMs": step.estimate.map { .int($0 * 1000) } ?? .null,
    ]
  }

  private func json(_ word: RunStory.Word) -> JSON {
    [
      "step": JSON(word.step), "number": JSON(word.step.map { name($0).number }), "kind": .string(word.kind.rawValue),
      "asked": .string(word.asked),
      "answer": .string(word.answer), "name": .string(word.person.name), "login": .string(word.person.login),
      "role": JSON(word.person.role),
      "why": .string(word.why), "at": at(word.at), "waitedMs": word.waited.map(ms) ?? .null, "isSigned": .bool(word.isSigned),
      "isException": .bool(word.isException),
    ]
  }

  private func status(_ obligation: Obligation) -> String {
    switch obligation.status {
    case .open: "open"
    case .closed: "settled"
    case .waived: "waived"
    }
  }
}
