import RunbookBase

/// The options that may stand at some place of the line, found by the bytes of their name.
struct OptionTable {
  let options: [OptionSpec]

  /// The options of a command, and `--help`.
  init(_ command: CommandSpec) { options = command.options + [.help] }

  /// Also those of every command below, for words that stand before the subcommand which declares them.
  init(withDescendantsOf command: CommandSpec) {
    func below(_ command: CommandSpec) -> [OptionSpec] { command.subcommands.flatMap { $0.options + below($0) } }
    options = command.options + [.help] + below(command)
  }

  func named(_ name: String) -> OptionSpec? { options.first { $0.name.hasSameBytes(as: name) } }

  func short(_ letter: Character) -> OptionSpec? {
    options.first { option in option.short.map { String($0).hasSameBytes(as: String(letter)) } ?? false }
  }

  func near(_ name: String) -> [OptionSpec] {
    Suggestion.all(near: name, among: options.map(\.name)).compactMap(named)
  }

  /// The option that is meant by a name, typing mistakes forgiven when only one comes near.
  func meant(_ name: String) -> OptionSpec? {
    if let exact = named(name) { return exact }
    let candidates = near(name)
    return candidates.count == 1 ? candidates.first : nil
  }
}
