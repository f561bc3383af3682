import RunbookBase
import RunbookExecution
import RunbookJournal
import Runbooks
import Testing

@testable import RunbookPlanning

@Suite("What proves a repair") struct ProofTests {
  /// The checks without which nobody may say “recovered”, where production was not restored as a whole.
  static let proofs: [(String, [String])] = [
    ("tenant-delete", ["rows-back", "reconcile/nothing-missing"]),
    ("tenant-restore", ["rows-back", "reconcile/nothing-missing"]),
    ("tenant-database-restore", ["identity", "rows-back", "reconcile/nothing-missing"]),
    ("bucket-restore", ["copied", "reconcile/nothing-missing"]),
    ("object-restore", ["size", "bytes"]),
    ("print-file-loss", ["version/yes/object-restore/size", "version/yes/object-restore/bytes", "download"]),
    ("reconcile", ["nothing-missing"]),
    ("redis-loss", ["files-made", "depth", "age", "failed"]),
  ]

  /// A run in which each of the checks fails.
  private func failing(_ name: String, _ checks: [String]) throws -> PathWalk {
    let plan = try PathTests.planned(name, "production")
    let way = try #require(Way.all(plan).first { way in checks.allSatisfy { check in way.acting.contains { $0.id == check } } })
    return try PathWalk(plan, way, checks.map { "\($0)=exit=3" })
  }

  @Test("a repair whose proof failed and was left out is not declared recovered: 15, and everything that is open", arguments: proofs)
  func leftOut(name: String, checks: [String]) throws {
    let walk = try failing(name, checks)
    // Leaving it out is no answer to the question at the end: the run pauses there.
    walk.people.rest = .skip
    let code = try walk.run()
    try #require(walk.pending.isEmpty)
    #expect(code == .openObligations && walk.log.state.outcome == nil)
    #expect(RecoveryProof(walk.plan, walk.log.state).open.map(\.step.id) == checks)
  }

  @Test("what is lost for good is for the Incident Commander to say; then the run ends, with an exception for each", arguments: proofs)
  func vouched(name: String, checks: [String]) throws {
    let walk = try failing(name, checks)
    walk.people.rest = .done
    #expect(try walk.run() == .success)
    #expect(walk.log.state.outcome == .completedWithExceptions && walk.log.state.exceptions == checks.count)
  }

  @Test("a reconciliation counts only with the check that nothing is missing any more", arguments: names)
  func reconciled(name: String) throws {
    for step in try plan(name).flattened where step.id.hasSuffix("nothing-missing") { #expect(step.policy.mark == .reconcile) }
  }
}
