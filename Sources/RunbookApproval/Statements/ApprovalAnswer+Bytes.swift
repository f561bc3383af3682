public import RunbookBase
import RunbookJournal

extension ApprovalAnswer {
  static let version = "runbook-approval-answer v1"
  static let limit = 8 << 10

  /// The canonical bytes: what is signed.
  public var bytes: [UInt8] { Array((Self.version + "\n").utf8) + json.canonicalBytes + [0x0A] }

  /// The answer that the bytes spell.
  ///
  /// - Throws: `usage` for anything but the canonical bytes of an answer of this version.
  public init(_ bytes: [UInt8]) throws(Problem) {
    let json = try Statement.json(bytes, version: Self.version, what: "answer", limit: Self.limit)
    guard let answer = ApprovalAnswer(json), answer.bytes == bytes else {
      throw Problem(.usage, "this is no whole approval answer", hint: "ask for the answer again")
    }
    self = answer
  }

  private var json: JSON {
    [
      "decision": .string(decision.rawValue), "reason": JSON(reason), "principal": .string(principal), "role": .string(role),
      "request": .string(request.hex), "run": .string(run), "gate": .string(gate), "plan": .string(plan.hex),
      "evidence": .string(evidence.hex), "nonce": .string(nonce), "time": .string(time.text(.milliseconds)),
    ]
  }

  private init?(_ json: JSON) {
    func text(_ key: String) -> String? { json[key]?.stringValue }
    func digest(_ key: String) -> SHA256.Digest? { text(key).flatMap { SHA256.Digest(hex: $0) } }
    guard let decision = text("decision").flatMap({ Decision(rawValue: $0) }), let principal = text("principal"), let role = text("role"),
      let request = digest("request"), let run = text("run"), let gate = text("gate"), let plan = digest("plan"),
      let evidence = digest("evidence"), let nonce = text("nonce"), let time = text("time").flatMap({ WallTime($0) }), !principal.isEmpty,
      decision == .approve || text("reason")?.isEmpty == false
    else { return nil }
    self.decision = decision
    reason = text("reason")
    self.principal = principal
    self.role = role
    self.request = request
    self.run = run
    self.gate = gate
    self.plan = plan
    self.evidence = evidence
    self.nonce = nonce
    self.time = time
  }
}
