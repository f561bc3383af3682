/// What the shell is told, stable and documented (DESIGN section 7).
public enum ExitCode: Int32, Sendable, CaseIterable {
  /// Done, ready, or already complete.
  case success = 0
  /// A step or check failed; the run is paused there.
  case stepFailed = 1
  /// The command line cannot be understood.
  case usage = 2
  /// The plan breaks a rule.
  case planInvalid = 3
  /// A parameter's value was refused.
  case parameterRejected = 4
  /// A precondition does not hold; nothing changed.
  case preconditionNotMet = 5
  /// The run waits for a sign-off.
  case awaitingSignOff = 6
  /// A sign-off was refused or declined.
  case signOffRefused = 7
  /// Another run holds the target.
  case busy = 8
  /// A step's outcome is unknown; a decision is needed.
  case inDoubt = 9
  /// The audit log is damaged or was tampered with.
  case auditLogDamaged = 10
  /// The audit log cannot be written; the run is paused.
  case auditLogUnwritable = 11
  /// A safety rule refused: realm, target identity, trust file.
  case safetyRefusal = 12
  /// The compiled plan differs from the recorded one.
  case resumeDiverges = 13
  /// Interrupted; can be resumed.
  case interrupted = 14
  /// Finished with open obligations.
  case openObligations = 15
}
