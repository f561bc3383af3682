import RunbookBase

extension Problem {
  /// The same, with the state folder that was typed behind a command at the end of the hint that looks into one.
  ///
  /// What is below the command line cannot know how the folder was named; here it is known for all of it.
  func naming(_ arguments: ParsedArguments, _ context: Context, _ tree: CommandSpec) -> Problem {
    guard arguments.command.options.contains(where: { $0.name == "state" }), let hint else { return self }
    let words = ExecCommand.stateWords(arguments, context)
    guard !words.isEmpty, let name = Self.commandAtEnd(of: hint), let command = tree.subcommand(name),
      ([command] + command.subcommands).contains(where: { $0.options.contains { $0.name == "state" } })
    else { return self }
    return Problem(code, summary, details: details, hint: hint + words)
  }

  /// Which command of this program a hint ends in; nil for none, for one with words behind it, and for one that names its folder.
  private static func commandAtEnd(of hint: String) -> String? {
    let bytes = Array(hint.utf8)
    let start = Array("\(Program.name) ".utf8)
    let place = bytes.indices.last { place in
      let isBegun = place == 0 || bytes[..<place].suffix(2).elementsEqual([UInt8(ascii: ":"), 0x20])
      return isBegun && bytes[place...].starts(with: start)
    }
    guard let place else { return nil }
    var quote: UInt8?
    for byte in bytes[place...] {
      switch byte {
      case quote: quote = nil
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = quote ?? byte
      case UInt8(ascii: ","), UInt8(ascii: ";"): if quote == nil { return nil }
      default: break
      }
    }
    let words = bytes[(place + start.count)...].split(separator: 0x20)
    guard !words.contains(where: { $0.elementsEqual("--state".utf8) }) else { return nil }
    return words.first.map { String(decoding: $0, as: UTF8.self) }
  }
}
