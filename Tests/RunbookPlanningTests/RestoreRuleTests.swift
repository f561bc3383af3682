import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("A restore of production stops writes first and is proven afterwards") struct RestoreRuleTests {
  /// A good restore, whose parts a test leaves out.
  func restore(without left: Set<String>) throws -> Plan {
    try make {
      Gate("Go")
      if !left.contains("stop") { Step("Stop") { write() }.marked(.stopsWrites) }
      Step("Restore", id: "restore") { write() }.marked(.restoresProduction)
      Step("Promote", id: "promote") { write() }.marked(.promotes)
      if !left.contains("backup") { Step("Back up") { write() }.marked(.fullBackup) }
      if !left.contains("reconcile") { Step("Reconcile") { write() }.marked(.reconcile) }
      if !left.contains("verify") { Check("Verify", look(), .atLeast("1")).marked(.verification) }
      Manual("Say that it is over", id: "last")
    }
  }

  @Test("with every part there is no finding")
  func complete() throws { #expect(try restore(without: []).findings.isEmpty) }

  @Test(
    "each part that is left out is one finding of its own rule",
    arguments: [
      (
        "stop", "writes-stopped", "step 2 restores production while the application may still write",
        "put a step marked .stopsWrites before it, such as artisan.down()"
      ),
      (
        "backup", "backup-after-promotion", "step 4 promotes and no full backup follows",
        "add a step marked .fullBackup, or later restores follow the wrong timeline"
      ),
      (
        "reconcile", "proven-before-recovered", "production is restored and no §3.5 reconciliation follows",
        "end the path with a step marked .reconcile"
      ),
      (
        "verify", "proven-before-recovered", "production is restored and no §4.3 verification follows",
        "end the path with a step marked .verification"
      ),
    ])
  func missing(part: String, rule: String, summary: String, hint: String) throws {
    let plan = try restore(without: [part])
    #expect(plan.findings.map(\.rule) == [rule])
    #expect(plan.findings.map(\.summary) == [summary])
    #expect(plan.findings.map(\.hint) == [hint])
    #expect(plan.findings.allSatisfy { $0.severity == .error && $0.location?.description.hasPrefix("RestoreRuleTests.swift:") == true })
  }

  @Test("all findings come at once")
  func together() throws {
    let plan = try restore(without: ["stop", "backup", "reconcile", "verify"])
    #expect(
      plan.findings.map(\.rule).sorted() == [
        "backup-after-promotion", "proven-before-recovered", "proven-before-recovered", "writes-stopped",
      ])
  }

  @Test("a proof from before the restore does not count, and each restore needs its own")
  func order() throws {
    let before = try make {
      Step("Stop") { write() }.marked(.stopsWrites)
      Step("Reconcile") { write() }.marked(.reconcile)
      Check("Verify", look(), .atLeast("1")).marked(.verification)
      Step("Restore") { write() }.marked(.restoresProduction)
    }
    #expect(before.told("proven-before-recovered").count == 2)
    let promotedTwice = try make {
      Step("Promote") { write() }.marked(.promotes)
      Step("Back up") { write() }.marked(.fullBackup)
      Step("Promote again") { write() }.marked(.promotes)
    }
    #expect(promotedTwice.told("backup-after-promotion").count == 1)
    #expect(promotedTwice.first("backup-after-promotion").contains("step 3 promotes"))
  }

  @Test("each of the three rules prints the path that breaks it")
  func paths() throws {
    let plan = try make {
      Decision("Stop?", id: "stop") {
        When("yes") { Step("Stop") { write() }.marked(.stopsWrites) }
        When("it is down already")
      }
      Step("Restore") { write() }.marked(.restoresProduction)
      Step("Promote") { write() }.marked(.promotes)
      Check("Verify", look(), .atLeast("1")).marked(.verification)
      Decision("Finish?", id: "finish") {
        When("properly") {
          Step("Back up") { write() }.marked(.fullBackup)
          Step("Reconcile") { write() }.marked(.reconcile)
        }
        When("later").endsTheRun
      }
    }
    #expect(
      plan.findings.map(\.summary) == [
        "step 2 restores production while the application may still write (on the path 1 “it is down already”)",
        "production is restored and no §3.5 reconciliation follows (on the path 1 “yes”, 5 “later”)",
        "step 3 promotes and no full backup follows (on the path 1 “yes”, 5 “later”)",
      ])
  }
}
