import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// The message that it is over, as it is asked for before a run ends.
package struct ResolutionQuestion {
  /// What to type in another terminal to send it by the estate's channels.
  package let announce: String
  /// Looks whether it was announced there, several times a second.
  package let isOver: () -> Bool
}

extension Executor {
  /// Whether those outside know of the incident, and nobody has told them that it is over.
  private var owesResolution: Bool {
    guard state.genesis?.mode == .real, !plan.isDrill else { return false }
    let posted = state.messages.filter(\.isOut)
    return (state.impact != nil || !posted.isEmpty) && !posted.contains { $0.stage == .resolved }
  }

  /// Asks for the message that it is over, because a sealed log takes none; nil to go on.
  ///
  /// The one question that holds nothing up: without anybody to answer the run ends, and the report lists the message.
  func askForResolution() throws(Problem) -> ExitCode? {
    log.takeIn()
    guard owesResolution else { return nil }
    let question = ResolutionQuestion(
      announce: "\(Host.programName) announce \(runID) --stage resolved\(stateWords)",
      isOver: { [self] in
        log.takeIn()
        return !owesResolution
      })
    let posted = console.answer(question)
    // What was announced elsewhere meanwhile is the message.
    guard owesResolution else { return nil }
    if let posted {
      try log.append(
        .messagePosted(StatusMessage(at: WallTime(nanoseconds: now()), stage: .resolved, text: posted.text, person: posted.person)))
      return nil
    }
    if let interruption, interruption.wish != .none {
      return try pause(.operator, at: nil, .interrupted, "paused by the operator; nobody has told those outside that it is over")
    }
    console.tell(.warning("nobody has told those outside that it is over: post it by hand; the report lists it"))
    return nil
  }
}
