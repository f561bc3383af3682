import RunbookBase
import RunbookJournal
import Runbooks

/// What became of signed approvals: what each released, when, and whether that is what was started.
extension SignedHeads {
  /// A signed request releases once, and in its time; what no clock of the program can have said is found.
  mutating func lookAtReleases(_ gates: GateRecords) {
    for answer in gates.answers where answer.given.decision == .approved {
      guard let request = answered[answer.record], let newest = answer.newestBefore, newest > request.notAfter else { continue }
      add(
        .signOff, answer.record,
        "record \(answer.record) takes the yes at gate \(answer.given.step) when it was \(newest.text(.milliseconds)) already, and its request was valid until "
          + "\(request.notAfter.text(.milliseconds))")
    }
    var used: [String: GateRecords.Release] = [:]
    for release in gates.releases where release.answer.given.decision == .approved {
      guard let request = answered[release.answer.record] else { continue }
      if let earlier = used[request.nonce] {
        add(
          .signOff, release.record,
          "record \(release.record) releases \(release.releasing) with the signed request that released \(earlier.releasing) at record "
            + "\(earlier.record): one releases once")
      }
      used[request.nonce] = release
      lookAtTime(of: release, request)
    }
  }

  private mutating func lookAtTime(of release: GateRecords.Release, _ request: ApprovalRequest) {
    let gate = release.answer.given.step
    if let newest = release.newestBefore, newest > request.notAfter {
      add(
        .signOff, release.record,
        "record \(release.record) uses the approval of gate \(gate) when it was \(newest.text(.milliseconds)) already, and it was valid until \(request.notAfter.text(.milliseconds))"
      )
    } else if release.at > request.notAfter {
      // The clock is looked at right before the record is written, and a machine may sleep between the two.
      add(
        .time, release.record,
        "record \(release.record) uses the approval of gate \(gate) at \(release.at.text(.milliseconds)), and it was valid until "
          + "\(request.notAfter.text(.milliseconds)): that is so where the machine slept in that very moment, or the log was computed anew")
    }
  }

  /// The commands of each start, against those of the signed request that released it.
  mutating func lookAtCommands(_ gates: GateRecords) {
    for start in gates.starts where !start.intent.commands.isEmpty {
      let answer = gates.answers.last { answer in
        answer.record < start.record && !answer.given.step.hasPrefix(ApprovalPolicy.review)
          && answered[answer.record]?.question.commands.contains { $0.step.hasSameBytes(as: start.intent.step) } == true
      }
      guard let answer, answer.given.decision == .approved, let request = answered[answer.record] else { continue }
      let asked = gates.questions.last { $0.record < start.record && $0.asked.step.hasSameBytes(as: answer.given.step) }
      guard asked?.record == answer.question?.record else { continue }
      let released = request.question.commands.filter { $0.step.hasSameBytes(as: start.intent.step) }.map(\.argv)
      guard !start.isOf(released) else { continue }
      add(
        .signOff, start.record,
        "record \(start.record) starts step \(start.intent.step) with other commands than those that were signed at gate \(answer.given.step)"
      )
    }
  }
}
