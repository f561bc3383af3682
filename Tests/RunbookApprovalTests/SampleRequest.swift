import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

/// A request as a waiting run writes it.
enum SampleRequest {
  static let commands = [
    ApprovedCommand(
      number: "5", step: "insert", title: "Re-insert 12 rows", host: "db1", effect: "writes",
      argv: ["psql", "-v", "tenant=42", "-c", "insert into \"live db\" 'x'"]),
    ApprovedCommand(
      number: "6", step: "drop", title: "Drop the old database", host: "db1", effect: "destroys", argv: ["dropdb", "live\u{202E}_db"],
      destroys: "database live_db on db1"),
  ]

  static func question(
    run: String = "20260615T140500Z-tenant-delete-7f3a91", gate: String = "reach/approve", plan: String = "plan",
    evidence: String = "evidence",
    policy: ApprovalPolicy = ApprovalPolicy(), commands: [ApprovedCommand] = commands, operator: Operator = Operator(login: "ben")
  ) throws -> ApprovalRequest.Question {
    ApprovalRequest.Question(
      run: try #require(RunID(run)), gate: gate, number: "4", title: "Re-insert 12 rows of ü into production", role: "incident-commander",
      estate: "production", plan: SHA256.digest(plan), evidence: SHA256.digest(evidence), policy: policy.digest, commands: commands,
      targets: [.init("live", "system identifier 7412")], operator: `operator`)
  }

  static func make(
    _ question: ApprovalRequest.Question? = nil, lifetime: Int = 1800, nonce: String = "00112233445566778899aabbccddeeff",
    from: WallTime = Scene.now
  ) throws -> ApprovalRequest {
    ApprovalRequest(
      try question ?? self.question(), facts: ["preconditions: 7 met"], sequence: 41, head: SHA256.digest("head"), from: from,
      lifetime: lifetime, nonce: nonce)
  }
}

extension ApprovalVerdict {
  var refusal: ApprovalRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
  var personID: String? {
    switch self {
    case .approved(let approver), .declined(let approver, _): approver.person.id
    case .refused: nil
    }
  }
}
