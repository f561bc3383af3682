import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks

/// Whether a log, whole in itself, is what was signed, copied, linked to and recorded: the same for `verify` and for the report.
struct Verification {
  /// Whether the trust files of today vouch for the keys that signed.
  enum Trust: String {
    case nothingSigned = "nothing-signed"
    case vouched
    case notVouched = "not-vouched"
  }

  /// What is in order, or worth knowing.
  private(set) var notes: [Finding] = []
  /// What contradicts the log, and whose keys nobody vouches for.
  private(set) var findings: [Finding] = []
  private(set) var trust = Trust.nothingSigned
  let files: RecordedFiles
  let chain: LinkCheck

  /// Looks at everything that stands elsewhere.
  ///
  /// - Parameters:
  ///   - bytes: the log, and what reading it gave.
  ///   - anchors: fingerprints that were given.
  ///   - directory: the runs among which it is one.
  init(
    _ folder: RunFolder, _ bytes: [UInt8], _ state: RunState, _ reading: LogReading, anchors: [Anchor] = [], copy: SecondCopy?,
    directory: StateDirectory, _ context: Context
  ) {
    files = RecordedFiles(folder, accepted: reading.genesis?.plan, endings: reading.endings)
    chain = LinkCheck(folder, directory, reading.heads, state)
    lookAtKind(folder, reading.genesis, directory)
    look(at: anchors, reading.heads)
    lookAtSignatures(folder, reading, context)
    lookAtTimes(reading.clocks)
    if let plan = files.acceptedPlan { findings += RecordedCommands(plan, reading.gates.starts).findings }
    if let gap = chain.gap { notes.append(Finding(.link, gap)) }
    notes += chain.lines.map { Finding(.link, $0) }
    findings += chain.contradictions.map { Finding(.link, $0) }
    if let copy { compare(bytes, copy, state) }
    findings += files.findings
    if let line = files.line { notes.append(Finding(.output, line)) }
    if let line = files.unvouched { notes.append(Finding(.output, line)) }
  }

  /// A rehearsal proves nothing about a real run, so that its word for being one has to fit where it lies.
  private mutating func lookAtKind(_ folder: RunFolder, _ genesis: Genesis?, _ directory: StateDirectory) {
    guard genesis?.mode == .rehearsal else { return }
    notes.append(Finding(.mode, "this is a rehearsal: every command was simulated, and nobody was asked to sign"))
    guard Files.name(of: directory.path) != RehearseCommand.folderName, directory.folder(folder.id).path == folder.path else { return }
    findings.append(
      Finding(.mode, record: 1, "record 1 says that this is a rehearsal, and it lies among the real runs, where none is kept"))
  }

  private mutating func lookAtTimes(_ clocks: ClockOrder) {
    if let found = clocks.contradiction { findings.append(Finding(.time, found)) }
    if let found = clocks.doubt { findings.append(Finding(.time, record: found.record, isProven: false, found.words)) }
  }

  private mutating func look(at anchors: [Anchor], _ heads: [SHA256.Digest]) {
    let found = Journal.contradictions(of: heads, anchors, from: "given")
    let fitting = anchors.count - found.count
    if fitting > 0 { notes.append(Finding(.anchor, "\(VerifyCommand.count(fitting, "fingerprint")) given, in this log")) }
    findings += found.map { Finding(.anchor, $0) }
  }

  private mutating func lookAtSignatures(_ folder: RunFolder, _ reading: LogReading, _ context: Context) {
    let policy = RecordedPolicy(plan: files.acceptedPlan)
    // A log without any signature, of a plan that asked for none, starts no process.
    if !reading.gates.areSigned, case .keys = policy {} else if !reading.gates.areSigned { return }
    let signed = SignedHeads(folder, reading.gates, policy: policy, judge: judge(reading.genesis?.estate, context))
    for witness in signed.witnesses {
      let found = Journal.contradictions(
        of: reading.heads, [witness.anchor], from: "signed by \(witness.principal) at gate \(witness.gate)")
      findings += found.map { Finding(.signature, Contradiction(record: $0.record, words: TerminalText.escapedLine($0.words))) }
      guard found.isEmpty, witness.isVouched else { continue }
      let words = "\(witness.principal) signed the head behind record \(witness.anchor.record ?? 0) at gate \(witness.gate)"
      notes.append(Finding(.signature, TerminalText.escapedLine(words)))
    }
    findings += signed.findings.map { Finding($0.rule, record: $0.record, isProven: $0.kind != .time, $0.text) }
    guard !signed.witnesses.isEmpty else { return }
    trust = signed.witnesses.allSatisfy(\.isVouched) ? .vouched : .notVouched
  }

  /// The judge by the trust files that the estate names today.
  private func judge(_ estate: String?, _ context: Context) -> SignatureJudge {
    do throws(Problem) {
      let rules = try context.estate(estate).signOff
      return SignatureJudge(rules.map { ApprovalDesk.TrustLocation($0, user: Host.userID()) })
    } catch { return SignatureJudge(nil, otherwise: error.summary) }
  }

  private mutating func compare(_ bytes: [UInt8], _ copy: SecondCopy, _ state: RunState) {
    let place = copy.place
    guard let held = copy.bytes else { return notes.append(Finding(.copy, "no second copy in \(place)")) }
    let (found, missing) = Journal.contradiction(of: bytes, copy: held, place: place)
    if let found { return findings.append(Finding(.copy, found)) }
    notes.append(
      Finding(
        .copy,
        missing == 0
          ? "the second copy in \(place) holds the same \(state.recordCount) records"
          : "the second copy in \(place) ends at record \(state.recordCount - missing); as far as it goes it is the same"))
  }
}

extension SignOffFinding {
  /// The same word on this side.
  fileprivate var rule: Finding.Rule {
    switch kind {
    case .signature: .signature
    case .signOff: .signOff
    case .trust: .trust
    case .role: .role
    case .time: .time
    }
  }
}
