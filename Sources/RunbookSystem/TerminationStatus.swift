/// How a process ended; a value, never an error.
public enum TerminationStatus: Hashable, Sendable {
  /// It ended by itself with this status, 0 to 255.
  case exited(Int32)
  /// A signal of this number ended it.
  case signaled(Int32)

  /// Whether it ended by itself with status 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// The number that a shell would show: the status, or 128 and the signal.
  public var shellCode: Int32 {
    switch self {
    case .exited(let status): status
    case .signaled(let signal): 128 + signal
    }
  }

  init(waitStatus status: Int32) {
    self = status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signaled(status & 0x7F)
  }
}

extension TerminationStatus: CustomStringConvertible {
  /// In words, such as `exit status 1` or `killed by signal 9`.
  public var description: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signaled(let signal): "killed by signal \(signal)"
    }
  }
}
