import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("What a step leaves owing is settled on every path") struct ObligationRuleTests {
  let rule = "obligations-settled"

  @Test("a debt without a settlement is named with its step")
  func open() throws {
    let line = #line + 2
    let plan = try make {
      Step("Close the gate") { write() }.owes("open the gate")
    }
    #expect(
      plan.told(rule) == [
        "ObligationRuleTests.swift:\(line): step 1 leaves “open-the-gate” owing and nothing settles it → "
          + "write .owes(…, settledBy: command), or let a later step say .settles(…)"
      ])
  }

  @Test("a later step settles it by the same title, or the planner adds the settlement as a last step")
  func settled() throws {
    let byName = try make {
      Step("Close the gate") { write() }.owes("open the gate")
      Manual("Open the gate").settles("open the gate")
    }
    #expect(byName.findings.isEmpty)
    #expect(byName.steps.count == 2)
    let byItself = try make {
      Step("Close the gate") { write() }.owes("open the gate", settledBy: write("open"))
    }
    #expect(byItself.findings.isEmpty)
    #expect(byItself.steps.map(\.id) == ["close-the-gate", "settle/open-the-gate"])
  }

  @Test("settled before it was owed, it is still owed")
  func before() throws {
    let plan = try make {
      Manual("Open the gate").settles("open the gate")
      Step("Close the gate") { write() }.owes("open the gate")
    }
    #expect(plan.told(rule).count == 1)
  }

  @Test("settled in one arm alone, the other path is printed; a settlement of its own does not come to help then")
  func paths() throws {
    let plan = try make {
      Step("Close the gate") { write() }.owes("open the gate", settledBy: write("open"))
      Decision("All well?") {
        When("yes") { Manual("Open the gate").settles("open the gate") }
        When("no")
      }
    }
    #expect(plan.told(rule).count == 1)
    #expect(plan.first(rule).contains("step 1 leaves “open-the-gate” owing and nothing settles it (on the path 2 “no”)"))
  }

  @Test("an arm that ends the run still has to settle")
  func endedArm() throws {
    let open = try make {
      Step("Close the gate") { write() }.owes("open the gate")
      Decision("Go on?") {
        When("no").endsTheRun
        When("yes")
      }
      Manual("Open the gate").settles("open the gate")
    }
    #expect(open.told(rule).count == 1)
    #expect(open.first(rule).contains("(on the path 2 “no”)"))
    let closed = try make {
      Step("Close the gate") { write() }.owes("open the gate", settledBy: write("open"))
      Decision("Go on?") {
        When("no").endsTheRun
        When("yes")
      }
      Step("More") { look() }
    }
    #expect(closed.findings.isEmpty)
  }

  @Test("what nobody owes is not settled: a slip of the pen leaves the real debt open")
  func neverOwed() throws {
    let plan = try make {
      Step("Close the gate") { write() }.owes("open the gate", settledBy: write("open"))
      Manual("Open the gates").settles("open the gates")
    }
    #expect(plan.first(rule).contains("step 2 settles “open-the-gates”, which no step leaves owing"))
  }

  @Test("the same debt cannot be owed twice at the same time")
  func twice() throws {
    let plan = try make {
      Step("Close the gate", id: "one") { write() }.owes("open the gate", settledBy: write("open"))
      Step("Close the gate", id: "two") { write() }.owes("open the gate", settledBy: write("open"))
    }
    #expect(plan.told(rule).count == 1)
    #expect(plan.first(rule).contains("step 2 leaves “open-the-gate” owing a second time"))
  }

  @Test("two debts are settled in the opposite order")
  func order() throws {
    let plan = try make {
      Step("Close the gate") { write() }.owes("open the gate", settledBy: write("open"))
      Step("Dig") { write() }.owes("fill the hole", settledBy: write("fill"))
    }
    #expect(
      plan.steps.map { "\($0.number) \($0.id)" } == ["1 close-the-gate", "2 dig", "3 settle/fill-the-hole", "4 settle/open-the-gate"])
    #expect(plan.findings.isEmpty)
  }
}
