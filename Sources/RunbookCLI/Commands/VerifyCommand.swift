import RunbookBase
import RunbookJournal

/// `runbook verify [RUN]`: whether anybody has edited the log, by itself and by what was written down elsewhere.
enum VerifyCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try RunLookup.find(arguments, context)
    var anchors: [Anchor] = []
    for text in arguments.values("anchor") { anchors.append(try Anchor(parsing: text)) }
    let bytes = try folder.logBytes()
    var reading = LogReading()
    let contents: Journal.Contents
    do throws(Problem) { contents = try Journal.read(bytes, run: folder.id) { reading.take($0) } } catch {
      let copy = try SecondCopy.find(arguments.value("copy"), of: folder.id, estate: reading.genesis?.estate, context)
      let findings = findings(error, bytes, copy, folder)
      if arguments.flag("json") { context.put(Verification.json(folder.id, reading.heads, [Finding(.chain, error.summary)] + findings)) }
      throw told(error, findings)
    }
    let copy = try SecondCopy.find(arguments.value("copy"), of: folder.id, estate: reading.genesis?.estate, context)
    let directory = try RunLookup.neighbours(of: folder, arguments, context)
    let verification = Verification(
      folder, bytes, contents.state, reading, anchors: anchors, copy: copy, directory: directory, context)
    if arguments.flag("json") {
      context.put(verification.json(folder.id, contents))
    } else {
      tell(contents, folder, verification.chain.gap, context)
      for note in verification.notes where note.text != verification.chain.gap { context.put(note.text) }
    }
    if let problem = verification.problem(folder.id) { throw problem }
    return .success
  }

  private static func tell(_ contents: Journal.Contents, _ folder: RunFolder, _ gap: String?, _ context: Context) {
    let state = contents.state
    let name = "run \(folder.id)\(state.genesis?.mode == .rehearsal ? " (A REHEARSAL: every command was simulated)" : "")"
    let end = gap.map { "; \($0)" } ?? ""
    let seal = state.outcome.map { "sealed: \($0.rawValue)" } ?? "UNSEALED: the run has not ended"
    if case .torn(let bytes, let reason) = contents.tail {
      context.put(
        "\(name): \(state.recordCount) records are whole; a torn tail of \(bytes) bytes follows (\(reason)), to be cut at the next resume\(end)"
      )
    } else {
      context.put("\(name): \(state.recordCount) records, every one chained to the one before; \(seal)\(end)")
    }
    context.put("head \(state.head.hex) (say “\(state.fingerprint)”)")
  }

  /// What the records' numbers and the second copy say about a chain that is broken.
  private static func findings(_ damage: Problem, _ bytes: [UInt8], _ copy: SecondCopy?, _ folder: RunFolder) -> [Finding] {
    var findings: [Finding] = []
    if let diagnosis = Journal.diagnosis(of: bytes, run: folder.id) { findings.append(Finding(.chain, diagnosis)) }
    if let copy, let held = copy.bytes, let found = Journal.contradiction(of: bytes, copy: held, place: copy.place).contradiction {
      findings.append(Finding(.copy, found))
    }
    return findings
  }

  /// The damage of the chain, with what was found about it.
  private static func told(_ damage: Problem, _ findings: [Finding]) -> Problem {
    var damage = damage
    damage.details = findings.filter { $0.rule == .chain }.map(\.text) + damage.details
    damage.details += findings.filter { $0.rule != .chain }.map(\.text)
    return damage
  }

  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
