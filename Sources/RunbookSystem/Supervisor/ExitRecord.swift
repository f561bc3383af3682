/// How a supervised attempt ended: written once, atomically and durably, by the supervisor.
public struct ExitRecord: Hashable, Sendable {
  /// How one command of the pipeline ended.
  public enum Member: Hashable, Sendable {
    /// It ran and ended.
    case ended(TerminationStatus)
    /// It could not be started, for this reason.
    case notStarted(String)
  }

  /// The run it belongs to.
  public var run: String
  /// The step it belongs to.
  public var step: String
  /// Which attempt at the step it was.
  public var attempt: Int
  /// The random name of the attempt.
  public var nonce: String
  /// How each command of the pipeline ended, in order.
  public var members: [Member]
  /// The boot under which the boot times count.
  public var bootID: String
  /// When the first command was started: wall time in nanoseconds since 1970 UTC, and time since boot in nanoseconds.
  public var started: Moment
  /// When the last command had ended.
  public var ended: Moment
  /// How many bytes both outputs together had, before secrets were taken out.
  public var outputBytes: Int
  /// How many bytes, after escaping, `output.log` lacks.
  public var outputDropped: Int
  /// How many bytes the last command's standard output had, before secrets were taken out.
  public var captureBytes: Int
  /// How many bytes `stdout` lacks.
  public var captureDropped: Int
  /// Whether the time limit ended it.
  public var timedOut: Bool
  /// Whether a SIGTERM to the supervisor was passed on to it.
  public var terminated: Bool
  /// Whether a descendant still held the output open when reading was given up.
  public var abandoned: Bool
  /// What kept the output from being stored, such as a full disk; the commands ran on.
  public var storageProblem: String?

  /// A point in time on two clocks, both in nanoseconds.
  public struct Moment: Hashable, Sendable {
    /// Since 1970 UTC.
    public var wall: Int64
    /// Since boot.
    public var boot: Int64

    /// The moment that is now.
    public static func now() -> Moment { Moment(wall: Clock.wall(), boot: Clock.boottime()) }

    /// A moment from its readings.
    public init(wall: Int64, boot: Int64) {
      self.wall = wall
      self.boot = boot
    }
  }

  /// A record from its parts.
  public init(
    run: String, step: String, attempt: Int, nonce: String, members: [Member], bootID: String, started: Moment, ended: Moment,
    outputBytes: Int, outputDropped: Int, captureBytes: Int, captureDropped: Int, timedOut: Bool, terminated: Bool, abandoned: Bool,
    storageProblem: String? = nil
  ) {
    self.run = run
    self.step = step
    self.attempt = attempt
    self.nonce = nonce
    self.members = members
    self.bootID = bootID
    self.started = started
    self.ended = ended
    self.outputBytes = outputBytes
    self.outputDropped = outputDropped
    self.captureBytes = captureBytes
    self.captureDropped = captureDropped
    self.timedOut = timedOut
    self.terminated = terminated
    self.abandoned = abandoned
    self.storageProblem = storageProblem
  }

  /// Whether every command ran and ended with 0, in time.
  public var isSuccess: Bool { !timedOut && members.allSatisfy { $0 == .ended(.exited(0)) } }
}

extension ExitRecord {
  /// Puts the record into an attempt's folder, durably: for an attempt that ended on another host and was asked about.
  public func keep(in attemptDirectory: String) throws(SystemError) {
    try Files.writeDurably(text.bytes, to: AttemptFiles(directory: attemptDirectory).exit)
  }
}
