/// Commands whose outputs feed the next one's input; every exit status counts.
public struct Pipeline: Hashable, Sendable {
  /// The members in order; never empty.
  public let commands: [Command]

  /// A pipeline of at least one command.
  public init(_ commands: [Command]) {
    precondition(!commands.isEmpty, "a pipeline holds at least one command")
    self.commands = commands
  }

  /// The gravest effect of the members.
  public var effect: Effect { commands.map(\.effect).reduce(.reads, Effect.graver) }

  /// The pipeline with one more member.
  public func piped(to next: Command) -> Pipeline { Pipeline(commands + [next]) }
}
