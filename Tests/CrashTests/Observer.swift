import RunbookBase
import RunbookJournal
import RunbookSystem

/// Watches a run from outside: by its ledger, its log and the processes, never by what the program says of itself.
struct Observer {
  private let shop: Shop
  private(set) var complaints: [String] = []
  /// The valid part of the log as it was last seen.
  private var known: [UInt8] = []
  private var tail: [UInt8] = []

  init(_ shop: Shop) { self.shop = shop }

  mutating func complain(_ words: String) { complaints.append(words) }

  mutating func expect(_ holds: Bool, _ words: @autoclosure () -> String) { if !holds { complaints.append(words()) } }

  /// Looks after a start of the program has ended, killed or not.
  mutating func look(after outcome: Shop.Outcome) throws {
    let lines = try shop.lines()
    for line in shop.procedure.lines {
      expect(lines.filter { $0 == line }.count <= 1, "“\(line)” was written twice: \(lines)")
    }
    let live = shop.supervisors()
    expect(Set(live).count == live.count, "one attempt has two live supervisors: \(live)")
    expect(live.count <= 1, "steps that come one after the other live side by side: \(live)")
    guard let run = try shop.run() else { return expect(known.isEmpty, "the run is gone") }
    let bytes = try run.logBytes()
    let contents: Journal.Contents
    do { contents = try Journal.verify(bytes, run: run.id) } catch { return complain("the log does not verify: \(error.summary)") }
    expect(bytes.starts(with: known), "an acknowledged record vanished")
    if !tail.isEmpty && !bytes.starts(with: known + tail) {
      let kept = "\(run.path)/audit.log.torn-\(known.count)-\(SHA256.digest(tail).hex)"
      expect((try? Files.read(kept)) == tail, "the torn tail was not kept aside")
    }
    known = Array(bytes[..<contents.validLength])
    tail = Array(bytes[contents.validLength...])
    for id in try acknowledged(outcome.talk, run) {
      expect(contents.state.step(id).status.isFinished, "step \(id) was told to be done, and the log does not say so")
    }
  }

  /// The steps that the program said were done, in this start.
  private func acknowledged(_ talk: String, _ run: RunFolder) throws -> [String] {
    var ids: [String: String] = [:]
    func walk(_ steps: [JSON]) {
      for step in steps {
        if let number = step["number"]?.stringValue, let id = step["id"]?.stringValue { ids[number] = id }
        walk(step["steps"]?.arrayValue ?? [])
        for arm in step["arms"]?.arrayValue ?? [] { walk(arm["steps"]?.arrayValue ?? []) }
      }
    }
    walk(try JSON.parse(Files.read(run.planPath))["steps"]?.arrayValue ?? [])
    return talk.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count > 2 && words[2] == "ok" ? ids[String(words[1])] : nil
    }
  }

  /// The end must be that of a run that nobody disturbed.
  mutating func lookAtTheEnd(like clean: RunState, byHand: String? = nil) throws {
    let lines = try shop.lines()
    expect(lines == shop.procedure.lines, "the ledger is \(lines)")
    expect(!Files.exists(shop.lock), "the lock file is still there")
    guard let run = try shop.run() else { return complain("there is no run") }
    let contents = try run.read()
    let state = contents.state
    expect(contents.tail == .clean, "the log ends torn")
    expect(contents.isSealed, "the run is not sealed: \(state.status)")
    var statuses = clean.steps.mapValues(\.status)
    if let byHand { statuses[byHand] = .markedDone }
    expect(state.steps.mapValues(\.status) == statuses, "steps: \(state.steps.mapValues(\.status))")
    expect(state.outputs == clean.outputs, "outputs: \(state.outputs)")
    expect(state.decisions == clean.decisions, "decisions: \(state.decisions)")
    expect(state.obligations == clean.obligations, "obligations: \(state.obligations)")
    expect(state.preconditions.keys.sorted() == clean.preconditions.keys.sorted(), "preconditions: \(state.preconditions.keys.sorted())")
    expect(state.gates.mapValues(\.consumedBy) == clean.gates.mapValues(\.consumedBy), "gates: \(state.gates)")
    expect(state.exceptions == 0 ? state.outcome == .completed : state.outcome == .completedWithExceptions, "outcome")
    complaints += GateRules.broken(in: try Journal.records(run.logBytes(), run: run.id))
    let proof = try shop.verify()
    expect(proof.code == 0, "verify says \(proof.status): \(proof.talk)")
    expect(eventually { shop.supervisors().isEmpty }, "a supervisor outlives the run")
  }
}

/// What a log must say of gates, read from the records alone.
enum GateRules {
  /// Every gated start has an approval before it, and no approval that holds is asked for again.
  static func broken(in records: [Journal.StoredRecord]) -> [String] {
    var complaints: [String] = []
    var (isApproved, isConsumed, destroyed) = (false, false, false)
    for stored in records {
      switch stored.record.event {
      case .gateRequested:
        // A second attempt at what destroys is another thing to approve.
        if isApproved && !destroyed { complaints.append("record \(stored.record.seq): an approved gate was asked again") }
        (isApproved, isConsumed) = (false, false)
      case .gateAnswered(let answer): isApproved = answer.decision == .approved
      case .gateConsumed: isConsumed = true
      case .stepIntended(let intent) where intent.effect == "destroys":
        if !isApproved || !isConsumed { complaints.append("record \(stored.record.seq): started without an approval") }
        destroyed = true
      default: break
      }
    }
    return complaints
  }
}
