import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

@Suite("The clock of a run") struct ClockTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()
  private static let minute: Int64 = 60_000_000_000

  /// RTO 30 min, as every test runbook; the clock of the walk stands at 0.
  private func gated() throws -> Walk {
    try Walk {
      Gate("Go?", id: "go")
      writing("restore").estimate(.minutes(10))
      Check("It boots", id: "boots", Command("true", [], effect: .reads), .succeeds).marked(.verification).estimate(.minutes(2))
      writing("tidy").estimate(.minutes(60))
    }
  }

  @Test("a gate tells the last moment at which a yes still fits the objective; what comes after health does not count")
  func decideBy() throws {
    let walk = try gated()
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: -5 * Self.minute), by: Walk.ada)])
    var seen: RunClock?
    console.gates = [
      { gate in
        seen = gate.clock
        return nil
      }
    ]
    _ = try walk.run(console, performer)
    let clock = try #require(seen)
    #expect(clock.isImpactDeclared && clock.elapsed == 5 * Self.minute)
    #expect(clock.remaining == .minutes(12))
    #expect(clock.deadline == WallTime(nanoseconds: 25 * Self.minute))
    #expect(clock.decideBy(clock.remaining) == WallTime(nanoseconds: 13 * Self.minute))
  }

  @Test("each answer of a decision has a last moment of its own")
  func arms() throws {
    let walk = try Walk {
      Decision("Which way?", id: "way") {
        When("quick") { writing("quick").estimate(.minutes(5)) }
        When("slow") { writing("slow").estimate(.minutes(40)) }
      }
      writing("after").estimate(.minutes(1))
    }
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: 0), by: Walk.ada)])
    let people = Asking()
    let executor = walk.executor(people, performer)
    _ = try executor.run()
    #expect(people.deadlines == ["quick": WallTime(nanoseconds: 24 * Self.minute), "slow": WallTime(nanoseconds: -11 * Self.minute)])
  }

  @Test("what earlier runs took comes before the estimate: the middle one of the last five")
  func pace() throws {
    let walk = try gated()
    let executor = walk.executor(console, performer)
    var pace = Pace()
    for minutes in [90, 20, 22, 18, 300, 21] { pace.learn([("restore", Int64(minutes) * Self.minute)]) }
    executor.pace = pace
    #expect(pace.runs == 6)
    #expect(executor.clock.remaining == .minutes(23))
  }

  @Test("a finished step counts nothing any more")
  func finished() throws {
    let walk = try gated()
    try walk.tell(done("restore"))
    #expect(walk.executor(console, performer).clock.remaining == .minutes(2))
  }

  @Test("a plan of which nobody knows how long it takes has no forecast and no last moment")
  func unknown() throws {
    let walk = try Walk { writing("restore") }
    let clock = walk.executor(console, performer).clock
    #expect(clock.remaining == nil && clock.forecast == nil && clock.decideBy(clock.remaining) == nil)
  }

  @Test("an impact in the future is refused, and the last declaration counts")
  func declared() throws {
    let walk = try gated()
    #expect(throws: Problem.self) { try walk.tell([.impactDeclared(at: WallTime(nanoseconds: Self.minute), by: Walk.ada)]) }
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: -Self.minute), by: Walk.ada)])
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: -2 * Self.minute), by: Walk.ada)])
    #expect(walk.log.state.impact == WallTime(nanoseconds: -2 * Self.minute))
  }
}

