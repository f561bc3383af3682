import RunbookBase

/// Which words of a line name the command; found first, because the command decides what the options are.
struct CommandRoute {
  /// A line that does not lead to a command.
  struct Failure: Error {
    var mistake: ArgumentMistake
    /// The full name of the command that was reached.
    var command: String
  }

  /// The command that was reached, named in full and with the options of those above it.
  private(set) var command: CommandSpec
  /// The subcommands' names.
  private(set) var path: [String] = []
  /// The positions of the words that are no operands: the subcommands' names, and a leading `help`.
  private(set) var positions: Set<Int> = []
  private(set) var wantsHelp = false
  private let root: CommandSpec
  /// The options of every command of the program: what a person may have meant by a word with dashes.
  var everyOption: OptionTable { OptionTable(withDescendantsOf: root) }

  /// The options that took the word behind them, with the flags that share their word.
  private var values: [(option: OptionSpec, position: Int, bundled: String)] = []
  /// The positions of words with dashes that are no option of any command.
  private var strangers: [Int] = []

  init(_ words: [String], _ root: CommandSpec) throws(Failure) {
    command = root
    self.root = root
    var afterOptions = false
    var afterUnknown = false
    var index = 0
    while index < words.count, !command.subcommands.isEmpty {
      let word = words[index]
      let token = afterOptions ? .operand : ArgumentToken(word)
      if token == .endOfOptions {
        afterOptions = true
      } else if token != .operand {
        let width = width(of: token, at: index, words)
        afterUnknown = width == nil
        if afterUnknown { strangers.append(index) }
        index += width ?? 1
        continue
      } else if let next = command.subcommand(word) {
        command = next.inheriting(from: command)
        path.append(next.name)
        positions.insert(index)
      } else if path.isEmpty, word.hasSameBytes(as: "help") {
        wantsHelp = true
        positions.insert(index)
      } else if !command.operands.isEmpty {
        break
      } else if !afterUnknown {
        throw Failure(mistake: unknown(word, at: index), command: command.name)
      }
      afterUnknown = false
      index += 1
    }
    if !command.subcommands.isEmpty, command.operands.isEmpty, !wantsHelp {
      throw Failure(mistake: nothing(words), command: command.name)
    }
  }

  /// How many words an option takes here; nil when nobody knows the option.
  private mutating func width(of token: ArgumentToken, at index: Int, _ words: [String]) -> Int? {
    let table = OptionTable(withDescendantsOf: command)
    let option: OptionSpec?
    let attached: Bool
    var bundled = ""
    switch token {
    case .long(let name, let value), .misdashed(let name, let value, _):
      (option, attached) = (table.meant(name), value != nil)
    case .short(let body):
      let (name, value) = ArgumentToken.split(body)
      let letter = body.firstIndex { table.short($0)?.takesValue ?? true }
      let named = table.named(name)
      option = named ?? table.short(letter.map { body[$0] } ?? body.last ?? "-")
      if named == nil, let letter { bundled = String(body[..<letter]) }
      attached = value != nil || letter.map { body.index(after: $0) < body.endIndex } ?? false
    case .operand, .endOfOptions: return 1
    }
    guard let option else { return nil }
    if option.name == OptionSpec.help.name { wantsHelp = true }
    guard option.takesValue, !attached, index + 1 < words.count, !ArgumentToken.startsLikeOption(words[index + 1]) else { return 1 }
    values.append((option, index, bundled))
    return 2
  }

  private func unknown(_ word: String, at index: Int) -> ArgumentMistake {
    let noun = command.subcommandNoun
    let near = Suggestion.all(near: word, among: command.subcommands.map(\.name))
    let deeper = command.subcommands.filter { $0.subcommand(word) != nil }
    var mistake = ArgumentMistake(position: index, text: "there is no \(noun) \(Visible.quoted(word))")
    mistake.notes = ArgumentScan.note(onLettersOf: word)
    if let reached = deeper.first {
      mistake.notes += ["\(Visible.quoted(word)) is a \(reached.subcommandNoun); say what to do with it:"]
      mistake.notes += deeper.map { "\(command.name) \($0.name) \(ShellWord.quoted(word))" }
    } else if near.isEmpty {
      mistake.notes += ["\(noun)s: " + command.subcommands.map(\.name).joined(separator: ", ")]
    } else {
      mistake.suggestions = near
      if near.count == 1 { mistake.edits = [index: near] }
    }
    return mistake
  }

  private func nothing(_ words: [String]) -> ArgumentMistake {
    let noun = command.subcommandNoun
    var mistake = ArgumentMistake(position: words.count, text: "\(command.name) needs a \(noun)")
    if let taken = values.first(where: { command.subcommand(words[$0.position + 1]) != nil }) {
      let name = words[taken.position + 1]
      mistake.notes = ["--\(taken.option.name) took \(Visible.quoted(name)) as its \(taken.option.valueName ?? "value")"]
      let option = taken.option.optionalValue ? ["--" + taken.option.name] : [taken.option.written]
      let flags = taken.bundled.isEmpty ? [] : ["-" + taken.bundled]
      mistake.edits = [taken.position: [name] + flags + option, taken.position + 1: []]
    } else {
      mistake.notes = ["\(noun)s: " + command.subcommands.map(\.name).joined(separator: ", ")]
      mistake.edits = [words.count: [noun.uppercased()]]
    }
    mistake.notes += strangers.map { "\(Visible.text(words[$0])) is no option of \(command.name)" }
    for position in strangers { mistake.edits?[position] = [] }
    return mistake
  }
}
