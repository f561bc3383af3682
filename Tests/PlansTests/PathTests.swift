import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

/// Every path of every runbook, walked by the real executor on simulated commands: a new runbook is covered by itself.
@Suite("Every path of every runbook ends in the right state") struct PathTests {
  /// Each runbook on each estate.
  static let cases = names.flatMap { name in ["production", "lab"].map { (name, $0) } }

  /// What goes wrong inside of a step does not depend on where its commands run: one estate shows it.
  static let production = names.map { ($0, "production") }

  /// The plan with made-up values for all parameters.
  static func planned(_ name: String, _ estate: String) throws -> Plan {
    let estate: any Estate = estate == "lab" ? try PrintFlow.lab(LabTests.sample) : PrintFlow.production
    let open = try plan(name, on: estate)
    var values: [String: String] = [:]
    for parameter in open.missing {
      let example = try #require(parameter.example, "no value of --\(parameter.name) can be made up")
      values[parameter.name] = example
    }
    return try plan(name, on: estate, values: values)
  }

  @Test("every way through the decisions runs to its end, each step of it once", arguments: cases)
  func ways(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    let ways = Way.all(plan)
    for decision in plan.flattened {
      guard case .decision(let arms, _) = decision.kind else { continue }
      #expect(Set(ways.compactMap { $0.arms[decision.id] }) == Set(arms.map(\.answer)))
    }
    for way in ways {
      let walk = try PathWalk(plan, way)
      #expect(try walk.run() == .success)
      walk.expectDone()
      let ran = walk.intents.map(\.step)
      #expect(ran == walk.way.acting.map(\.id).filter { walk.log.state.step($0).attempts > 0 } && Set(ran).count == ran.count)
      for step in way.acting where step.settled == nil { #expect(ran.contains(step.id), "\(step.id) did not run") }
    }
  }

  @Test("a step that fails is tried again, left out, marked done, aborted, left alone or taken back", arguments: production)
  func failing(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    for (way, step, moment) in try plan.places() {
      let times = step.policy.retry?.attempts ?? 1
      let failure = [String](repeating: "\(step.id)=exit=3", count: times)
      for choice in FailureChoice.allCases where choice != .undo || !step.policy.undo.isEmpty {
        let walk = try PathWalk(plan, way, failure, from: moment)
        walk.people.choices = [choice]
        walk.people.rest = [.skip, .done].contains(choice) ? choice : nil
        let code = try walk.run()
        try #require(walk.log.state.step(step.id).attempts > 0 && walk.pending.isEmpty, "\(step.id) was not reached")
        try walk.expectFailure(of: step, choice, code)
      }
    }
  }

  @Test("a step whose executor dies is found in doubt; nothing that may not run twice does", arguments: production)
  func killed(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    for (way, step, moment) in try plan.places() {
      for part in step.pipelines.indices {
        for answer in [DoubtReply.notDone(PathWalk.evidence), .done(PathWalk.evidence)] {
          let walk = try PathWalk(plan, way, ["\(step.id)@\(part + 1)=killed"], from: moment)
          try #require(try walk.run() == nil, "\(step.id) was not reached")
          try walk.expectDoubt(about: step, part, answer)
          if !step.asksAPerson(part) { break }
        }
      }
    }
  }

  @Test("a step whose supervisor dies asks at once, and waits when nobody answers", arguments: production)
  func inDoubt(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    for (way, step, moment) in try plan.places() where step.asksAPerson(step.pipelines.count - 1) {
      let walk = try PathWalk(plan, way, ["\(step.id)=in-doubt"], from: moment)
      #expect(try walk.run() == .inDoubt)
      #expect(walk.log.state.status == .paused(.inDoubt, step: step.id))
      walk.people.doubts = [.notDone(PathWalk.evidence)]
      #expect(try walk.goOn() == .success)
      walk.expectDone(exceptions: true)
    }
  }

  @Test("what a step needs and does not find pauses the run before the step; another target is refused", arguments: production)
  func looks(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    for (way, step, moment) in try plan.places() {
      for (word, code) in [("precondition", ExitCode.preconditionNotMet), ("identity", .safetyRefusal)] {
        // Not every step needs something, or changes what can say who it is.
        guard let walk = try? PathWalk(plan, way, ["\(step.id)=\(word)"], from: moment) else { continue }
        let isSafety = step.policy.preconditions.first?.isSafety ?? false
        #expect(try walk.run() == (isSafety ? .safetyRefusal : code))
        #expect(walk.pending.isEmpty)
        #expect(walk.log.state.step(step.id).attempts == 0)
        #expect(try walk.goOn() == .success)
        walk.expectDone()
      }
    }
  }

  @Test("a gate that nobody answers waits; one that is declined ends the run, and nothing behind it ran", arguments: cases)
  func gates(name: String, estate: String) throws {
    let plan = try Self.planned(name, estate)
    for way in Way.all(plan) {
      for gate in way.gates {
        let walk = try PathWalk(plan, way)
        walk.people.declines = gate.id
        #expect(try walk.run() == .signOffRefused)
        #expect(walk.log.state.outcome == .declined)
        let released = Set(way.gate.filter { $0.value == gate.id }.keys)
        #expect(!walk.intents.contains { released.contains($0.step) })
        walk.expectGates()
        let waiting = try PathWalk(plan, way)
        waiting.people.isAway = gate.id
        #expect(try waiting.run() == .awaitingSignOff)
        #expect(waiting.log.state.status == .paused(.signOff, step: gate.id))
        #expect(!waiting.intents.contains { released.contains($0.step) })
        waiting.people.isAway = nil
        #expect(try waiting.goOn() == .success)
        waiting.expectDone()
      }
    }
  }
}
