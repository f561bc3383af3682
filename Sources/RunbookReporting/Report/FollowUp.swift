import RunbookBase
import RunbookJournal

/// Something to be done after the incident, within 48 hours (seed §6).
package struct FollowUp: Hashable, Sendable {
  package enum Cause: String, Hashable, Sendable {
    case obligation
    case exception
    case failure
    case manual
    case log
    case message
    case review
  }
  package let cause: Cause
  /// The number of the step, if it is about one.
  package let step: String?
  package let text: String

  /// How long after the end of a run they are due, in nanoseconds.
  static let term: Int64 = 48 * 3_600_000_000_000

  /// One per open obligation, exception, failed step and manual step, and for a log that was in trouble.
  static func list(
    _ input: ReportInput, _ story: RunStory, _ messages: MessageResults, _ name: (String) -> (number: String, title: String)
  ) -> [FollowUp] {
    var list = input.state.openObligations.map { FollowUp(cause: .obligation, step: name($0.step).number, text: "Settle: \($0.text)") }
    for word in story.words where word.isException {
      let title = word.step.map { "“\(name($0).title)” was \(word.kind == .doubt ? "in doubt" : word.answer)" } ?? "“\(word.answer)”"
      list.append(
        FollowUp(cause: .exception, step: word.step.map { name($0).number }, text: "Look into the exception: \(title) (\(word.why))"))
    }
    var seen: Set<String> = []
    for failure in story.failures where seen.insert(failure.step).inserted {
      let times = story.failures.count { $0.step == failure.step }
      let count = times > 1 ? " \(times) times" : ""
      list.append(
        FollowUp(
          cause: .failure, step: name(failure.step).number,
          text: "Find the cause: “\(name(failure.step).title)” failed\(count) (\(failure.reason))"))
    }
    for word in story.words where word.kind == .manual {
      guard let step = word.step else { continue }
      list.append(
        FollowUp(cause: .manual, step: name(step).number, text: "Automate, or say why not: “\(name(step).title)” was done by a person"))
    }
    let troubles = story.marks.filter { $0.kind == .trouble && $0.seq > 0 }
    for mark in troubles { list.append(FollowUp(cause: .log, step: nil, text: "Explain: \(mark.words)")) }
    return list + afterIncident(input, messages)
  }

  /// What the seed asks for after every incident; a run whose impact nobody declared was none.
  private static func afterIncident(_ input: ReportInput, _ messages: MessageResults) -> [FollowUp] {
    guard input.state.impact != nil, input.state.genesis?.mode == .real else { return [] }
    var list: [FollowUp] = []
    if !messages.isResolved { list.append(FollowUp(cause: .message, step: nil, text: "Post the resolution to those who were told")) }
    for line in messages.lines where line.late > 0 {
      let which = line.message?.stage.rawValue ?? "one that was never posted"
      list.append(
        FollowUp(cause: .message, step: nil, text: "Explain: a message (\(which)) was \(RunReport.duration(line.late)) late"))
    }
    for delivery in input.state.messages.flatMap(\.deliveries) {
      guard let failure = delivery.failure else { continue }
      list.append(FollowUp(cause: .message, step: nil, text: "Mend the channel “\(delivery.channel)”: \(failure)"))
    }
    list.append(
      FollowUp(
        cause: .review, step: nil,
        text: "Compare actual against target RTO and RPO, write down the lessons, and correct the runbook in the same change"))
    return list
  }
}
