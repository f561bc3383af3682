import RunbookBase
import Testing

@testable import RunbookJournal

@Suite("The state of a run") struct RunStateTests {
  typealias S = Sample
  static let opened: [Event] = [.sessionOpened(S.session()), .planAccepted(digest: S.digest)]

  struct Case: Sendable, CustomTestStringConvertible {
    var before: [Event]
    var event: Event
    var reason: String
    init(_ before: [Event], _ event: Event, _ reason: String) { (self.before, self.event, self.reason) = (before, event, reason) }
    var testDescription: String { "\(event.type): \(reason)" }
  }

  static let illegal: [Case] = [
    Case([], .genesis(S.genesis()), "the run has begun already"),
    Case([], .note("x", about: nil), "no session was opened"),
    Case([], S.intent("a"), "no session was opened"),
    Case([.sessionOpened(S.session())], S.intent("a"), "no plan was accepted"),
    Case([.sessionOpened(S.session())], .planAccepted(digest: S.other), "the run was begun for another plan"),
    Case(opened, S.intent("a", 2), "attempt 1 of step a is due"),
    Case(opened, S.started("a"), "attempt 1 of step a was not intended in this session, or runs already"),
    Case(opened, S.ended("a"), "attempt 1 of step a is not open"),
    Case(opened + [S.intent("a")], S.intent("a", 2), "attempt 1 of step a has no outcome"),
    Case(opened + [S.intent("a")], S.started("a", 2), "attempt 2 of step a was not intended in this session, or runs already"),
    Case(opened + [S.intent("a")], S.ended("a", 2), "attempt 2 of step a is not open"),
    Case(
      opened + [S.intent("a"), S.started("a")], S.started("a"), "attempt 1 of step a was not intended in this session, or runs already"),
    Case(opened + [S.intent("a"), S.ended("a")], S.ended("a"), "attempt 1 of step a is not open"),
    Case(opened + [S.intent("a"), S.ended("a")], S.intent("a", 2), "step a is done"),
    Case(
      opened + [S.intent("a"), .checkObserved(CheckObservation(step: "a", value: "0", criterion: "> 0", passed: false))], S.ended("a"),
      "the check of step a failed"),
    Case(opened + [S.intent("a")], .stepSkipped(step: "a", reason: "x", by: S.ada), "attempt 1 of step a has no outcome"),
    Case(opened + [S.intent("a")], .stepMarkedDone(step: "a", evidence: "x", by: S.ada), "attempt 1 of step a has no outcome"),
    Case(opened + [S.intent("a")], .manualConfirmed(step: "a", evidence: "x", by: S.ada), "attempt 1 of step a has no outcome"),
    Case(opened + [S.intent("a"), S.ended("a")], .stepSkipped(step: "a", reason: "x", by: S.ada), "step a is finished"),
    Case(opened, .stepUndone(step: "a", reason: "x", by: S.ada), "step a has no effect to undo"),
    Case(opened, S.resolved("a", .done), "attempt 1 of step a is not in doubt"),
    Case(
      opened + [S.intent("a"), .sessionOpened(S.session())], S.started("a"),
      "attempt 1 of step a was not intended in this session, or runs already"),
    Case(opened + [S.intent("a"), .sessionOpened(S.session())], S.intent("a", 2), "attempt 1 of step a has no outcome"),
    Case(
      opened + [S.intent("a"), .sessionOpened(S.session())], S.resolved("a", .done, attempt: 2), "attempt 2 of step a is not in doubt"),
    Case(
      opened + [S.intent("a"), .sessionOpened(S.session())],
      .inDoubtResolved(Resolution(step: "a", attempt: 1, verdict: .done, source: .person, evidence: "x")),
      "a person's verdict names the person, and no other does"),
    Case(opened, S.answer("g"), "gate g does not wait for an answer"),
    Case(
      opened + [S.gate("g")], S.answer("g", evidence: S.other), "the answer was given to something else than what gate g shows"),
    Case(opened + [S.gate("g"), S.answer("g")], S.answer("g"), "gate g does not wait for an answer"),
    Case(opened, .gateConsumed(step: "g", releasing: "a"), "gate g was not shown"),
    Case(opened + [S.gate("g")], .gateConsumed(step: "g", releasing: "a"), "gate g has no approval in this boot"),
    Case(
      opened + [S.gate("g"), S.answer("g", .declined)], .gateConsumed(step: "g", releasing: "a"), "gate g has no approval in this boot"),
    Case(
      opened + [S.gate("g"), S.answer("g"), .sessionOpened(S.session(boot: "boot-2"))], .gateConsumed(step: "g", releasing: "a"),
      "gate g has no approval in this boot"),
    Case(
      opened + [S.gate("g"), S.answer("g"), .gateConsumed(step: "g", releasing: "a")], .gateConsumed(step: "g", releasing: "b"),
      "the approval of gate g is used up"),
    Case(
      opened + [S.gate("g"), S.answer("g"), S.gate("g")], .gateConsumed(step: "g", releasing: "a"), "gate g has no approval in this boot"),
    Case(
      opened + [S.gate("g")], .gateAnswered(GateAnswer(step: "g", decision: .declined, person: S.ada, evidence: S.digest)),
      "declining needs a reason"),
    Case(
      opened + [S.gate("gate")], .gateAnswered(S.glass(reason: nil)), "breaking the glass needs a reason"),
    Case(
      opened, .roleHandedOver(Handover(role: "scribe", from: nil, to: S.ada, brief: ["x"])),
      "the new holder takes the role that is handed over"),
    Case(
      opened, .roleHandedOver(Handover(role: "incident-commander", from: nil, to: S.ada, brief: [])), "a handover tells where things stand"),
    Case(opened + [S.gate("g")], S.intent("g"), "gate g was not answered"),
    Case(opened + [S.gate("g"), .paused(.signOff, step: "g")], S.intent("a"), "the run is paused (sign-off)"),
    Case(opened + [.paused(.operator, step: nil)], S.intent("a"), "the run is paused (operator)"),
    Case(opened + [.degraded(reason: "ENOSPC")], S.intent("a"), "the log can take the records of running steps only"),
    Case(
      opened + [.decisionMade(step: "d", arm: "x", reason: "y", by: S.ada)], .decisionMade(step: "d", arm: "z", reason: "y", by: S.ada),
      "decision d was made"),
    Case(
      opened + [.outputCaptured(step: "a", name: "rows", value: "1")], .outputCaptured(step: "b", name: "rows", value: "2"),
      "output rows belongs to step a"),
    Case(
      opened + [.obligationOpened(id: "o", text: "x", step: "a")], .obligationOpened(id: "o", text: "x", step: "a"), "o is owing already"),
    Case(opened, .obligationClosed(id: "o", step: nil), "o is not owing"),
    Case(opened, .obligationWaived(id: "o", reason: "x", by: S.ada), "o is not owing"),
    Case(opened, .resumedFrom(Resumption(step: "b", skipped: ["a"], person: S.ada)), "leaving steps out needs a reason"),
    Case(
      opened + [S.intent("a")], .resumedFrom(Resumption(step: "b", skipped: ["a"], reason: "x", person: S.ada)),
      "attempt 1 of step a has no outcome, so it cannot be left out"),
    Case(
      opened, .goesBeside(Beside(run: S.runID("0b51de"), targets: [], reason: "", person: S.ada)),
      "working beside another run needs a reason"),
    Case(
      opened, .goesBeside(Beside(run: S.runID(), targets: [], reason: "x", person: S.ada)), "a run does not work beside itself"),
    Case(opened + [S.besideAnother], .sealed(.completed), "there were 1 exceptions"),
    Case(opened + [.obligationOpened(id: "o", text: "x", step: "a")], .sealed(.completed), "o is still owing"),
    Case(opened + [S.intent("a")], .sealed(.completed), "step a has no outcome"),
    Case(opened + [S.intent("a"), S.ended("a", 1, .failed(.exit(1)))], .sealed(.completed), "step a failed"),
    Case(opened, .sealed(.completedWithExceptions), "there were no exceptions"),
    Case(opened + [.stepSkipped(step: "a", reason: "x", by: S.ada)], .sealed(.completed), "there were 1 exceptions"),
    Case(opened, .sealed(.declined), "no gate ended the run"),
    Case(opened, .sealed(.aborted), "nobody aborted the run"),
    Case(opened + [.aborted(reason: "x", by: S.ada)], .sealed(.completed), "the run ended otherwise"),
    Case(opened + [.aborted(reason: "x", by: S.ada)], S.intent("a"), "the run has ended"),
    Case(opened, .declined(step: "g"), "gate g was not declined"),
    Case(opened + [.sealed(.completed)], .note("x", about: nil), "the run is sealed"),
    Case(opened + [.sealed(.completed)], .sessionOpened(S.session()), "the run is sealed"),
  ]

