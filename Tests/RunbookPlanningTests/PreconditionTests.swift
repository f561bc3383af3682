import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Preconditions: written ones, and the programs that the commands imply") struct PreconditionTests {
  @Test("every program that the plan may start is a precondition, by name, with the remedy")
  func programs() throws {
    func run(_ program: String) -> Command { Command(program, [], effect: .reads) }
    let plan = try make(needing: [Precondition("before", Probe(run("p-before")), remedy: "none")]) {
      Step("Work") {
        run("p-command")
        run("p-left").piped(to: run("p-right"))
        run("runbook")
        Command("p-command", [], effect: .writes, on: Target("barn", realm: .production, identity: run("p-identity")))
      }
      .verify(Probe(run("p-verify")))
      .inDoubt(Probe(run("p-doubt")))
      .undo { run("p-undo") }
      .owes("pay", settledBy: run("p-settle"), when: Probe(run("p-settled")))
      .precondition("own", Probe(run("p-own")), remedy: "none")
      Check("Check", run("p-check"), .succeeds)
      Decision("Which?") {
        When("a") { Step("Arm") { run("p-arm") } }
        When("b") { Step("Arm") { run("p-command") } }
      }
    }
    let derived = plan.preconditions.filter { if case .executable = $0.look { true } else { false } }
    #expect(
      derived.map(\.id)
        == [
          "arm", "before", "check", "command", "doubt", "identity", "left", "own", "right", "settle", "settled", "undo", "verify",
        ].map { "program-p-" + $0 })
    #expect(derived.filter { !$0.isUnconditional }.map(\.id) == ["program-p-arm"])
    #expect(derived[0].title.shown() == "the program p-arm is installed")
    #expect(derived[0].remedy.shown() == "install p-arm and see that it is in the PATH of the estate")
    #expect(plan.preconditions.map(\.id).suffix(2) == ["before", "own"])
  }

  @Test("a condition of one arm does not hold up the others, until something unconditional needs it, too")
  func arms() throws {
    let step = Step("Work") { look() }.precondition("it is there", Probe(look()), remedy: "make it")
    let arm = try make {
      Decision("Which?") {
        When("a") { step }
        When("b")
      }
    }
    #expect(arm.preconditions.filter { !$0.isUnconditional }.map(\.id) == ["program-look", "it-is-there"])
    let both = try make {
      Decision("Which?") {
        When("a") { step }
        When("b")
      }
      step
    }
    #expect(both.preconditions.allSatisfy { $0.isUnconditional })
    #expect(both.preconditions.count == 2)
  }

  @Test("one that waits for an output is looked at when its step is reached, not before the run")
  func late() throws {
    let rows = Output<Count>("rows")
    let plan = try make {
      Step("Count") { look() }.capture(rows)
      Step("Use") { look() }.precondition("there is room", Probe(look("\(rows)")), remedy: "make room")
    }
    #expect(plan.preconditions.map(\.id) == ["program-look"])
    #expect(plan.steps[1].policy.preconditions.map(\.id) == ["there-is-room"])
  }

  @Test("title, remedy, probe and place of a written one are kept, with the parameters filled in")
  func written() throws {
    let line = #line + 4
    let plan = try make(
      ["x": "7"],
      needing: [
        Precondition(
          "row \(ParameterTests.hole("x")) is there", Probe(look(ParameterTests.hole("x")), .equals("1"), within: .minutes(1)),
          remedy: "add \(ParameterTests.hole("x"))")
      ]
    ) { Gate("Go") }
    let precondition = try #require(plan.preconditions.last)
    #expect(precondition.id == "row-is-there")
    #expect(precondition.title.shown() == "row 7 is there")
    #expect(precondition.remedy.shown() == "add 7")
    #expect(precondition.location?.description == "PreconditionTests.swift:\(line)")
    guard case .probe(let probe) = precondition.look else { return #expect(Bool(false), "no probe") }
    #expect(probe.pipeline.commands[0].argv() == ["look", "7"])
    #expect(probe.patience == .minutes(1))
  }

  @Test(
    "each line of a dry run says how far it can be trusted",
    arguments: [
      ("gate", "human"), ("manual", "human"), ("decision", "human"), ("plain", "computed"), ("probed", "probed"), ("elsewhere", "computed"),
      ("check", "computed"),
      ("group", "computed"), ("together", "computed"), ("use", "depends on step 1 (‹rows›)"), ("settle/pay", "computed"),
    ])
  func fidelity(id: String, words: String) throws {
    let rows = Output<Count>("rows")
    let plan = try make {
      Step("Count", id: "count") { look() }.capture(rows)
      Gate("Go", id: "gate")
      Manual("Do", id: "manual")
      Decision("Which, of \(rows)?", id: "decision") {
        When("a")
        When("b")
      }
      Step("Plain", id: "plain") { look() }.owes("pay", settledBy: look())
      Step("Probed", id: "probed") { look() }.precondition("there", Probe(look()), remedy: "none")
      Step("Elsewhere", id: "elsewhere") { look() }.precondition("there", Probe(look()), remedy: "none").on(Host("shed"))
      Check("Check", id: "check", look(), .succeeds)
      Group("Group", id: "group") { Step("In") { look("\(rows)") } }
      Concurrently("Together", id: "together") { Step("In") { look() } }
      Step("Use", id: "use") { look("\(rows)") }.precondition("there", Probe(look()), remedy: "none")
    }
    let step = try #require(plan.step(withID: id))
    #expect(plan.fidelity(of: step).words == words)
  }
}
