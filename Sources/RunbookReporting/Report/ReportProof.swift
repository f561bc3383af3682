import RunbookBase
import RunbookJournal

extension RunReport {
  /// One statement about how far this report can be believed.
  package struct Proof: Hashable, Sendable {
    package let subject: String
    package let finding: String
    package let tone: Tone

    package init(subject: String, finding: String, tone: Tone) {
      self.subject = subject
      self.finding = finding
      self.tone = tone
    }
  }

  /// The fingerprint of the head and the results of verification.
  package var proofs: [Proof] {
    let state = input.state
    var proofs = [
      Proof(subject: "Head of the log", finding: "\(state.fingerprint) (\(state.head.hex))", tone: .plain),
      Proof(
        subject: "Chain",
        finding: "\(RunReport.count(state.recordCount, "record")), each chained to the one before and allowed to follow it",
        tone: .good),
    ]
    if let outcome = state.outcome {
      proofs.append(Proof(subject: "Seal", finding: "sealed: \(outcome.rawValue)", tone: .good))
    } else {
      proofs.append(
        Proof(subject: "Seal", finding: "not sealed: the run has not ended, or the end of its log is missing", tone: .attention))
    }
    if let torn = input.tornTail { proofs.append(Proof(subject: "End of the log", finding: "torn: \(torn)", tone: .attention)) }
    proofs += input.evidence
    proofs.append(plan)
    proofs.append(outputs)
    if state.unknownRecords > 0 {
      proofs.append(
        Proof(subject: "Records", finding: "\(state.unknownRecords) of a newer version, which this report cannot tell", tone: .attention))
    }
    if !input.waitingNotes.isEmpty {
      proofs.append(
        Proof(
          subject: "Remarks outside the log", finding: "\(input.waitingNotes.count) written down, not yet in the chain", tone: .attention))
    }
    return proofs
  }

  private var plan: Proof {
    guard let plan = input.plan else {
      return Proof(
        subject: "Plan", finding: "plan.json cannot be read: titles, targets and what was not executed are missing here", tone: .bad)
    }
    guard let accepted = input.state.genesis?.plan.hex, plan.digest == accepted else {
      return Proof(
        subject: "Plan", finding: "plan.json is NOT the plan that the run accepted: its titles, targets and criteria prove nothing",
        tone: .bad)
    }
    return Proof(subject: "Plan", finding: "plan.json is the accepted one (\(accepted.prefix(16))…)", tone: .good)
  }

  private var outputs: Proof {
    let found = input.outputs
    guard found.missing.isEmpty, found.changed.isEmpty else {
      let changed = found.changed.isEmpty ? "" : "changed: \(found.changed.joined(separator: ", ")). "
      let missing = found.missing.isEmpty ? "" : "missing: \(found.missing.joined(separator: ", ")). "
      return Proof(subject: "Output of the steps", finding: "\(changed)\(missing)\(found.same) as recorded", tone: .bad)
    }
    return Proof(subject: "Output of the steps", finding: "\(RunReport.count(found.same, "file")) as recorded", tone: .good)
  }
}