  @Test("what cannot follow is refused and changes nothing", arguments: illegal) func refuses(item: Case) throws {
    let before = try LogBuilder(item.before)
    var log = before
    let refusal = #expect(throws: IllegalTransition.self) { try log.append(item.event) }
    #expect(refusal?.reason == item.reason)
    #expect(log.state == before.state)
  }

  @Test("order and session are checked first") func order() throws {
    let log = try LogBuilder(Self.opened)
    for (seq, epoch) in [(3, 1), (5, 1), (0, 1), (4, 0), (4, 2)] {
      let record = Record(at: S.instant(1), by: "x", epoch: epoch, seq: seq, event: .note("x", about: nil))
      #expect(throws: IllegalTransition.self) { _ = try log.state.applying(record) }
    }
    let skipped = Record(at: S.instant(1), by: "x", epoch: 3, seq: 4, event: .sessionOpened(S.session()))
    #expect(throws: IllegalTransition.self) { _ = try log.state.applying(skipped) }
    let orphan = Record(at: S.instant(1), by: "x", epoch: 0, seq: 1, event: .note("x", about: nil))
    #expect(throws: IllegalTransition.self) { _ = try RunState().applying(orphan) }
  }

  static let statuses: [(event: [Event], status: StepStatus)] = [
    ([], .notStarted), ([S.intent("a")], .intended(attempt: 1)), ([S.intent("a"), S.started("a")], .running(attempt: 1)),
    ([S.intent("a"), S.started("a"), S.ended("a")], .succeeded),
    ([S.intent("a"), S.ended("a", 1, .failed(.signal(9)))], .failed(.signal(9), attempt: 1)),
    ([S.intent("a"), .sessionOpened(S.session())], .inDoubt(attempt: 1)),
    ([S.intent("a"), S.started("a"), .sessionOpened(S.session())], .inDoubt(attempt: 1)),
    ([S.intent("a"), .sessionOpened(S.session()), S.ended("a", 1, .succeeded, late: true)], .succeeded),
    ([S.intent("a"), .sessionOpened(S.session()), S.resolved("a", .unknown)], .inDoubt(attempt: 1)),
    ([S.intent("a"), S.started("a"), S.resolved("a", .done)], .succeeded),
    ([S.intent("a"), S.started("a"), S.resolved("a", .done, by: S.ada, command: 1)], .intended(attempt: 1)),
    ([S.intent("a"), .sessionOpened(S.session()), S.resolved("a", .notDone, by: S.ada, command: 2)], .intended(attempt: 1)),
    ([S.intent("a"), .sessionOpened(S.session()), S.resolved("a", .done)], .succeeded),
    ([S.intent("a"), .sessionOpened(S.session()), S.resolved("a", .notDone)], .notStarted),
    ([S.intent("a"), .sessionOpened(S.session()), S.resolved("a", .notDone), S.intent("a", 2)], .intended(attempt: 2)),
    ([S.intent("a"), S.ended("a", 1, .failed(.exit(1))), S.intent("a", 2), S.ended("a", 2)], .succeeded),
    ([.stepSkipped(step: "a", reason: "x", by: S.ada)], .skipped), ([.stepMarkedDone(step: "a", evidence: "x", by: S.ada)], .markedDone),
    ([S.intent("a"), S.ended("a"), .stepUndone(step: "a", reason: "x", by: S.ada)], .undone),
    ([S.gate("a")], .waiting), ([S.gate("a"), S.answer("a")], .succeeded),
    ([S.gate("a"), S.answer("a", .declined)], .failed(.declined, attempt: 0)),
    ([.manualConfirmed(step: "a", evidence: "x", by: S.ada)], .succeeded),
  ]

