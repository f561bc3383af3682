import RunbookBase

extension RunState {
  /// The events about the incident around the run: its impact, and what was said about it.
  mutating func applyIncident(_ record: Record) throws(Refusal) {
    switch record.event {
    case .impactDeclared(let time, _):
      // Clocks of two machines may be a moment apart.
      guard time.nanoseconds(since: record.at.wall) <= 2_000_000_000 else { throw Refusal("the impact lies in the future") }
      impact = time
    case .messagePosted(let message):
      guard !message.text.isEmpty else { throw Refusal("the message is empty") }
      messages.append(message)
    default: break
    }
  }
}
