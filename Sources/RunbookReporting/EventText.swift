import RunbookBase
import RunbookJournal

/// What a record says, in words.
enum EventText {
  static func describe(_ event: Event) -> (String, TimelineEntry.Weight) {
    switch event {
    case .stepIntended, .stepStarted, .stepEnded, .checkObserved, .outputCaptured, .stepSkipped, .stepMarkedDone, .stepUndone,
      .inDoubtResolved:
      step(event)
    case .gateRequested, .gateAnswered, .gateConsumed, .decisionMade, .manualConfirmed, .answerRefused, .roleHandedOver: person(event)
    default: run(event)
    }
  }

  private static func step(_ event: Event) -> (String, TimelineEntry.Weight) {
    switch event {
    case .stepIntended(let intent):
      let commands = intent.commands.map { $0.joined(separator: " ") }.joined(separator: "; ")
      return ("starts, attempt \(intent.attempt), \(intent.effect): \(commands)", .plain)
    case .stepStarted(_, let attempt, let process): return ("runs as process \(process.pid), attempt \(attempt)", .plain)
    case .stepEnded(let ending):
      let late = ending.late ? ", found later" : ""
      let after = "after \(WallTime.durationText(nanoseconds: ending.duration))\(late)"
      switch ending.outcome {
      case .succeeded: return ("done \(after)", .good)
      case .failed(let reason): return ("failed \(after): \(reason.words)", .bad)
      }
    case .checkObserved(let check):
      return (
        "observed \(check.value); passes when it \(check.criterion): \(check.passed ? "passed" : "not passed")", check.passed ? .good : .bad
      )
    case .outputCaptured(_, let name, let value): return ("\(name) is \(value)", .plain)
    case .stepSkipped(_, let reason, let person): return ("left out by \(name(person)): \(reason)", .attention)
    case .stepMarkedDone(_, let evidence, let person): return ("counted as done by \(name(person)): \(evidence)", .attention)
    case .stepUndone(_, let reason, let person): return ("taken back by \(name(person)): \(reason)", .attention)
    case .inDoubtResolved(let resolution):
      let who = resolution.person.map { " by \(name($0))" } ?? ""
      return (
        "was in doubt, attempt \(resolution.attempt): \(resolution.verdict.rawValue), by \(resolution.source.rawValue)\(who): \(resolution.evidence)",
        .attention
      )
    default: return (event.type, .plain)
    }
  }

  private static func person(_ event: Event) -> (String, TimelineEntry.Weight) {
    switch event {
    case .gateRequested(let request): return ("asks for a sign-off (\(request.role)): \(request.statement)", .attention)
    case .gateAnswered(let answer) where answer.isBreakGlass:
      return ("released without a sign-off, \(answer.reason ?? "")", .bad)
    case .gateAnswered(let answer):
      let reason = answer.reason.map { ": \($0)" } ?? ""
      return ("\(answer.decision.rawValue) by \(name(answer.person))\(reason)", answer.decision == .approved ? .good : .bad)
    case .gateConsumed(_, let releasing): return ("the approval releases \(releasing)", .plain)
    case .decisionMade(_, let arm, let reason, let person) where person.isRule: return ("“\(arm)” chosen \(reason)", .attention)
    case .decisionMade(_, let arm, let reason, let person): return ("“\(arm)” decided by \(name(person)): \(reason)", .attention)
    case .answerRefused(let refusal): return ("not accepted, and nothing was started: \(refusal.reason)", .bad)
    case .roleHandedOver(let handover):
      let from = handover.from.map { " from \($0)" } ?? ""
      return ("\(handover.role) handed over\(from) to \(handover.to.name) (login \(handover.to.login)), acknowledged", .attention)
    case .manualConfirmed(_, let evidence, let person): return ("confirmed by \(name(person)): \(evidence)", .good)
    default: return (event.type, .plain)
    }
  }

  private static func run(_ event: Event) -> (String, TimelineEntry.Weight) {
    switch event {
    case .genesis(let genesis):
      let kind = genesis.mode == .rehearsal ? "rehearsal" : "run"
      return ("\(kind) of \(genesis.runbook) on \(genesis.estate) begins, plan \(genesis.plan.short)", .plain)
    case .sessionOpened(let session):
      return ("session of \(session.person.map(actor) ?? session.login) on \(session.host), process \(session.process.pid)", .plain)
    case .planAccepted(let digest): return ("plan \(digest.short) accepted", .plain)
    case .preconditionObserved(let precondition):
      return (
        "\(precondition.id): \(precondition.verdict.rawValue), observed \(precondition.observed)",
        precondition.verdict == .met ? .plain : .attention
      )
    case .obligationOpened(_, let text, _): return ("owes: \(text)", .attention)
    case .obligationClosed(let id, _): return ("settled: \(id)", .good)
    case .obligationWaived(let id, let reason, let person): return ("\(id) waived by \(name(person)): \(reason)", .attention)
    case .paused(let reason, _): return ("the run pauses: \(reason.rawValue)", .attention)
    case .impactDeclared(let time, let person): return ("the impact began at \(time), declared by \(name(person))", .attention)
    case .messagePosted(let message): return (posted(message), message.isOut ? .good : .bad)
    case .note(let text, let about, let person):
      return ("note\(about.map { " about \($0)" } ?? "")\(person.map { " by \(actor($0))" } ?? ""): \(text)", .plain)
    case .clockJump(let wall, let boot): return ("the clock jumped by \((wall - boot) / 1_000_000_000) s", .attention)
    case .degraded(let reason): return ("the log is degraded: \(reason)", .bad)
    case .recovered(let bytes, _): return ("a torn tail of \(bytes) bytes was cut and kept", .attention)
    case .resumedFrom(let resumption):
      let left = resumption.skipped.isEmpty ? "" : ", leaving out \(resumption.skipped.joined(separator: ", ")): \(resumption.reason ?? "")"
      return ("goes on at \(resumption.step), \(name(resumption.person))\(left)", .attention)
    case .goesBeside(let beside):
      return (
        "works beside \(beside.run), \(beside.words); \(name(beside.person)): \(beside.reason)", .attention
      )
    case .aborted(let reason, let person): return ("aborted by \(name(person)): \(reason)", .bad)
    case .declined(let step): return ("declined at \(step)", .bad)
    case .sealed(let outcome): return ("sealed: \(outcome.rawValue)", outcome == .completed ? .good : .attention)
    case .unknown(let type, _): return ("a record of a newer version: \(type)", .attention)
    default: return (event.type, .plain)
    }
  }

  private static func posted(_ message: StatusMessage) -> String {
    let ways = message.deliveries.map { $0.channel + ($0.failure.map { " FAILED: \($0)" } ?? "") }
    let by = ways.isEmpty ? "by hand" : "by \(ways.joined(separator: ", "))"
    return "message (\(message.stage.rawValue)) \(by), \(name(message.person)): \(message.text)"
  }

  /// Somebody in the middle of a sentence: the role in brackets.
  private static func actor(_ person: Person) -> String {
    let login = person.name == person.login ? nil : "login \(person.login)"
    let more = [login, person.role].compactMap(\.self).joined(separator: ", ")
    return person.name + (more.isEmpty ? "" : " (\(more))")
  }

  private static func name(_ person: Person) -> String {
    let role = person.role.map { ", \($0)" } ?? ""
    return person.name == person.login ? "\(person.login)\(role)" : "\(person.name) (login \(person.login)\(role))"
  }
}
