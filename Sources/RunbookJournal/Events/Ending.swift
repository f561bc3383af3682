public import RunbookBase

/// Why a step failed.
public enum FailureReason: Hashable, Sendable {
  /// A command ended with this status.
  case exit(Int32)
  /// A signal ended a command.
  case signal(Int32)
  /// The commands ran, and the check says no; what it saw.
  case check(String)
  /// The time limit passed, in seconds.
  case timedOut(Int)
  /// Nothing was started; why.
  case notStarted(String)
  /// A person declined.
  case declined
}

/// How a step ended; the third possibility, unknown, has no ending at all.
public enum StepOutcome: Hashable, Sendable {
  /// Done, and seen to be done.
  case succeeded
  /// Not done, and why.
  case failed(FailureReason)

  init(_ fields: Fields) throws(RecordError) {
    var fields = fields
    switch try fields.string("kind") {
    case "succeeded": self = .succeeded
    case "exit": self = .failed(.exit(try fields.int("status")))
    case "signal": self = .failed(.signal(try fields.int("signal")))
    case "check": self = .failed(.check(try fields.string("detail")))
    case "timed-out": self = .failed(.timedOut(try fields.int("seconds")))
    case "not-started": self = .failed(.notStarted(try fields.string("detail")))
    case "declined": self = .failed(.declined)
    case let other: throw RecordError("outcome \(other) is unknown")
    }
    try fields.finish()
  }

  var json: JSON {
    switch self {
    case .succeeded: ["kind": "succeeded"]
    case .failed(.exit(let status)): ["kind": "exit", "status": JSON(status)]
    case .failed(.signal(let signal)): ["kind": "signal", "signal": JSON(signal)]
    case .failed(.check(let detail)): ["kind": "check", "detail": .string(detail)]
    case .failed(.timedOut(let seconds)): ["kind": "timed-out", "seconds": JSON(seconds)]
    case .failed(.notStarted(let detail)): ["kind": "not-started", "detail": .string(detail)]
    case .failed(.declined): ["kind": "declined"]
    }
  }
}

/// The file with a step's output, known by its digest.
public struct OutputFile: Hashable, Sendable {
  /// The path inside the run's folder, such as `output/04-restore-cluster.log`.
  public var file: String
  /// Its size in bytes.
  public var bytes: Int
  /// Its digest.
  public var digest: SHA256.Digest

  /// An output file from its parts.
  public init(file: String, bytes: Int, digest: SHA256.Digest) {
    self.file = file
    self.bytes = bytes
    self.digest = digest
  }
}

/// The end of one attempt of a step.
public struct Ending: Hashable, Sendable {
  /// The id of the step.
  public var step: String
  /// The number of the attempt, from 1.
  public var attempt: Int
  /// How it ended.
  public var outcome: StepOutcome
  /// Where its output is kept.
  public var output: OutputFile?
  /// How long it took, in nanoseconds of the boot clock.
  public var duration: Int64
  /// Whether the ending was learned from an exit record, after the session that started the step.
  public var late: Bool

  /// An ending from its parts.
  public init(step: String, attempt: Int, outcome: StepOutcome, output: OutputFile? = nil, duration: Int64, late: Bool = false) {
    self.step = step
    self.attempt = attempt
    self.outcome = outcome
    self.output = output
    self.duration = duration
    self.late = late
  }

  init(_ fields: inout Fields) throws(RecordError) {
    step = try fields.identifier("step")
    attempt = try fields.int("attempt")
    outcome = try StepOutcome(try fields.nested("outcome"))
    if let json = fields.optional("output") {
      var own = try Fields(json)
      output = OutputFile(file: try own.string("file"), bytes: try own.int("bytes"), digest: try own.digest("sha256"))
      try own.finish()
    }
    duration = try fields.int("duration")
    late = try fields.bool("late")
  }

  func write(to list: inout FieldList) {
    list.add("step", step)
    list.add("attempt", JSON(attempt))
    list.add("outcome", outcome.json)
    if let output {
      list.add("output", ["file": .string(output.file), "bytes": JSON(output.bytes), "sha256": .string(output.digest.hex)])
    }
    list.add("duration", .int(duration))
    list.add("late", .bool(late))
  }
}
