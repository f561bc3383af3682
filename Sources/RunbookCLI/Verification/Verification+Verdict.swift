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
      return Problem(
        .safetyRefusal, "the log of \(run) is whole and its signatures fit, and whose keys they are cannot be said", details: details,
        hint: "let the owner of the trust files keep retired keys in allowed_signers, with valid-before=\"…\", and list as revoked only "
          + "what was stolen; then verify again")
    }
    let keep = "keep the folder as it is, and take the call to the Incident Commander"
    guard contradictions.contains(where: { $0.rule != .plan && $0.rule != .output }) else {
      return Problem(.auditLogDamaged, "files of \(run) are not what its log recorded", details: details, hint: keep)
    }
    return Problem(
      .auditLogDamaged, "the log of \(run) is not what was written down elsewhere", details: details,
      hint: "its own chain is whole, so its end was cut off or it was computed anew: \(keep)")
  }

  /// The object of `verify --json`.
  func json(_ run: RunID, _ contents: Journal.Contents) -> JSON {
    let state = contents.state
    return Self.json(
      run, records: state.recordCount, head: state.head, outcome: state.outcome, tail: contents.tail, findings, notes, trust.rawValue)
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
    ]
  }
}
