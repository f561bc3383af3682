/// What a command is called and takes; parsing, help and completion all read this one value.
package struct CommandSpec: Hashable, Sendable {
  /// A whole command line and what it does.
  package struct Example: Hashable, Sendable {
    package var command: String
    package var explanation: String

    package init(_ command: String, _ explanation: String) {
      self.command = command
      self.explanation = explanation
    }
  }

  /// One word; for the root, the program.
  package var name: String
  /// One line.
  package var summary: String
  /// Paragraphs; a line that starts with a space is shown as it is.
  package var discussion: String
  package var operands: [OperandSpec]
  package var options: [OptionSpec]
  package var examples: [Example]
  package var subcommands: [CommandSpec]
  /// What a subcommand is, for messages and the heading of their list: `command`, `runbook`.
  package var subcommandNoun: String

  package init(
    _ name: String, summary: String, discussion: String = "", operands: [OperandSpec] = [], options: [OptionSpec] = [],
    examples: [Example] = [], subcommands: [CommandSpec] = [], subcommandNoun: String = "command"
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.options = options
    self.examples = examples
    self.subcommands = subcommands
    self.subcommandNoun = subcommandNoun
  }

  /// The command at a path of subcommand names, named in full and with the options of those above it; nil when there is none.
  package func resolved(_ path: [String]) -> CommandSpec? {
    var current = self
    for word in path {
      guard let next = current.subcommand(word) else { return nil }
      current = next.inheriting(from: current)
    }
    return current
  }

  func subcommand(_ word: String) -> CommandSpec? {
    subcommands.first { $0.name.hasSameBytes(as: word) }
  }

  func inheriting(from parent: CommandSpec) -> CommandSpec {
    var result = self
    result.name = parent.name + " " + name
    result.options += parent.options.filter { inherited in !options.contains { $0.name == inherited.name } }
    return result
  }
}

extension String {
  /// Equality of identifiers from outside; `==` would take canonically equal look-alikes.
  func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
