import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Every path to a command that destroys passes an Incident Commander's gate") struct GateRuleTests {
  let rule = "gate-before-destroy"

  @Test("without a gate the finding names step, place and what to write")
  func missing() throws {
    let line = #line + 2
    let plan = try make {
      Step("Raze \("it")") { destroy() }
    }
    #expect(
      plan.told(rule) == [
        "GateRuleTests.swift:\(line): step 1 “Raze it” destroys and no Incident Commander's gate stands before it → "
          + "put Gate(\"…\") before it, with a sentence that names what is lost"
      ])
    #expect(plan.errors.count == 1)
  }

  @Test("a gate before it is enough, wherever the two stand")
  func satisfied() throws {
    let plain = try make {
      Gate("Raze the shed")
      Step("Raze") { destroy() }
    }
    #expect(plain.findings.isEmpty)
    let nested = try make {
      Group("Ask") { Gate("Raze the shed") }
      Group("Act") { Step("Raze") { destroy() } }
    }
    #expect(nested.findings.isEmpty)
  }

  @Test("a gate that another role answers, or one that comes later, is not enough")
  func notEnough() throws {
    let other = try make {
      Gate("Raze the shed", by: .commsLead)
      Step("Raze") { destroy() }
    }
    #expect(other.told(rule).count == 1)
    let later = try make {
      Step("Raze") { destroy() }
      Gate("Raze the shed")
    }
    #expect(later.told(rule).count == 1)
  }

  @Test("a gate in one arm does not speak for the others: the finding prints the path without one")
  func paths() throws {
    let line = #line + 8
    let plan = try make {
      Decision("How bad?") {
        When("bad") { Gate("Raze the shed") }
        When("not so bad") { Manual("Look around") }
        When("over").endsTheRun
      }
      Decision("How far?", id: "far") {
        When("all") { Step("Raze") { destroy() } }
        When("nothing")
      }
    }
    #expect(
      plan.told(rule) == [
        "GateRuleTests.swift:\(line): step 2a.1 “Raze” destroys and no Incident Commander's gate stands before it "
          + "(on the path 1 “not so bad”, 2 “all”) → put Gate(\"…\") before it, with a sentence that names what is lost"
      ])
  }

  @Test("a gate in every arm shows nothing of what follows the decision; one before it does")
  func everyArm() throws {
    let arms = try make {
      Decision("Which?") {
        When("a") { Gate("Go, a") }
        When("b") { Gate("Go, b") }
      }
      Step("Raze") { destroy() }
    }
    #expect(arms.findings.map(\.rule) == ["gate-before-destroy"])
    #expect(arms.findings.first?.summary == "step 2 “Raze” destroys, and no gate shows it: a gate in an arm ends with its arm")
    let other = try make {
      Gate("Go")
      Gate("Say so", by: .commsLead)
      Step("Raze") { destroy() }
    }
    #expect(other.findings.first?.summary == "step 3 “Raze” destroys, and the gate that shows it, 2, is the Comms Lead's")
    let before = try make {
      Gate("Go")
      Decision("Which?") {
        When("a") { Step("Raze") { destroy() } }
        When("b")
      }
    }
    #expect(before.findings.isEmpty)
  }

  @Test("settling what is owed destroys, too, even behind an arm that ended the run")
  func settlements() throws {
    let plan = try make {
      Step("Build") { write() }.owes("raze the shed", settledBy: destroy())
      Decision("Go on?") {
        When("no").endsTheRun
        When("yes") { Gate("Raze the shed") }
      }
    }
    #expect(plan.told(rule).map { $0.split(separator: " → ")[0] }.count == 1)
    #expect(plan.first(rule).contains("step 3 “Settle: raze the shed” destroys"))
    #expect(plan.first(rule).contains("(on the path 2 “no”)"))
  }

  @Test("a pipeline destroys when one of its members does")
  func pipelines() throws {
    #expect(try make { Step("Pipe") { look().piped(to: destroy()) } }.told(rule).count == 1)
  }

  @Test("what another arm captured, or one that ended the run, is not known before a gate")
  func known() throws {
    let plan = try make {
      Step("First") { look() }.capture(Output<Count>("first"))
      Decision("Which?", id: "which") {
        When("over") { Step("Over") { look() }.capture(Output<Count>("over")) }.endsTheRun
        When("left") { Step("Left") { look() }.capture(Output<Count>("left")) }
        When("right") {
          Gate("In an arm?", id: "inner")
          Step("Right") { look() }.capture(Output<Count>("right"))
        }
      }
      Gate("Behind it?", id: "behind")
    }
    let coverage = GateCoverage(plan)
    #expect(coverage.known(before: "which/right/inner") == ["first"])
    #expect(coverage.known(before: "behind") == ["first", "left", "right"])
  }
}