@Suite("Messages to those outside") struct MessageTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()
  private static let minute: Int64 = 60_000_000_000

  private func due(_ events: [Event], mode: RunMode = .real) throws -> MessageClock.Due? {
    let walk = try Walk(mode: mode) { writing("restore") }
    try walk.tell(events)
    return MessageClock.next(walk.log.state)
  }

  private func posted(_ minutes: Int64, _ stage: StatusMessage.Stage = .update, _ deliveries: [StatusMessage.Delivery] = []) -> Event {
    .messagePosted(
      StatusMessage(
        at: WallTime(nanoseconds: minutes * Self.minute), stage: stage, text: "We are on it", deliveries: deliveries, person: Walk.ada))
  }

  @Test("the first is due 15 minutes after the declared impact, the next 30 minutes after the last one that got out")
  func whenDue() throws {
    let impact = Event.impactDeclared(at: WallTime(nanoseconds: -Self.minute), by: Walk.ada)
    #expect(try due([]) == nil, "nobody declared an impact")
    #expect(try due([impact])?.at == WallTime(nanoseconds: 14 * Self.minute))
    #expect(try due([impact])?.stage == .investigating)
    let later = try due([impact, posted(3, .investigating)])
    #expect(later?.at == WallTime(nanoseconds: 33 * Self.minute) && later?.stage == .update)
    let lost = posted(5, .update, [.init(channel: "page", failure: "503")])
    #expect(try due([impact, posted(3, .investigating), lost])?.at == WallTime(nanoseconds: 33 * Self.minute))
    let half = posted(5, .update, [.init(channel: "page", failure: "503"), .init(channel: "mail")])
    #expect(try due([impact, posted(3, .investigating), half])?.at == WallTime(nanoseconds: 35 * Self.minute))
    #expect(try due([impact, posted(3, .resolved)]) == nil)
    #expect(try due([impact, .aborted(reason: "enough", by: Walk.ada)]) == nil)
    #expect(try due([impact], mode: .drill) == nil)
  }

  @Test("a due message is told once and stops nothing")
  func told() throws {
    let walk = try Walk(mode: .real) {
      writing("one")
      writing("two")
    }
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: -20 * Self.minute), by: Walk.ada)])
    #expect(try walk.run(console, performer) == .success)
    #expect(console.told.count { $0.contains("is due since 1969-12-31T23:55:00Z") && $0.contains("announce") } == 1)
  }

  @Test("a step that posts on the status page counts as a message, a word to the staff does not")
  func statusPage() throws {
    let walk = try Walk(mode: .real) {
      writing("tell-staff", on: Target("chat", realm: .production)).marked(.notify)
      writing("post", on: Target("status-page:http://127.0.0.1:1", realm: .production)).marked(.notify)
    }
    #expect(try walk.run(console, performer) == .success)
    #expect(walk.log.state.messages.map(\.step) == ["post"])
  }

  @Test("a step that posts a message counts as one, by its place: the first, a later one, the last one behind the proof of health")
  func steps() throws {
    let walk = try Walk(mode: .real) {
      Manual("Post investigating", id: "first", by: .commsLead).marked(.notify)
      Manual("Post an update", id: "second", by: .commsLead).marked(.notify)
      Check("It boots", id: "boots", Command("true", [], effect: .reads), .succeeds).marked(.verification)
      Manual("Post the end", id: "last", by: .commsLead).marked(.notify)
    }
    console.notes = ["posted a", "posted b", "posted c"]
    #expect(try walk.run(console, performer) == .success)
    #expect(walk.log.state.messages.map(\.stage) == [.investigating, .update, .resolved])
    #expect(walk.log.state.messages.map(\.text) == ["posted a", "posted b", "posted c"])
  }
}

/// Somebody who looks at the deadlines of a decision and answers nothing.
private final class Asking: Console {
  var deadlines: [String: WallTime] = [:]
  func tell(_ line: ConsoleLine) {}
  func show(_ step: PlannedStep, _ bytes: [UInt8]) {}
  func answer(_ gate: GateQuestion) -> GateReply? { nil }
  func answer(_ decision: DecisionQuestion) -> DecisionReply? {
    deadlines = decision.deadlines
    return nil
  }
  func answer(_ manual: ManualQuestion) -> Evidence? { nil }
  func answer(_ failure: FailureQuestion) -> FailureReply? { nil }
  func answer(_ doubt: DoubtQuestion) -> DoubtReply? { nil }
}
