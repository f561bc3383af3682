/// A named procedure as a value: its objectives and its steps.
///
///     struct RedisLoss: Runbook {
///       static let name = "redis-loss"
///       …
///       var body: [Step] {
///         Step("Read the queue's persistence settings") { redis.persistence() }
///       }
///     }
public protocol Runbook: Sendable {
  /// The name typed on the command line.
  static var name: String { get }
  /// The title in one line.
  static var title: String { get }
  /// The section of the paper runbook, such as `§5.2`.
  static var section: String { get }
  /// What it promises.
  static var objectives: Objectives { get }
  /// Where it differs from the paper's own commands, a line each.
  static var differences: [String] { get }
  /// Whether it is a drill, which writes to nothing in production.
  static var isDrill: Bool { get }
  /// Whether it is for systems that take no writes from the declared impact on, so that none can be lost after it.
  static var impactEndsWrites: Bool { get }
  /// How often it is due; nil for one that waits for an incident (seed §4.1).
  static var cadence: Duration? { get }
  /// What must hold before it starts.
  @PreconditionsBuilder var preconditions: [Precondition] { get }
  /// The steps, in order.
  @StepsBuilder var body: [Step] { get }
}

extension Runbook {
  /// Most runbooks follow the paper to the letter.
  public static var differences: [String] { [] }
  /// Most runbooks are not drills.
  public static var isDrill: Bool { false }
  /// In most incidents people go on writing until somebody stops them.
  public static var impactEndsWrites: Bool { false }
  /// Most runbooks wait for an incident.
  public static var cadence: Duration? { nil }
  /// Most preconditions are derived from the commands.
  public var preconditions: [Precondition] { [] }
}
