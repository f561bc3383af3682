import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Every output is captured once, and before its use on every path") struct OutputRuleTests {
  let rule = "outputs-before-use"
  let rows = Output<Count>("rows")

  @Test("an output that nobody captures is named with its user")
  func never() throws {
    let line = #line + 2
    let plan = try make {
      Gate("Insert \(rows) rows")
    }
    #expect(
      plan.told(rule) == [
        "OutputRuleTests.swift:\(line): step 1 uses ‹rows›, which no step before it captures → let an earlier step on that path say .capture(rows)"
      ])
  }

  @Test("captured before its use, it is fine: in a title, an argument, the input, a variable, a criterion, a decision's rule")
  func satisfied() throws {
    let plan = try make {
      Step("Count") { look() }.capture(rows)
      Gate("Insert \(rows)")
      Step("Use") { look("\(rows)").environment("N", "\(rows)").reading("\(rows)").in("/\(rows)") }
        .verify(look("\(rows)"), .equals("\(rows)"))
      Check("Compare", look(), .atLeast("\(rows)"))
      Decision("Which?") {
        When("a")
        When("b")
      }.chosen("a", when: rows, is: 0).step
    }
    #expect(plan.findings.isEmpty)
  }

  @Test("captured in one arm alone, the other arm is printed")
  func paths() throws {
    let plan = try make {
      Decision("Count?") {
        When("yes") { Step("Count") { look() }.capture(rows) }
        When("no")
      }
      Step("Use") { look("\(rows)") }
    }
    #expect(plan.told(rule).count == 1)
    #expect(plan.first(rule).contains("step 2 uses ‹rows›, which no step before it captures (on the path 1 “no”)"))
  }

  @Test("an arm that ends the run needs nothing behind it")
  func endedArm() throws {
    let plan = try make {
      Decision("Count?") {
        When("yes") { Step("Count") { look() }.capture(rows) }
        When("no").endsTheRun
      }
      Step("Use") { look("\(rows)") }
    }
    #expect(plan.findings.isEmpty)
  }

  @Test("captured in both arms it is captured once on every path; twice on one path is a finding")
  func twice() throws {
    let arms = try make {
      Decision("How?") {
        When("this way") { Step("Count") { look() }.capture(rows) }
        When("that way") { Check("Count", look(), .atLeast("1")).capture(rows) }
      }
      Step("Use") { look("\(rows)") }
    }
    #expect(arms.findings.isEmpty)
    let line = #line + 3
    let again = try make {
      Step("Count") { look() }.capture(rows)
      Step("Count again") { look() }.capture(rows)
    }
    #expect(again.told(rule) == ["OutputRuleTests.swift:\(line): step 2 captures ‹rows› a second time → use another Output"])
  }

  @Test("a step cannot use its own output in its commands or looks")
  func own() throws {
    let plan = try make { Step("Count") { look() }.verify(look(), .equals("\(rows)")).capture(rows) }
    #expect(plan.told(rule).count == 1)
  }

  @Test(
    "an output in a precondition, an in-doubt probe, an undo or what is destroyed counts as used",
    arguments: [
      "precondition": Step("Use") { write() }.precondition("there are rows", Probe(look("\(Output<Count>("rows"))")), remedy: "none"),
      "in doubt": Step("Use") { write() }.inDoubt(Probe(look(), .equals("\(Output<Count>("rows"))"))),
      "undo": Step("Use") { write() }.undo { write("\(Output<Count>("rows"))") },
      "destroys": Step("Use") { destroy("\(Output<Count>("rows")) rows") },
    ])
  func everywhere(place: String, step: Step) throws {
    let without = try make {
      Gate("Go")
      step
    }
    #expect(without.told(rule).count == 1, "in \(place)")
    let with = try make {
      Step("Count") { look() }.capture(rows)
      Gate("Go")
      step
    }
    #expect(with.findings.isEmpty, "in \(place)")
  }

  @Test("an undo may use what its own step captured")
  func ownUndo() throws {
    #expect(try make { Step("Make") { write() }.capture(rows).undo { write("\(rows)") } }.findings.isEmpty)
  }

  @Test("steps that run side by side cannot wait for each other's outputs")
  func sideBySide() throws {
    let plan = try make {
      Concurrently("Both") {
        Step("Count") { look() }.capture(rows)
        Step("Use") { look("\(rows)") }
      }
      Step("After") { look("\(rows)") }
    }
    #expect(plan.told(rule).count == 1)
    #expect(plan.first(rule).contains("step 1.2 uses ‹rows›, which no step before it captures"))
  }
}
