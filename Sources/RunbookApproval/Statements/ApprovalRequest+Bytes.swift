public import RunbookBase
import RunbookJournal

/// The canonical statement: a version line and one line of canonical JSON.
extension ApprovalRequest {
  static let version = "runbook-approval-request v1"
  /// The longest statement that is read.
  static let limit = 256 << 10

  /// The canonical bytes: the same for the same request, always.
  public var bytes: [UInt8] { Array((Self.version + "\n").utf8) + json.canonicalBytes + [0x0A] }

  /// The request that the bytes spell.
  ///
  /// - Throws: `usage` for anything but the canonical bytes of a request of this version.
  public init(_ bytes: [UInt8]) throws(Problem) {
    let json = try Statement.json(bytes, version: Self.version, what: "request", limit: Self.limit)
    guard let request = ApprovalRequest(json), request.bytes == bytes else {
      throw Problem(.usage, "this is no whole approval request", hint: "ask for the request file again")
    }
    self = request
  }

  private var json: JSON {
    [
      "run": .string(question.run.text), "gate": .string(question.gate), "number": .string(question.number),
      "title": .string(question.title),
      "role": .string(question.role), "estate": .string(question.estate), "plan": .string(question.plan.hex),
      "evidence": .string(question.evidence.hex), "policy": .string(question.policy.hex),
      "commands": .array(question.commands.map(\.json)),
      "targets": .array(question.targets.map { ["name": .string($0.name), "observed": .string($0.observed)] }),
      "operator": ["login": .string(question.operator.login), "person": JSON(question.operator.person)], "holder": JSON(question.holder),
      "facts": JSON(facts), "seq": .int(Int64(sequence)), "head": .string(head.hex), "nonce": .string(nonce),
      "not-before": .string(notBefore.text(.milliseconds)), "not-after": .string(notAfter.text(.milliseconds)),
    ]
  }

  private init?(_ json: JSON) {
    func text(_ key: String) -> String? { json[key]?.stringValue }
    func digest(_ key: String) -> SHA256.Digest? { text(key).flatMap { SHA256.Digest(hex: $0) } }
    guard let run = text("run").flatMap({ RunID($0) }), let gate = text("gate"), let number = text("number"), let title = text("title"),
      let role = text("role"), let estate = text("estate"), let plan = digest("plan"), let evidence = digest("evidence"),
      let policy = digest("policy"), let commands = json["commands"]?.arrayValue, let targets = json["targets"]?.arrayValue,
      let login = json["operator"]?["login"]?.stringValue, let facts = json["facts"]?.arrayValue, let sequence = json["seq"]?.intValue,
      let head = digest("head"), let nonce = text("nonce"), Self.isNonce(nonce),
      let notBefore = text("not-before").flatMap({ WallTime($0) }),
      let notAfter = text("not-after").flatMap({ WallTime($0) })
    else { return nil }
    // Whatever is lost here is missed by the comparison of the bytes.
    let question = Question(
      run: run, gate: gate, number: number, title: title, role: role, estate: estate, plan: plan, evidence: evidence, policy: policy,
      commands: commands.compactMap { ApprovedCommand($0) },
      targets: targets.compactMap { target in
        target["name"]?.stringValue.flatMap { name in target["observed"]?.stringValue.map { Target(name, $0) } }
      },
      operator: Operator(login: login, person: json["operator"]?["person"]?.stringValue), holder: json["holder"]?.stringValue)
    self.init(
      question: question, facts: facts.compactMap(\.stringValue), sequence: Int(clamping: sequence), head: head, nonce: nonce,
      notBefore: notBefore, notAfter: notAfter)
  }
}

/// What requests and answers share: two lines, the second of them canonical JSON.
enum Statement {
  static func json(_ bytes: [UInt8], version: String, what: String, limit: Int) throws(Problem) -> JSON {
    guard bytes.count <= limit else { throw Problem(.usage, "an approval \(what) of \(bytes.count) bytes is longer than \(limit)") }
    guard let end = bytes.firstIndex(of: 0x0A), bytes.last == 0x0A, end < bytes.count - 1 else {
      throw Problem(.usage, "this is no whole approval \(what)", hint: "ask for it again")
    }
    guard bytes[..<end].elementsEqual(version.utf8) else {
      let found = TerminalText.escapedLine(String(decoding: bytes[..<min(end, 60)], as: UTF8.self))
      throw Problem(.usage, "this is “\(found)”, not “\(version)”", hint: "use the same version of the program on both sides")
    }
    do throws(JSONError) { return try JSON.parse(Array(bytes[(end + 1)..<(bytes.count - 1)]), dialect: .canonical) } catch {
      throw Problem(.usage, "this is no whole approval \(what): \(error)", hint: "ask for it again")
    }
  }
}
