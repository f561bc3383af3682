/// One node of a runbook: what is done, and how it is to be treated.
public struct Step: Sendable {
  /// What kind of node it is.
  public enum Kind: Sendable {
    /// Runs commands.
    case run([Pipeline])
    /// Looks, and records a value that can fail.
    case check(Probe)
    /// Waits for a sign-off.
    case gate
    /// Waits for a person to do something and to say what was seen.
    case manual
    /// Waits for a person to choose one of the arms.
    case decision(Decision.Choice)
    /// Steps of an included runbook or of a named group, in order.
    case group([Step])
    /// Steps that run side by side.
    case concurrently([Step])
  }

  /// The step's own part of its path-like id.
  public var id: String
  /// The title, with holes.
  public let title: Text
  /// What it does.
  public let kind: Kind
  /// Where it was written.
  public let location: SourceLocation
  /// The role that answers a gate, manual step or decision.
  public var role: Role
  /// How it is treated.
  public var policy = Policy()

  /// A step that runs commands.
  ///
  /// - Parameters:
  ///   - title: what it does, as an instruction.
  ///   - id: the stable id; made from the title when none is given.
  ///   - commands: the commands, in order; a pipeline counts as one.
  public init(
    _ title: Text, id: String? = nil, fileID: String = #fileID, line: Int = #line, @CommandsBuilder _ commands: () -> [Pipeline]
  ) {
    self.init(title, id: id, kind: .run(commands()), role: .restoreOperator, location: SourceLocation(fileID: fileID, line: line))
  }

  init(_ title: Text, id: String?, kind: Kind, role: Role, location: SourceLocation) {
    self.id = id ?? StepID.slug(title.literals)
    self.title = title
    self.kind = kind
    self.role = role
    self.location = location
  }

  /// How the executor treats a step.
  public struct Policy: Sendable {
    /// What must hold before the run and again before this step.
    public var preconditions: [Precondition] = []
    /// Looks at the state after the commands; the step is done when they say so.
    public var verifications: [Probe] = []
    /// What the step fills.
    public var captures: [Capture] = []
    /// What the step leaves owing.
    public var obligations: [Obligation] = []
    /// Ids of the obligations that it settles.
    public var settles: [String] = []
    /// Commands that take it back.
    public var undo: [Pipeline] = []
    /// Time limit; the process group is then ended.
    public var timeout: Duration?
    /// How often a failure is tried again by itself.
    public var retry: Retry?
    /// Expected duration, for the forecast against the RTO.
    public var estimate: Duration?
    /// What to do when a crash leaves the outcome unknown.
    public var doubt: Doubt = .askAPerson
    /// Where it runs; nil for the estate's operator host.
    public var host: Host?
    /// The mark of what the step proves, for the rules: reconciliation, verification and so on.
    public var mark: Mark?
    /// One line on how it differs from the paper's own commands.
    public var difference: String?
    /// What its last command prints in a rehearsal; nil when that is to be made from its criterion and captures.
    public var rehearsed: Text?
  }

  /// What to do with a step that was started and whose outcome is unknown.
  public enum Doubt: Hashable, Sendable {
    /// Nothing runs again before a person has said what happened.
    case askAPerson
    /// Running it twice has the same effect as once.
    case idempotent
    /// A read-only look tells whether it happened.
    case probe(Probe)
  }

  /// Automatic repetition.
  public struct Retry: Hashable, Sendable {
    /// How many times in all, the first included.
    public let attempts: Int
    /// The pause before the second attempt; it doubles each time.
    public let pause: Duration
  }

  /// What a step means to the rules of the planner.
  public enum Mark: String, Hashable, Sendable {
    /// §3.5 reconciliation.
    case reconcile
    /// §4.3 verification.
    case verification
    /// A message to people. When commands send it and cannot, the run goes on without it and says so.
    case notify
    /// Stops all writes to production.
    case stopsWrites = "stops-writes"
    /// Restores production's data as a whole.
    case restoresProduction = "restores-production"
    /// Promotes a recovered server to a new timeline.
    case promotes
    /// Takes a full backup.
    case fullBackup = "full-backup"
  }
}
