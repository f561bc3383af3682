import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookSystem
import Runbooks

/// `runbook verify [RUN]`: whether anybody has edited the log, by itself and by what was written down elsewhere.
enum VerifyCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    var anchors: [Anchor] = []
    for text in arguments.values("anchor") { anchors.append(try Anchor(parsing: text)) }
    let bytes = try folder.logBytes()
    var heads: [SHA256.Digest] = []
    var estate: String?
    var answers: [Event] = []
    let contents: Journal.Contents
    do throws(Problem) {
      contents = try Journal.read(bytes, run: folder.id) { stored in
        switch stored.record.event {
        case .genesis(let genesis): estate = genesis.estate
        case .gateRequested, .gateAnswered: answers.append(stored.record.event)
        default: break
        }
        heads.append(stored.hash)
      }
    } catch {
      throw try told(error, bytes, try copy(of: folder, estate, arguments, context), folder)
    }
    tell(contents, folder, context)
    var found = Journal.contradictions(of: heads, anchors, from: "given")
    if anchors.count > found.count { context.put("\(count(anchors.count - found.count, "fingerprint")) given, in this log") }
    found += signed(answers, heads, folder, estate, context)
    let chain = LinkCheck(folder, try StateDirectory.existing(context.statePath(arguments)), heads, contents.state)
    found += chain.contradictions
    for line in chain.lines { context.put(line) }
    found += try compare(bytes, try copy(of: folder, estate, arguments, context), contents.state, context)
    guard found.isEmpty else {
      throw Problem(
        .auditLogDamaged, "the log of \(folder.id) is not what was written down elsewhere", details: found.map(\.words),
        hint:
          "its own chain is whole, so its end was cut off or it was computed anew: keep the folder, and take the call to the Incident Commander"
      )
    }
    return .success
  }

  /// What the signed answers at gates witness; each signature is judged by the estate's keys where they can be read.
  private static func signed(
    _ answers: [Event], _ heads: [SHA256.Digest], _ folder: RunFolder, _ estate: String?, _ context: Context
  ) -> [Contradiction] {
    let isSigned = answers.contains { if case .gateAnswered(let answer) = $0 { answer.signature != nil } else { false } }
    guard isSigned else { return [] }
    let rules = estate.flatMap { try? context.estate($0) }?.signOff
    let trust = rules.flatMap { try? ApprovalDesk.TrustLocation($0, user: Host.userID()).load() }
    let verifier = rules.flatMap { rules in (try? SSHKeygen()).map { ApprovalVerifier(policy: rules.policy, keygen: $0) } }
    let signed = SignedHeads(folder, answers, trust: trust, verifier: verifier)
    if trust == nil || verifier == nil {
      context.put("the estate's keys cannot be read: signatures are compared with their requests, and not judged")
    }
    for witness in signed.witnesses where Journal.contradictions(of: heads, [witness.anchor], from: "").isEmpty {
      context.put("\(witness.principal) signed the head behind record \(witness.anchor.record ?? 0) at gate \(witness.gate)")
    }
    return signed.contradictions.map { Contradiction(record: nil, words: $0) }
      + signed.witnesses.flatMap {
        Journal.contradictions(of: heads, [$0.anchor], from: "signed by \($0.principal) at gate \($0.gate)")
      }
  }

  /// What the second place holds.
  private struct Copy {
    let place: String
    /// nil when it holds nothing of the run.
    let bytes: [UInt8]?
  }

  private static func tell(_ contents: Journal.Contents, _ folder: RunFolder, _ context: Context) {
    let state = contents.state
    let seal = state.outcome.map { "sealed: \($0.rawValue)" } ?? "UNSEALED: the run has not ended"
    if case .torn(let bytes, let reason) = contents.tail {
      context.put(
        "run \(folder.id): \(state.recordCount) records are whole; a torn tail of \(bytes) bytes follows (\(reason)), to be cut at the next resume"
      )
    } else {
      context.put("run \(folder.id): \(state.recordCount) records, every one chained to the one before; \(seal)")
    }
    context.put("head \(state.head.hex) (say “\(state.fingerprint)”)")
  }

  /// The damage of the chain, with what the records' numbers and the second copy say about it.
  private static func told(_ damage: Problem, _ bytes: [UInt8], _ copy: Copy?, _ folder: RunFolder) throws(Problem) -> Problem {
    var damage = damage
    if let diagnosis = Journal.diagnosis(of: bytes, run: folder.id) { damage.details.insert(diagnosis.words, at: 0) }
    if let copy, let held = copy.bytes, let found = Journal.contradiction(of: bytes, copy: held, place: copy.place).contradiction {
      damage.details.append(found.words)
    }
    return damage
  }

  private static func compare(
    _ bytes: [UInt8], _ copy: Copy?, _ state: RunState, _ context: Context
  ) throws(Problem) -> [Contradiction] {
    guard let copy else { return [] }
    let place = copy.place
    guard let held = copy.bytes else {
      context.put("no second copy in \(place)")
      return []
    }
    let (found, missing) = Journal.contradiction(of: bytes, copy: held, place: place)
    if let found { return [found] }
    context.put(
      missing == 0
        ? "the second copy in \(place) holds the same \(state.recordCount) records"
        : "the second copy in \(place) ends at record \(state.recordCount - missing); as far as it goes it is the same")
    return []
  }

  /// The second copy that is named, else the one that the estate or the environment names; its bytes are nil when it is not there.
  private static func copy(
    of folder: RunFolder, _ estate: String?, _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) -> Copy? {
    let named = arguments.value("copy")
    let known = named == nil ? estate.flatMap { try? context.estate($0) } : nil
    guard case .folder(let place)? = try CopyOption.place(named, known, context) else { return nil }
    let path = Files.isDirectory(place) ? RecordCopy.path(of: folder.id, in: place) : place
    guard Files.exists(path) else {
      guard named == nil else {
        throw Problem(.usage, "there is no copy of \(folder.id) in \(place)", hint: "name the folder or the file with --copy")
      }
      return Copy(place: place, bytes: nil)
    }
    do throws(SystemError) { return Copy(place: place, bytes: try Files.read(path, limit: 1 << 30)) } catch {
      throw Problem(.usage, "the copy cannot be read: \(error)", hint: "name another one with --copy")
    }
  }

  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
