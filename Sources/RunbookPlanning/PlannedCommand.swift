package import Runbooks

/// A command of a plan: parameters filled in.
package struct PlannedCommand: Hashable, Sendable {
  package let executable: String
  package let arguments: [PlannedText]
  package let environment: [Variable]
  package let input: PlannedText?
  package let workingDirectory: PlannedText?
  package let effect: PlannedEffect
  package let target: PlannedTarget?
  package let difference: String?
  /// Programs that must be installed: its own, and those that it runs itself.
  package let programs: [String]
  /// The other host on which it runs; nil for the one on which the program was started.
  package let away: Host?

  /// A variable in the command's environment, in the order of names.
  package struct Variable: Hashable, Sendable {
    package let name: String
    package let value: Value

    package enum Value: Hashable, Sendable {
      case text(PlannedText)
      case secret(Secret)
    }
  }

  package init(_ command: Command, values: [String: String], away: Host? = nil) {
    self.away = away
    executable = command.executable
    arguments = command.arguments.flatMap { PlannedText.arguments($0, values: values) }
    environment = command.environment.sorted { $0.key < $1.key }.map { name, value in
      switch value {
      case .text(let text): Variable(name: name, value: .text(PlannedText(text, values: values)))
      case .secret(let secret): Variable(name: name, value: .secret(secret))
      }
    }
    input = command.input.map { PlannedText($0, values: values) }
    workingDirectory = command.workingDirectory.map { PlannedText($0, values: values) }
    effect = PlannedEffect(command.effect, values: values)
    target = command.target.map { PlannedTarget($0, values: values, away: away) }
    difference = command.difference
    programs = [command.executable] + command.uses
  }

  /// Program and arguments, with `‹name›` for what is not known yet.
  package func argv(_ outputs: [String: String] = [:]) -> [String] {
    [executable] + arguments.map { $0.shown(outputs) }
  }

  /// All texts, to find the outputs that they wait for.
  var texts: [PlannedText] {
    var texts = arguments
    for case .text(let text) in environment.map(\.value) { texts.append(text) }
    if let input { texts.append(input) }
    if let workingDirectory { texts.append(workingDirectory) }
    if case .destroys(let what) = effect { texts.append(what) }
    return texts
  }
}

/// What a planned command does to the world.
package enum PlannedEffect: Hashable, Sendable {
  case reads
  case writes
  case destroys(PlannedText)

  init(_ effect: Effect, values: [String: String]) {
    switch effect {
    case .reads: self = .reads
    case .writes: self = .writes
    case .destroys(let what): self = .destroys(PlannedText(what, values: values))
    }
  }

  package var word: String {
    switch self {
    case .reads: "reads"
    case .writes: "writes"
    case .destroys: "destroys"
    }
  }

  package var changesSomething: Bool { self != .reads }

  /// Whether it needs an approval wherever it stands.
  package var isDestroying: Bool { if case .destroys = self { true } else { false } }

  static func graver(_ a: PlannedEffect, _ b: PlannedEffect) -> PlannedEffect {
    switch (a, b) {
    case (.destroys, _): a
    case (_, .destroys): b
    case (.writes, _), (_, .writes): .writes
    case (.reads, .reads): .reads
    }
  }
}

/// What a planned command acts on.
package struct PlannedTarget: Hashable, Sendable {
  package let name: String
  package let realm: RealmKind
  package let identity: [PlannedCommand]

  init(_ target: Target, values: [String: String], away: Host?) {
    // What says on another host who it is, is another one, though it may have the same name.
    name = target.name + (target.identity.isEmpty ? "" : away.map { "@" + $0.name } ?? "")
    realm = target.realm
    identity = target.identity.map { PlannedCommand($0, values: values, away: away) }
  }
}
