import RunbookBase
import RunbookJournal

extension Verification {
  /// What the findings end the program with; nil when there are none.
  ///
  /// A contradiction outweighs a key that nobody vouches for, and both are told.
  func problem(_ run: RunID) -> Problem? {
    let contradictions = findings.filter(\.isContradiction)
    guard !findings.isEmpty else { return nil }
    let details = findings.map(\.text)
    guard !contradictions.isEmpty else {
      let (summary, hint) = unknown
      return Problem(.safetyRefusal, "the log of \(run) is whole, and \(summary)", details: details, hint: hint)
    }
    let keep = "keep the folder as it is, and take the call to the Incident Commander"
    guard contradictions.contains(where: { $0.rule != .plan && $0.rule != .output }) else {
      return Problem(.auditLogDamaged, "files of \(run) are not what its log recorded", details: details, hint: keep)
    }
    return Problem(
      .auditLogDamaged, "the log of \(run) is not what was written down elsewhere", details: details,
      hint: "its own chain is whole, so its end was cut off or it was computed anew: \(keep)")
  }

  /// What cannot be said, and what to do about it: keys first, since who signed comes before in which role and when.
  private var unknown: (summary: String, hint: String) {
    let rules = Set(findings.map(\.rule))
    if rules.contains(.trust) {
      return (
        "its signatures fit, and whose keys they are cannot be said",
        "let the owner of the trust files keep retired keys in allowed_signers, with valid-before=\"…\", and list as revoked only "
          + "what was stolen; then verify again"
      )
    }
    if rules.contains(.role) {
      return (
        "its signatures fit, and whether everybody who signed had the role cannot be said",
        "ask the owner of roster.json who had the role on that day; whoever retired stays there with \"roles\": []"
      )
    }
    return ("its times are not certain", "ask whoever was there when it was, and compare the second copy: --copy PLACE")
  }

  /// The object of `verify --json`.
  func json(_ run: RunID, _ contents: Journal.Contents) -> JSON {
    let state = contents.state
    var json = Self.json(
      run, records: state.recordCount, head: state.head, outcome: state.outcome, tail: contents.tail, findings, notes, trust.rawValue)
    json["mode"] = JSON(state.genesis?.mode.rawValue)
    if let previous = chain.previous { json["previous"] = ["head": .string(previous.hex), "run": JSON(chain.before?.text)] }
    return json
  }

  /// The object of a log whose chain is broken: what holds before the break.
  static func json(_ run: RunID, _ heads: [SHA256.Digest], _ findings: [Finding]) -> JSON {
    json(run, records: heads.count, head: heads.last, outcome: nil, tail: .clean, findings, [], nil)
  }

  private static func json(
    _ run: RunID, records: Int, head: SHA256.Digest?, outcome: RunOutcome?, tail: Journal.Tail, _ findings: [Finding], _ notes: [Finding],
    _ trust: String?
  ) -> JSON {
    var torn: String?
    if case .torn(let bytes, let reason) = tail { torn = "\(bytes) bytes, \(reason)" }
    return [
      "run": .string(run.text), "records": JSON(records), "head": JSON(head?.hex), "short": JSON(head?.short),
      "sealed": .bool(outcome != nil), "outcome": JSON(outcome?.rawValue), "torn": JSON(torn), "ok": .bool(findings.isEmpty),
      "findings": .array(findings.map(\.json)), "notes": JSON(notes.map(\.text)), "trust": JSON(trust),
      "mode": .null, "previous": .null,
    ]
  }
}
