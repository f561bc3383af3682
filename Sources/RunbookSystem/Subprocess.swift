/// Runs probes and tools to their end and collects what they say; bounded in time and memory whatever they do.
///
/// An exit status other than 0 is a result, never an error: errors say that the program could not be started or watched.
public struct Subprocess: Sendable {
  /// The program: an absolute path, or a name that is looked up on the `PATH` of `environment`.
  public var executable: String
  /// The arguments, without the program's name.
  public var arguments: [String]
  /// The whole environment.
  public var environment: [String: String]
  /// Where it starts; nil for this process's directory.
  public var workingDirectory: String?
  /// What it reads on standard input; nil for nothing.
  public var input: [UInt8]?
  /// How many bytes of each of the two outputs are kept: the first half and the last half of the limit.
  public var outputLimit: Int
  /// How long it may run before its group gets SIGTERM; nil for ever.
  public var timeLimitSeconds: Double?
  /// How long after SIGTERM its group gets SIGKILL.
  public var graceSeconds: Double

  /// A program to run.
  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], workingDirectory: String? = nil,
    input: [UInt8]? = nil, outputLimit: Int = 1 << 20, timeLimitSeconds: Double? = nil, graceSeconds: Double = 2
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.input = input
    self.outputLimit = outputLimit
    self.timeLimitSeconds = timeLimitSeconds
    self.graceSeconds = graceSeconds
  }

  /// How a program ended and what it said.
  public struct Outcome: Hashable, Sendable {
    /// How it ended.
    public let status: TerminationStatus
    /// Standard output, without its middle when it was longer than the limit.
    public let output: [UInt8]
    /// Standard error, without its middle when it was longer than the limit.
    public let errorOutput: [UInt8]
    /// How many bytes of standard output are missing from the middle.
    public let outputDropped: Int
    /// How many bytes of standard error are missing from the middle.
    public let errorDropped: Int
    /// Whether the time limit ended it.
    public let timedOut: Bool
    /// Whether a descendant kept the output open after the program's death, so that reading was given up.
    public let abandoned: Bool

    /// Whether bytes are missing.
    public var truncated: Bool { outputDropped + errorDropped > 0 }
  }

  /// Runs one program and waits for it.
  ///
  /// - Parameter onOutput: sees every piece of both outputs as it comes, before any of it is dropped.
  public static func run(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], workingDirectory: String? = nil,
    input: [UInt8]? = nil, outputLimit: Int = 1 << 20, timeLimitSeconds: Double? = nil, graceSeconds: Double = 2,
    onOutput: (([UInt8]) -> Void)? = nil
  ) throws(SystemError) -> Outcome {
    let request = Subprocess(
      executable, arguments, environment: environment, workingDirectory: workingDirectory, input: input, outputLimit: outputLimit,
      timeLimitSeconds: timeLimitSeconds, graceSeconds: graceSeconds)
    return try runAll([request], onOutput: onOutput.map { sink in { _, bytes in sink(bytes) } })[0].get()
  }

  /// Runs several programs side by side and answers when all are done, in the order given.
  ///
  /// - Parameter onOutput: sees the index of the request and every piece of its outputs as it comes.
  public static func runAll(
    _ requests: [Subprocess], onOutput: ((Int, [UInt8]) -> Void)? = nil
  ) -> [Result<Outcome, SystemError>] {
    var results = [Result<Outcome, SystemError>?](repeating: nil, count: requests.count)
    var running: [(index: Int, program: RunningProgram)] = []
    for (index, request) in requests.enumerated() {
      do throws(SystemError) { running.append((index, try RunningProgram(request))) } catch { results[index] = .failure(error) }
    }
    while !running.isEmpty {
      let now = Clock.boottime()
      var entries: [(descriptor: FileDescriptor, interest: Poller.Interest)] = []
      var wakeUp = Int64.max
      for entry in running {
        entries += entry.program.interests()
        wakeUp = min(wakeUp, entry.program.nextDeadline())
      }
      // Rounded up, or the last millisecond would be spent spinning.
      let timeout = wakeUp == .max ? nil : Int(clamping: (max(0, wakeUp - now) + 999_999) / 1_000_000)
      let ready: [Poller.Ready]
      do throws(SystemError) { ready = try Poller.poll(entries, timeoutMilliseconds: timeout) } catch {
        for entry in running {
          entry.program.abort()
          results[entry.index] = .failure(error)
        }
        break
      }
      let descriptors = Set(ready.map(\.descriptor))
      running.removeAll { entry in
        entry.program.advance(ready: descriptors, now: Clock.boottime()) { bytes in onOutput?(entry.index, bytes) }
        guard let outcome = entry.program.outcome else { return false }
        results[entry.index] = .success(outcome)
        return true
      }
    }
    return results.map { $0 ?? .failure(SystemError("run", errno: .EINVAL)) }
  }
}
