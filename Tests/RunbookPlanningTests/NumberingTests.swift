import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Numbers, ids and places of a plan's steps") struct NumberingTests {
  /// Number, id and kind of every step.
  private func lines(_ plan: Plan) -> [String] { plan.flattened.map { "\($0.number) \($0.id) \($0.kindWord)" } }

  @Test("groups count 4.1, arms 3b.1, and ids follow the same way down")
  func numbers() throws {
    let plan = try make {
      Step("One") { look() }
      Concurrently("Two") {
        Check("Left", look(), .succeeds)
        Check("Right", look(), .succeeds)
      }
      Decision("Three?") {
        When("yes") { Step("Work") { look() } }
        When("not at all") {
          Step("Work") { look() }
          Group("Deep") {
            Decision("Deeper?") {
              When("a") { Manual("Stop") }
              When("b")
            }
          }
        }
      }
      Group("Four") { Gate("Go") }
      Step("Tell") { write() }.marked(.notify)
      Step("Compare") { write() }.marked(.reconcile)
      Step("Owe") { write() }.owes("pay", settledBy: write("pay"), when: Probe(look("paid")))
    }
    #expect(
      lines(plan) == [
        "1 one run", "2 two concurrently", "2.1 two/left check", "2.2 two/right check", "3 three decision", "3a.1 three/yes/work run",
        "3b.1 three/not-at-all/work run", "3b.2 three/not-at-all/deep group", "3b.2.1 three/not-at-all/deep/deeper decision",
        "3b.2.1a.1 three/not-at-all/deep/deeper/a/stop manual", "4 four group", "4.1 four/go gate", "5 tell notify", "6 compare reconcile",
        "7 owe run", "8 settle/pay run",
      ])
    #expect(plan.findings.isEmpty)
  }

  @Test("a settlement says what it settles, is safe to repeat, and is done when its probe says so")
  func settlement() throws {
    let line = #line + 2
    let plan = try make {
      Step("Owe") { write() }.on(Host("shed")).owes("pay \("now")", settledBy: write("pay"), when: Probe(look("paid"), .equals("yes")))
    }
    let step = try #require(plan.step(withID: "settle/pay-now"))
    #expect(step.title.shown() == "Settle: pay now")
    #expect(step.policy.settles == ["pay-now"])
    #expect(step.policy.doubt == .idempotent)
    #expect(step.policy.verifications.map { $0.criterion.words() } == ["answers = yes"])
    #expect(step.pipelines.map { $0.commands.map { $0.argv() } } == [[["write", "pay"]]])
    #expect(step.host == "shed")
    #expect(step.location.line == line)
    #expect(step.effect == .writes)
  }

  @Test("what an included runbook needs is looked at before its first step")
  func groupPreconditions() throws {
    struct Inner: Runbook {
      static let name = "inner"
      static let title = "Inner"
      static let section = "§2"
      static let objectives = Objectives(rto: .hours(1), rpo: .minutes(5))
      var preconditions: [Precondition] { Precondition("the well is full", Probe(look("well")), remedy: "wait for rain") }
      var body: [Step] {
        Step("First") { look() }.precondition("the bucket is there", Probe(look("bucket")), remedy: "buy one")
        Step("Second") { look() }
      }
    }
    let plan = try make { Inner() }
    #expect(plan.steps[0].policy.preconditions.isEmpty)
    #expect(plan.steps[0].children.map { $0.policy.preconditions.map(\.id) } == [["the-well-is-full", "the-bucket-is-there"], []])
    #expect(plan.preconditions.map(\.id) == ["program-look", "the-well-is-full", "the-bucket-is-there"])
  }

  @Test("a step runs on the estate's host unless it names another")
  func hosts() throws {
    let plan = try make {
      Step("Here") { look() }
      Step("There") { look() }.on(Host("shed"))
    }
    #expect(plan.steps.map(\.host) == ["gate", "shed"])
  }

  @Test("a step has the gravest effect of everything in it")
  func effects() throws {
    let plan = try make {
      Gate("Go")
      Group("All") {
        Step("Look") { look() }
        Decision("Which?") {
          When("a") { Step("Write") { write() } }
          When("b") { Step("Raze") { destroy() } }
        }
      }
    }
    #expect(plan.flattened.map(\.effect.word) == ["reads", "destroys", "reads", "destroys", "writes", "destroys"])
  }

  @Test("what a plan changes is found for the locks: once each, by name, the undo included")
  func targets() throws {
    let plan = try make {
      Step("A") { write(on: sandpit) }
      Step("B") { write(on: barn) }
      Step("C") { write(on: barn) }.undo { write(on: Target("attic", realm: .scratch)) }
      Step("D") { Command("look", [], effect: .reads, on: Target("cellar", realm: .production)) }
    }
    #expect(plan.changedTargets.map(\.name) == ["attic", "barn", "sandpit"])
  }

  @Test("the steps that wait for a step are found by what it captures")
  func consumers() throws {
    let rows = Output<Count>("rows")
    let plan = try make {
      Step("Count") { look() }.capture(rows)
      Gate("Insert \(rows)")
      Step("Other") { look() }
      Step("Use") { look("\(rows)") }
    }
    #expect(plan.consumers(of: plan.steps[0]) == ["2", "4"])
    #expect(plan.consumers(of: plan.steps[2]).isEmpty)
    #expect(plan.producer(of: "rows", for: plan.steps[3]) == "1")
  }

  @Test(
    "a step that fills an output for another one is on its way: not in another arm, nor in one that ends the run",
    arguments: [
      ("1", "2", true), ("2", "1", false), ("1", "1", false), ("2", "10", true), ("10", "2", false), ("3", "3.1", true),
      ("4a.1", "4b.1", false), ("4b.2", "4b.10", true), ("4a.1", "5", true), ("4b.1.12", "11.3", false), ("4b.1.12", "4b.2", true),
      ("4", "4a.1", true), ("4a.1", "4", false),
    ])
  func onTheWay(earlier: String, later: String, isOne: Bool) {
    #expect(StepNumber.isOnTheWay(earlier, to: later, endings: ["4b"]) == isOne)
  }

  @Test("what two arms fill comes from the arm's own step, and after them from the one that did not end the run")
  func armsFill() throws {
    let rows = Output<Count>("rows")
    let plan = try make {
      Decision("Which?") {
        When("a") {
          Step("Count") { look() }.capture(rows)
          Step("Use") { look("\(rows)") }
        }
        When("b") {
          Step("Count") { look() }.capture(rows)
          Step("Use") { look("\(rows)") }
        }.endsTheRun
      }
      Step("After") { look("\(rows)") }
    }
    let found = plan.flattened.compactMap { step in step.neededOutputs.isEmpty ? nil : plan.producer(of: "rows", for: step) }
    #expect(found == ["1a.1", "1b.1", "1a.1"])
  }

  @Test("secrets are found wherever a command is given one")
  func secrets() throws {
    let step = Secret("step", variable: "A")
    let look = Secret("look", variable: "B")
    let back = Secret("back", variable: "C")
    let plan = try make(needing: [
      Precondition(
        "it answers", Probe(Command("look", [], effect: .reads).environment("P", Secret("before", variable: "D"))), remedy: "none")
    ]) {
      Step("Work") { write().environment("P", step) }
        .verify(Probe(Command("look", [], effect: .reads).environment("P", look)))
        .undo { write().environment("P", back) }
      Step("Again") { write().environment("P", step) }
    }
    #expect(plan.secrets.map(\.name) == ["step", "look", "back", "before"])
  }
}
