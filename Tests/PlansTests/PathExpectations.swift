import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks
import Testing

@testable import RunbookPlanning

extension Plan {
  /// Each step that runs commands once: the first way on which it has something to do, and where a run stands before it.
  func places() throws -> [(way: Way, step: PlannedStep, moment: PathLog.Moment)] {
    var seen: Set<String> = []
    var places: [(way: Way, step: PlannedStep, moment: PathLog.Moment)] = []
    for way in Way.all(self) {
      let owed = Set(way.acting.flatMap(\.policy.obligations).map(\.id))
      let fresh = way.acting.filter { $0.settled.map(owed.contains) ?? true && seen.insert($0.id).inserted }
      guard !fresh.isEmpty else { continue }
      let walk = try PathWalk(self, way)
      _ = try walk.run()
      for step in fresh where step.isReached {
        places.append((way, step, try #require(walk.log.moments[step.id], "\(step.id) was not reached")))
      }
    }
    return places
  }
}

extension PlannedStep {
  /// The obligation that it settles as one of the last steps.
  var settled: String? { if case .settle(let obligation, _) = kind { obligation } else { nil } }

  /// Whether a person must say what a command of it did when its outcome is unknown.
  func asksAPerson(_ part: Int) -> Bool { pipelines[part].effect.changesSomething && policy.doubt == .askAPerson }
}

extension PathWalk {
  static let evidence = Evidence(text: "seen", person: PathPeople.ada)

  /// The attempts at steps, in the order of the log.
  var intents: [Intent] { log.events.compactMap { if case .stepIntended(let intent) = $0 { intent } else { nil } } }

  /// Whether a step on the way is a person's to do by hand, which is an exception.
  private var isByHand: Bool { way.acting.contains { !$0.isReached } }

  /// The run is completed, everything owed is settled, and every change was released by its gate.
  func expectDone(exceptions: Bool = false, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    let state = log.state
    #expect(state.outcome == (exceptions || isByHand ? .completedWithExceptions : .completed), sourceLocation: sourceLocation)
    #expect(state.openObligations.isEmpty && state.openSteps.isEmpty, sourceLocation: sourceLocation)
    let opened = log.events.reduce(into: 0) { if case .obligationOpened = $1 { $0 += 1 } }
    let closed = log.events.reduce(into: 0) { if case .obligationClosed = $1 { $0 += 1 } }
    #expect(opened == closed, sourceLocation: sourceLocation)
    expectGates(sourceLocation: sourceLocation)
  }

  /// No step that changes something started without the yes of the gate before it, and none that destroys without a gate;
  /// a second attempt to destroy had a yes of its own.
  func expectGates(sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    var approved: Set<String> = []
    var fresh: Set<String> = []
    var asked: Set<String> = []
    for event in log.events {
      switch event {
      case .gateRequested(let request):
        approved.remove(request.step)
        asked.insert(request.step)
      case .gateAnswered(let answer) where answer.decision == .approved:
        approved.insert(answer.step)
        fresh.insert(answer.step)
      case .stepIntended(let intent):
        guard let step = plan.step(withID: intent.step), step.effect.changesSomething else { continue }
        let gate = way.gate[step.id]
        // What is still owed after an arm that ended the run waits for no gate that was never reached.
        var isOwed = false
        if case .settle = step.kind { isOwed = !step.effect.isDestroying }
        if let gate, !isOwed || asked.contains(gate) {
          #expect(approved.contains(gate), "\(step.id) ran without \(gate)", sourceLocation: sourceLocation)
        }
        guard case .destroys = step.effect else { continue }
        #expect(gate != nil, "\(step.id) destroys behind no gate", sourceLocation: sourceLocation)
        if intent.attempt > 1, let gate {
          #expect(fresh.contains(gate), "\(step.id) ran twice by one yes", sourceLocation: sourceLocation)
        }
        if let gate { fresh.remove(gate) }
      default: continue
      }
    }
  }

  /// The run stands where the choice about a failed step leads to, and goes on from a pause to the right end.
  func expectFailure(of step: PlannedStep, _ choice: FailureChoice, _ code: ExitCode?) throws {
    let state = log.state
    expectGates()
    if step.isMessage {
      // A message that does not get out stops nothing, and nobody is asked.
      #expect(code == .success && state.step(step.id).status == .skipped)
      return expectDone(exceptions: true)
    }
    switch choice {
    case .retry:
      #expect(code == .success)
      #expect(state.step(step.id).attempts == (step.policy.retry?.attempts ?? 1) + 1)
      expectDone()
    case .skip where !RecoveryProof(plan, state).open.isEmpty:
      #expect(code == .openObligations && state.outcome == nil, "recovered is not said while a proof of it was left out")
    case .skip:
      let left = plan.flattened.filter { state.step($0.id).status == .skipped }
      let unsettled = Set(left.flatMap(\.policy.settles))
      #expect(state.openObligations.allSatisfy { unsettled.contains($0.id) })
      if state.openObligations.isEmpty, RecoveryProof(plan, state).open.isEmpty {
        #expect(code == .success)
        expectDone(exceptions: true)
      } else {
        #expect(code == .openObligations && state.outcome == nil)
      }
    case .done:
      #expect(code == .success)
      #expect(state.step(step.id).status == .markedDone)
      expectDone(exceptions: true)
    case .abort:
      #expect(code == (state.openObligations.isEmpty ? .stepFailed : .openObligations))
      #expect(state.outcome == .aborted)
      #expect(intents.last?.step == step.id || isSideBySide(step), "nothing ran after the word")
    case .pause:
      #expect(code == .stepFailed)
      #expect(state.status == .paused(.failedStep, step: step.id))
      people.choices = [.retry]
      #expect(try goOn() == .success)
      expectDone()
    case .undo:
      #expect(code == .stepFailed)
      #expect(state.step(step.id).status == .undone)
      #expect(try goOn() == .success)
      expectDone(exceptions: true)
    }
  }

  private func isSideBySide(_ step: PlannedStep) -> Bool {
    plan.flattened.contains { group in
      if case .concurrently(let steps) = group.kind { steps.contains { $0.id == step.id } } else { false }
    }
  }

  /// After a crash the step says by itself what became of it, or waits for a person's word; then the run comes to its end.
  func expectDoubt(about step: PlannedStep, _ part: Int, _ answer: DoubtReply) throws {
    let asks = step.asksAPerson(part)
    let before = intents.count
    let code = try goOn()
    guard asks else {
      #expect(code == .success)
      return expectDone()
    }
    #expect(code == .inDoubt)
    #expect(log.state.status == .paused(.inDoubt, step: step.id))
    #expect(intents.count == before, "nothing runs again before a person has said what happened")
    people.doubts = [answer]
    #expect(try goOn() == .success)
    expectDone(exceptions: true)
    let again = intents.filter { $0.step == step.id }.count
    if case .done = answer { #expect(again == 1) } else { #expect(again == (part == 0 ? 2 : 1)) }
  }
}