  @Test("a step stands where its events put it", arguments: statuses) func stepStatus(events: [Event], status: StepStatus) throws {
    #expect(try LogBuilder(Self.opened + events).state.step("a").status == status)
  }

  @Test("pauses end by what they wait for") func pauses() throws {
    func status(_ events: [Event]) throws -> RunStatus { try LogBuilder(Self.opened + events).state.status }
    #expect(try status([S.gate("g"), .paused(.signOff, step: "g")]) == .paused(.signOff, step: "g"))
    #expect(try status([S.gate("g"), .paused(.signOff, step: "g"), S.answer("g")]) == .running)
    #expect(try status([S.gate("g"), .paused(.signOff, step: "g"), S.answer("g", .declined), .declined(step: "g")]) == .declined)
    let failed = [S.intent("a"), S.ended("a", 1, .failed(.exit(1))), .paused(.failedStep, step: "a")]
    #expect(try status(failed) == .paused(.failedStep, step: "a"))
    #expect(try status(failed + [S.intent("a", 2)]) == .running)
    #expect(try status([.paused(.operator, step: nil), .resumedFrom(Resumption(step: "a", person: S.ben))]) == .running)
    #expect(try status([.aborted(reason: "x", by: S.ada), .sealed(.aborted)]) == .aborted)
    #expect(try status([.sealed(.completed)]) == .completed)
  }

