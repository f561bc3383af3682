/// One attempt at one pipeline of a step, as the executor hands it to the supervisor (reliability A.8).
///
/// It is written to a file, so nothing in it may be secret: secrets travel in the supervisor's environment, and the job says only
/// which variable a command gets under which name.
public struct SupervisorJob: Hashable, Sendable {
  /// The folder of this attempt, absolute and for this attempt alone.
  public var directory: String
  /// The run it belongs to.
  public var run: String
  /// The step it belongs to.
  public var step: String
  /// Which attempt at the step it is, from 1.
  public var attempt: Int
  /// A random name that the intent in the journal carries too; an exit record without it is not this attempt's.
  public var nonce: String
  /// The commands, each one's output being the next one's input.
  public var pipeline: [Command]
  /// What the first command reads.
  public var input: Input
  /// How long it may run before its group gets SIGTERM; nil for ever.
  public var timeLimitSeconds: Double?
  /// How long after SIGTERM for the time limit its group gets SIGKILL.
  public var graceSeconds: Double
  /// How many bytes `output.log` may have; the last part of a longer output is kept beside the first.
  public var outputLimit: Int
  /// How many bytes of the last command's standard output, without secrets, are kept in `stdout`; 0 for none.
  public var captureLimit: Int
  /// Whether the last command's standard output is data for a program, kept in the files but not shown live.
  public var outputIsData = false

  /// One command of a pipeline.
  public struct Command: Hashable, Sendable {
    /// The program file, by absolute path.
    public var executable: String
    /// The argument vector, the program's name first.
    public var arguments: [String]
    /// Variables added to the inherited environment; never secrets, because they are written down.
    public var environment: [String: String]
    /// Secret variables: the name that the command knows, and the supervisor's variable that holds the value.
    public var secrets: [String: String]
    /// Where it starts.
    public var workingDirectory: String

    /// A command from its parts.
    public init(
      executable: String, arguments: [String], environment: [String: String] = [:], secrets: [String: String] = [:],
      workingDirectory: String = "/"
    ) {
      self.executable = executable
      self.arguments = arguments
      self.environment = environment
      self.secrets = secrets
      self.workingDirectory = workingDirectory
    }
  }

  /// What the first command reads.
  public enum Input: Hashable, Sendable {
    /// Nothing: the end of the file at once.
    case none
    /// The bytes of a file, by absolute path.
    case file(String)
    /// The value of a variable of the supervisor, 64 KiB at most; for secrets.
    case secret(String)
  }

  /// A job from its parts.
  public init(
    directory: String, run: String, step: String, attempt: Int, nonce: String, pipeline: [Command], input: Input = .none,
    timeLimitSeconds: Double? = nil, graceSeconds: Double = 10, outputLimit: Int = 64 << 20, captureLimit: Int = 1 << 20
  ) {
    self.directory = directory
    self.run = run
    self.step = step
    self.attempt = attempt
    self.nonce = nonce
    self.pipeline = pipeline
    self.input = input
    self.timeLimitSeconds = timeLimitSeconds
    self.graceSeconds = graceSeconds
    self.outputLimit = outputLimit
    self.captureLimit = captureLimit
  }

  /// The supervisor's variables that hold secrets; a command sees only those that it asks for.
  var secretVariables: Set<String> {
    var names = Set(pipeline.flatMap(\.secrets.values))
    if case .secret(let name) = input { names.insert(name) }
    return names
  }
}
