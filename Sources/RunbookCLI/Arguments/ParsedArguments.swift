package import RunbookBase

/// A command line that was understood: which command, and what was given to it.
package struct ParsedArguments: Hashable, Sendable {
  /// How an option with an optional value was given.
  package enum OptionalValue: Hashable, Sendable {
    case absent
    case alone
    case value(String)
  }

  struct Occurrence: Hashable, Sendable {
    var option: String
    var value: String?
    var position: Int
    /// The word that holds the value when it is a word of its own.
    var valuePosition: Int?
  }

  /// The names of the subcommands that lead to the command, without the program.
  package let path: [String]
  /// The command, named in full and with the options of those above it: what help renders.
  package let command: CommandSpec
  /// True when help was asked for; nothing else is checked then.
  package let wantsHelp: Bool

  let occurrences: [Occurrence]
  let words: [String]
  let positional: [String]

  /// True when the option was given, with or without a value.
  package func flag(_ name: String) -> Bool {
    assert(isDeclared(name), "no option --\(name)")
    return occurrences.contains { $0.option == name }
  }

  /// The value of the option; nil when it was not given or given without one.
  package func value(_ name: String) -> String? { values(name).first }

  /// Every value of an option that may be repeated, in the order of the line.
  package func values(_ name: String) -> [String] {
    assert(isDeclared(name), "no option --\(name)")
    return occurrences.filter { $0.option == name }.compactMap(\.value)
  }

  /// The three answers of an option like `--resume [STEP]`.
  package func optionalValue(_ name: String) -> OptionalValue {
    value(name).map(OptionalValue.value) ?? (flag(name) ? .alone : .absent)
  }

  /// The word of a named operand.
  package func operand(_ name: String) -> String? { operands(name).first }

  /// The words of a named operand: several when it is repeated, none when it was left out.
  package func operands(_ name: String) -> [String] {
    guard let place = command.operands.firstIndex(where: { $0.name == name }), place < positional.count else { return [] }
    return command.operands[place].repeated ? Array(positional[place...]) : [positional[place]]
  }

  /// The required options that were not given.
  package var missingOptions: [OptionSpec] {
    command.options.filter { $0.required && !flag($0.name) }
  }

  /// What to tell a person about all required options that are missing; nil when there are none.
  package func missing() -> Problem? {
    let missing = missingOptions
    guard !missing.isEmpty else { return nil }
    let widest = missing.map { DisplayText.width($0.written) }.max() ?? 0
    let what = missing.count == 1 ? "--\(missing[0].name) is missing" : "\(missing.count) options are missing"
    return Problem(
      .usage, "\(what) for \(command.name)",
      details: missing.map { DisplayText.padded($0.written, to: widest + 2) + $0.help },
      hint: "type: " + completed(with: missing.map(\.written)))
  }

  /// The line as it was typed, with more options before the `--` that would make operands of them.
  private func completed(with options: [String]) -> String {
    // The command's full name is the program's followed by the path.
    let program = String(command.name.dropLast(path.reduce(0) { $0 + $1.count + 1 }))
    let values = Set(occurrences.compactMap(\.valuePosition))
    let end = words.indices.first { words[$0].hasSameBytes(as: "--") && !values.contains($0) } ?? words.count
    return ([program] + words[..<end].map(ShellWord.quoted) + options + words[end...].map(ShellWord.quoted)).joined(separator: " ")
  }

  private func isDeclared(_ name: String) -> Bool { command.options.contains { $0.name == name } }
}
