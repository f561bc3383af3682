/// A program and its arguments as data, with typed holes; never a shell string (DESIGN principle 1).
public struct Command: Hashable, Sendable {
  /// The program's name, resolved on its host before the run; `runbook` is this program itself.
  public let executable: String
  /// The arguments after the program's name.
  public let arguments: [Text]
  /// What it does to the world.
  public let effect: Effect
  /// What it acts on; nil when it touches nothing that another run could hold.
  public var target: Target?
  /// Additions to the environment that only this command sees.
  public var environment: [String: Value] = [:]
  /// What it reads on standard input; nil for nothing.
  public var input: Text?
  /// Where it starts; nil for `/`.
  public var workingDirectory: Text?
  /// A note of how this differs from the seed's own command.
  public var difference: String?
  /// Further programs that it runs itself, which must be installed too.
  public var uses: [String] = []

  /// An environment variable's value.
  public enum Value: Hashable, Sendable {
    /// Shown in plans.
    case text(Text)
    /// Never shown.
    case secret(Secret)
  }

  /// A command from its program, arguments and effect.
  public init(_ executable: String, _ arguments: [Text], effect: Effect, on target: Target? = nil) {
    self.executable = executable
    self.arguments = arguments
    self.effect = effect
    self.target = target
  }

  /// The command with a variable in its environment.
  public func environment(_ name: String, _ value: Text) -> Command {
    var copy = self
    copy.environment[name] = .text(value)
    return copy
  }

  /// The command with a secret in its environment.
  public func environment(_ name: String, _ secret: Secret) -> Command {
    var copy = self
    copy.environment[name] = .secret(secret)
    return copy
  }

  /// The command with several variables in its environment.
  public func environment(_ variables: [String: String]) -> Command {
    var copy = self
    for (name, value) in variables { copy.environment[name] = .text(Text(value)) }
    return copy
  }

  /// The command reading this text on standard input.
  public func reading(_ input: Text) -> Command {
    var copy = self
    copy.input = input
    return copy
  }

  /// The command started in this directory.
  public func `in`(_ directory: Text) -> Command {
    var copy = self
    copy.workingDirectory = directory
    return copy
  }

  /// The command with a line on how it differs from the seed's.
  public func differing(_ note: String) -> Command {
    var copy = self
    copy.difference = note
    return copy
  }

  /// The command with the programs that it runs itself.
  public func using(_ programs: String...) -> Command {
    var copy = self
    copy.uses += programs
    return copy
  }

  /// A pipeline that feeds this command's output to the next.
  public func piped(to next: Command) -> Pipeline { Pipeline([self, next]) }
}