  @Test("a broken glass is an approval and an exception; a handover says who holds the role; a refused answer changes nothing")
  func people() throws {
    let asked = try LogBuilder(Self.opened + [S.gate("gate")]).state
    let refused = try LogBuilder(Self.opened + [S.gate("gate"), .answerRefused(AnswerRefusal(step: "gate", reason: "typed"))]).state
    #expect(refused.gates["gate"]?.answer == nil && refused.step("gate").status == asked.step("gate").status && refused.exceptions == 0)
    let glass = try LogBuilder(Self.opened + [S.gate("gate"), S.brokenGlass]).state
    #expect(glass.exceptions == 1 && glass.gates["gate"]?.usableApproval(bootID: "boot-1")?.isBreakGlass == true)
    let handed = try LogBuilder(Self.opened + [S.handover]).state
    #expect(handed.holders.mapValues(\.rosterID) == ["incident-commander": "ada"])
  }

  @Test("the whole sample run adds up") func wholeRun() throws {
    let state = try LogBuilder(Array(Sample.run.dropLast())).state
    #expect(state.epoch == 2)
    #expect(state.exceptions == 6)
    #expect(state.outputs["rows"]?.value == "12")
    #expect(state.decisions == ["reach": "one tenant"])
    #expect(state.parameters["tenant"] == "42")
    #expect(state.step("restore").attempts == 2)
    #expect(state.openSteps.isEmpty)
    #expect(state.openObligations.isEmpty)
    #expect(state.step("link").status == .skipped)
    #expect(state.resumePoint == "close")
    #expect(state.gates["gate"]?.consumedBy == "insert")
    #expect(state.fingerprint == state.head.short)
  }
}
