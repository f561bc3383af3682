import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

@Suite("The performer of a rehearsal") struct RehearsalTests {
  private let console = ScriptedConsole()

  private func performer(_ walk: Walk, _ injections: String..., die: @escaping (Injection) -> Void = { _ in }) throws -> RehearsalPerformer
  {
    let log = walk.log
    return RehearsalPerformer(
      walk.plan, try Injection.parse(injections, walk.plan), keepsFiles: false, outputs: { log.state.outputs.mapValues(\.value) }, die: die)
  }

  @Test("what is injected twice happens to two attempts, in the order in which it was written")
  func inOrder() throws {
    let walk = try Walk { writing("a") }
    console.failures = [.retry, .retry]
    #expect(try walk.run(console, performer(walk, "a=exit=3", "a=signal=9")) == .success)
    #expect(console.told.filter { $0.hasPrefix("a failed") } == ["a failed exit status 3", "a failed ended by signal 9"])
  }

  @Test("a time limit that passes is told with its length, and a program that is not there as not started")
  func kinds() throws {
    let walk = try Walk { writing("a").timeout(.seconds(7)) }
    console.failures = [.retry]
    #expect(try walk.run(console, performer(walk, "a=timeout", "a=not-started")) == .stepFailed)
    #expect(console.told.contains("a failed time limit of 7 s passed"))
    #expect(console.told.contains("a failed rehearsed: it could not be started"))
  }

  @Test("an automatic repetition happens at once: a rehearsal does not wait")
  func retries() throws {
    let walk = try Walk { writing("a").retry(attempts: 3, pause: .seconds(600)) }
    #expect(try walk.run(console, performer(walk, "a=exit=1", "a=exit=1")) == .success)
    #expect(walk.log.state.step("a").attempts == 3 && console.asked.isEmpty)
  }

  @Test("a check sees the injected value, once, whatever its patience, and records it")
  func check() throws {
    let look = Command("true", [], effect: .reads)
    let walk = try Walk { Check("One", id: "one", look, .equals("1"), within: .minutes(10)) }
    console.failures = [.retry]
    #expect(try walk.run(console, performer(walk, "one=check=7")) == .success)
    #expect(console.told.contains("one failed 7, wanted: answers = 1"))
  }

  @Test("the look after a step's commands sees the injected value")
  func verification() throws {
    let walk = try Walk { writing("a").verify(Command("true", [], effect: .reads), .equals("up"), within: .minutes(10)) }
    #expect(try walk.run(console, performer(walk, "a=check=down")) == .stepFailed)
    #expect(console.told.contains { $0.hasPrefix("a failed the commands ended well, but afterwards: rehearsed: down, wanted") })
  }

  @Test("an injected output steers a decision by rule; one that the output's type refuses fails the step")
  func outputs() throws {
    let rows = Output<Count>("rows")
    let walk = try Walk {
      reading("count").capture(rows)
      Decision("How?", id: "how") {
        When("none")
        When("some") { reading("more", "true", ["\(rows)"]) }
      }.chosen("none", when: rows, is: 0)
    }
    let log = WatchedLog(walk.log)
    #expect(try walk.executor(console, performer(walk, "count=output=0"), log: log).run() == .success)
    #expect(walk.log.state.decisions["how"] == "none" && console.asked.isEmpty)
    let chosen = log.events.compactMap { if case .decisionMade(_, _, let reason, let by) = $0 { (reason, by) } else { nil } }
    #expect(chosen.map(\.0) == ["by rule: rows is 0"] && chosen.map(\.1) == [.rule], "no person chose")
    let other = try Walk { reading("count").capture(rows) }
    #expect(try other.run(ScriptedConsole(), performer(other, "count=output=many")) == .stepFailed)
  }

  @Test("a target that is another one is refused with 12 before anything is started")
  func identity() throws {
    let target = Target("db", realm: .production, identity: Command("true", [], effect: .reads))
    let walk = try Walk { writing("a", on: target) }
    let performer = try performer(walk, "a=identity")
    let planned = try #require(walk.plan.changedTargets.first)
    try walk.tell([
      .preconditionObserved(
        RunbookJournal.Precondition(id: TargetIdentity.id("db"), verdict: .met, observed: performer.identity(of: planned)))
    ])
    #expect(try walk.run(console, performer) == .safetyRefusal)
    #expect(walk.log.state.step("a").attempts == 0)
  }

  @Test("what was approved in a rehearsal fits no real run of the same plan")
  func gates() throws {
    let walk = try Walk {
      Gate("Go?", id: "go")
      destroying("wipe")
    }
    let gate = try #require(walk.plan.step(withID: "go"))
    let real = GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: walk.log.state)
    let genesis = try #require(walk.log.state.genesis)
    var played = genesis
    played.mode = .rehearsal
    let at = Record.Instant(wall: WallTime(nanoseconds: 0), boot: 0)
    let state = try RunState().applying(Record(at: at, by: "ben", epoch: 0, seq: 1, event: .genesis(played)))
    let rehearsed = GateStatement(gate, plan: walk.plan, coverage: GateCoverage(walk.plan), state: state)
    #expect(real.evidence != rehearsed.evidence && real.word != rehearsed.word)
  }

  @Test("an attempt that was begun is unknown to a new process, and one that ended is known with its output")
  func files() throws {
    try withScratch { folder in
      let walk = try Walk {
        writing("a")
        writing("b")
        writing("c")
      }
      func fresh(_ injections: String...) throws -> RehearsalPerformer {
        RehearsalPerformer(walk.plan, try Injection.parse(injections, walk.plan), keepsFiles: true, outputs: { [:] }, die: { _ in })
      }
      func work(_ step: String) throws -> Work {
        let planned = try #require(walk.plan.step(withID: step))
        let resolution = CommandResolution(environment: [:], ownExecutable: "/own", isRehearsed: true)
        return Work(
          run: "run", step: step, attempt: 1, nonce: "n", part: 1, commands: try resolution.resolve(planned.pipelines[0], outputs: [:]),
          secretVariables: [], timeLimit: nil, isSupervised: true, outputIsData: false, directory: "\(folder)/output/\(step)")
      }
      let first = try fresh("a=killed", "b=exit=4")
      let performances = first.perform([try work("a"), try work("b")], started: { _, _ in }, show: { _, _ in })
      #expect(performances[0].isInDoubt && performances[1].failure == .exit(4))
      #expect(performances[1].file?.file == "output/b/output.log")
      let second = try fresh()
      if case .unknown = try second.state(of: work("a")) {} else { Issue.record("a is not unknown") }
      guard case .finished(let performance, _) = try second.state(of: work("b")) else {
        Issue.record("b has not ended")
        return
      }
      #expect(performance.failure == .exit(4))
      if case .notStarted = try second.state(of: work("c")) {} else { Issue.record("c was started") }
    }
  }
}
