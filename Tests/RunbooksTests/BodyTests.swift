import Testing

@testable import Runbooks

@Suite("The body of a runbook") struct BodyTests {
  enum Engine { case postgres, redis }

  @Test("if, for and switch are decided while the plan is made, and leave plain steps behind", arguments: [true, false])
  func controlFlow(hasReplica: Bool) {
    let engine = hasReplica ? Engine.postgres : .redis
    let sample = Sample {
      Step("Look first") { look() }
      if hasReplica { Step("Look at the replica") { look() } }
      if hasReplica { Gate("Promote the replica") } else { Manual("Call the provider") }
      for table in ["orders", "invoices"] { Check("Count \(table)", look("\(table)"), .atLeast("1")) }
      switch engine {
      case .postgres: Step("Vacuum") { look() }
      case .redis:
        Step("Save") { look() }
        Step("Wait") { look() }
      }
    }
    let common = ["check count-orders", "check count-invoices"]
    #expect(
      outline(sample.body)
        == (hasReplica
          ? ["run look-first 1", "run look-at-the-replica 1", "gate promote-the-replica"] + common + ["run vacuum 1"]
          : ["run look-first 1", "manual call-the-provider"] + common + ["run save 1", "run wait 1"]))
  }

  @Test("if, for and switch work among the commands of a step, too")
  func commandControlFlow() throws {
    let step = Step("Mixed") {
      look("1")
      if true { look("2") }
      if false { look("never") }
      for word in ["3", "4"] { look("\(word)") }
      look("5").piped(to: look("6"))
      [look("7"), look("8")]
    }
    guard case .run(let pipelines) = step.kind else { throw Unexpected() }
    #expect(pipelines.map { $0.commands.map { $0.arguments[0].template } } == [["1"], ["2"], ["3"], ["4"], ["5", "6"], ["7"], ["8"]])
  }

  @Test("every kind of node stands in a body, and a decision keeps its arms in order")
  func kinds() {
    let sample = Sample {
      Group("Part one") {
        Step("Inner") { look() }
      }
      Concurrently("Side by side") {
        Check("One", look(), .succeeds)
        Check("Two", look(), .succeeds)
      }
      Decision("How bad?") {
        When("one tenant") { Step("Restore it") { look() } }
        When("nothing to do")
        When("everything") { Manual("Call everybody") }.endsTheRun
      }
    }
    #expect(
      outline(sample.body) == [
        "group part-one", "  run inner 1", "concurrently side-by-side", "  check one", "  check two", "decision how-bad", "- one tenant",
        "  run restore-it 1", "- nothing to do", "- everything ends", "  manual call-everybody",
      ])
  }

  @Test("an included runbook stands as a group under its own name, with its own preconditions")
  func inclusion() {
    struct Inner: Runbook {
      static let name = "inner"
      static let title = "The inner one"
      static let section = "§9"
      static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
      let tenant: Parameter<Count>
      var preconditions: [Precondition] { Precondition("it is there", Probe(look("\(tenant)")), remedy: "make it") }
      var body: [Step] { Step("Work on \(tenant)") { look("\(tenant)") } }
    }
    let tenant = Parameter<Count>("number", "Which one")
    let sample = Sample {
      Inner(tenant: tenant)
      Inner(tenant: Parameter(bound: 7))
    }
    #expect(outline(sample.body) == ["group inner", "  run work-on 1", "group inner", "  run work-on-7 1"])
    #expect(sample.body.map(\.title.template) == ["The inner one", "The inner one"])
    #expect(sample.body[0].policy.preconditions.map(\.id) == ["it-is-there"])
    let titles = sample.body.flatMap { step -> [String] in
      if case .group(let steps) = step.kind { return steps.map(\.title.template) }
      return []
    }
    #expect(titles == ["Work on ‹number›", "Work on 7"], "a parameter passed in stays a hole, a bound one is its value")
  }

  @Test("file and line of every node are those where it was written")
  func locations() {
    let first = #line + 2
    let sample = Sample {
      Step("One") { look() }
      Gate("Two")
      Check("Three", look(), .succeeds)
      Manual("Four")
      Decision("Five") {
        When("a") { Step("Six") { look() } }
        When("b")
      }
      Concurrently("Seven") { Step("Eight") { look() } }
      Step("Nine") { look() }
        .precondition("ten", Probe(look()), remedy: "none")
        .owes("eleven")
    }
    #expect(sample.body.map(\.location.line) == [0, 1, 2, 3, 4, 8, 9].map { first + $0 })
    #expect(sample.body.allSatisfy { $0.location.fileID == "RunbooksTests/BodyTests.swift" })
    #expect(sample.body[0].location.description == "BodyTests.swift:\(first)")
    #expect(sample.body[6].policy.preconditions.map(\.location.line) == [first + 10])
    #expect(sample.body[6].policy.obligations.map(\.location.line) == [first + 11])
    if case .decision(let choice) = sample.body[4].kind {
      #expect(choice.arms.map(\.location.line) == [first + 5, first + 6])
      #expect(choice.arms[0].steps.map(\.location.line) == [first + 5])
    } else {
      Issue.record("five is no decision")
    }
  }

  @Test("an empty loop leaves nothing behind; the planner, not the compiler, says so")
  func emptyLoop() {
    #expect(Sample { for _ in 0..<0 { Step("Never") { look() } } }.body.isEmpty)
  }

  struct Unexpected: Error {}
}
