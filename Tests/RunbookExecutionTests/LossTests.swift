import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookPlanning
import Runbooks
import Testing

/// The clock of the walk stands at 0, and the impact was declared five minutes earlier, while people went on writing.
@Suite("What a gate says about the data that will be missing") struct LossTests {
  private let console = ScriptedConsole()
  private let performer = ScriptedPerformer()
  private static let minute: Int64 = 60_000_000_000

  /// What the first gate says in a plan of these steps.
  private func told(_ walk: Walk) throws -> ExpectedLoss? {
    try walk.tell([.impactDeclared(at: WallTime(nanoseconds: -5 * Self.minute), by: Walk.ada)])
    _ = try walk.run(console, performer)
    return try #require(console.shown.first).expectedLoss
  }

  private func recovering(to target: String) throws -> Walk {
    let point = Parameter<RecoveryTarget>("recover-to", "Where to stop")
    return try Walk(values: ["recover-to": target]) {
      Gate("Go?", id: "go")
      writing("down").marked(.stopsWrites)
      writing("restore", "true", ["\(point)"]).marked(.restoresProduction)
      Check("It boots", id: "boots", Command("true", [], effect: .reads), .succeeds).marked(.verification)
      writing("reconcile").marked(.reconcile)
    }
  }

  private func inserting(dump begun: String, deletedAt: String?) throws -> Walk {
    performer.outputs["when"] = begun
    let deletion = Parameter<Timestamp>("deleted-at", "When the deletion began")
    return try Walk(values: deletedAt.map { ["deleted-at": $0] } ?? [:]) {
      Step("When", id: "when") { Command("date", [], effect: .reads) }.capture(Output<Timestamp>("dump-begun"))
      Gate("Go?", id: "go")
      if deletedAt != nil { writing("insert", "true", ["\(deletion)"]) } else { writing("insert") }
    }
  }

  @Test("a recovery to a moment loses everything up to now, whenever the impact began: people go on writing until they are stopped")
  func recovery() throws {
    let loss = try told(recovering(to: "1969-12-31T23:00:00Z"))
    #expect(loss == .about(60 * Self.minute))
    #expect(loss?.words == "by what comes back it will be about 1 h")
  }

  @Test(
    "how far a recovery to a transaction, a place in the log or the end of it comes is not known before it",
    arguments: ["xid:7", "immediate"])
  func unknown(target: String) throws {
    #expect(try told(recovering(to: target)) == .unknown)
    #expect(ExpectedLoss.unknown.words == "how much it will be is not known before the recovery")
  }

  @Test("deleted rows lose what was written between the begin of the dump and the deletion, not the impact")
  func deletion() throws {
    #expect(try told(inserting(dump: "1969-12-31T23:00:00Z", deletedAt: "1969-12-31T23:58:00Z")) == .about(58 * Self.minute))
  }

  @Test("without the time of a deletion it is everything since the begin of the dump")
  func dump() throws { #expect(try told(inserting(dump: "1969-12-31T23:00:00Z", deletedAt: nil)) == .about(60 * Self.minute)) }

  @Test("a dump that was begun after the deletion is never a loss of nothing")
  func younger() throws {
    let loss = try told(inserting(dump: "1969-12-31T23:59:00Z", deletedAt: "1969-12-31T23:58:00Z"))
    #expect(loss == .younger(than: "the deletion"))
    #expect(loss?.words == "how much it will be is not known: what comes back is younger than the deletion")
  }

  @Test("a gate that brings no data back says nothing")
  func nothing() throws {
    #expect(
      try told(
        Walk {
          Gate("Go?", id: "go")
          writing("tidy")
        }) == nil)
  }
}
