import RunbookBase
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("Other hosts in a plan") struct HostRuleTests {
  private static let barn = Host("barn", over: Reach(literal: "ops@barn:2222"))

  private func words(_ plan: Plan) -> [String] {
    plan.findings.filter { $0.rule == "hosts-are-reached" }.map { "\($0.severity): \($0.summary)" }
  }

  @Test("one way to a host is fine, two are not, none is a warning, and this program is not run there")
  func rule() throws {
    let plan = try make {
      Step("A", id: "a") { look() }.on(Self.barn)
      Step("B", id: "b") { look() }.on(Host("shed"))
      Step("C", id: "c") { look() }.on(Host("barn", over: Reach(literal: "barn")))
      Step("D", id: "d") { Command("runbook", ["list"], effect: .reads) }.on(Self.barn)
      Step("E", id: "e") { look() }
    }
    #expect(
      words(plan) == [
        "warning: step 2 runs on shed, and the estate does not say how to get there: a person does it by hand",
        "error: steps 1 and 3 reach the host barn in different ways",
        "error: step 4 runs this program itself on barn; nothing says which version is there",
      ])
  }

  @Test("what a step needs elsewhere is looked at there, keeps no run from starting, and is part of the digest")
  func preconditions() throws {
    func plan(_ host: Host) throws -> Plan {
      try make { Step("There", id: "there") { look() }.precondition("there", Probe(look()), remedy: "none").on(host) }
    }
    let reached = try plan(Self.barn)
    #expect(
      reached.preconditions.map { "\($0.id) \($0.away?.name ?? "here") \($0.isUnconditional)" } == [
        "program-ssh here true", "program-look-on-barn barn false", "there barn false",
      ])
    #expect(reached.steps[0].pipelines[0].commands[0].away == Self.barn)
    #expect(reached.json["hosts"]?.arrayValue?.first?["ssh"]?.stringValue == "ops@barn:2222")
    let other = try plan(Host("barn", over: Reach(literal: "ops@barn:2223")))
    #expect(reached.digest != other.digest)
    #expect(try plan(Host("shed")).preconditions.isEmpty)
    #expect(try plan(Host("gate", over: Reach(literal: "gate"))).steps[0].away == nil, "the operator's own host is here")
  }
}
