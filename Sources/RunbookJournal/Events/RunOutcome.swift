/// How a run ended, for good.
public enum RunOutcome: String, Hashable, Sendable, CaseIterable {
  /// Every step done, nothing owing.
  case completed
  /// Done, with steps that a person left out, did by hand or waived.
  case completedWithExceptions = "completed-with-exceptions"
  /// A gate was declined.
  case declined
  /// A person ended it.
  case aborted
}

/// Why a run stands still.
public enum PauseReason: String, Hashable, Sendable, CaseIterable {
  /// It waits for a sign-off.
  case signOff = "sign-off"
  /// A step failed.
  case failedStep = "failed-step"
  /// A step's outcome is unknown.
  case inDoubt = "in-doubt"
  /// The operator asked for it.
  case `operator`
  /// The log cannot be written.
  case journalUnwritable = "journal-unwritable"
}
