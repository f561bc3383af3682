/// Writes the scripts that let a shell complete command lines.
package enum Completions {
  /// A shell that a script can be written for.
  package enum Shell: String, Hashable, Sendable, CaseIterable {
    case bash, zsh, fish
  }

  /// A script to be sourced; it starts no process, so that a key press stays quick and has no effect.
  /// - Parameters:
  ///   - shell: Whose language.
  ///   - program: The command that is completed.
  ///   - commands: Its subcommands.
  ///   - options: Its global options.
  ///   - runbookNames: Offered where an operand or a value is a runbook.
  ///   - estateNames: Offered where it is an estate. A name that would need quoting is left out.
  package static func script(
    for shell: Shell, program: String, commands: [CommandSpec], options: [OptionSpec] = [], runbookNames: [String], estateNames: [String]
  ) -> String {
    let root = CommandSpec(program, summary: "", options: options, subcommands: commands)
    let tree = CompletionTree(root, runbooks: runbookNames, estates: estateNames)
    switch shell {
    case .bash: return bash(tree)
    case .zsh: return zsh(tree)
    case .fish: return fish(tree)
    }
  }
}

/// The commands laid out flat, each with what may follow it.
struct CompletionTree {
  /// One command; the path is empty for the program itself.
  struct Node {
    var path: String
    var command: CommandSpec
    var options: [OptionSpec]
  }

  let program: String
  private(set) var nodes: [Node] = []
  private let runbooks: [String]
  private let estates: [String]

  init(_ root: CommandSpec, runbooks: [String], estates: [String]) {
    program = root.name
    self.runbooks = runbooks.filter(Self.isPlain)
    self.estates = estates.filter(Self.isPlain)
    add(root, path: [])
  }

  /// The program's name as part of a shell function's name.
  var identifier: String { String(program.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }) }

  /// The words that are offered for a value or an operand.
  func words(_ allowed: [String], _ hint: CompletionHint) -> [String] {
    if !allowed.isEmpty { return allowed.filter(Self.isPlain) }
    switch hint {
    case .runbook: return runbooks
    case .estate: return estates
    case .none, .file, .directory: return []
    }
  }

  /// What a shell calls the kind of word, beside the listed ones.
  func kind(_ hint: CompletionHint) -> String {
    switch hint {
    case .file: "file"
    case .directory: "directory"
    case .none, .runbook, .estate: ""
    }
  }

  /// The options that take a value, each with the commands where it does, grouped by what is offered.
  var valueOptions: [(option: OptionSpec, paths: [String])] {
    var result: [(option: OptionSpec, paths: [String])] = []
    for node in nodes {
      for option in node.options where option.takesValue {
        if let known = result.firstIndex(where: { Self.offersSame($0.option, option) }) {
          result[known].paths.append(node.path)
        } else {
          result.append((option, [node.path]))
        }
      }
    }
    return result
  }

  /// In single quotes for bash and zsh.
  static func quoted(_ text: String) -> String {
    "'" + Visible.text(text).unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }

  private static func offersSame(_ first: OptionSpec, _ second: OptionSpec) -> Bool {
    first.name == second.name && first.short == second.short && first.optionalValue == second.optionalValue
      && first.allowed == second.allowed && first.completion == second.completion
  }

  private mutating func add(_ command: CommandSpec, path: [String]) {
    nodes.append(Node(path: path.joined(separator: " "), command: command, options: command.options + [.help]))
    for subcommand in command.subcommands { add(subcommand.inheriting(from: command), path: path + [subcommand.name]) }
  }

  /// True for a word that means itself in every shell.
  private static func isPlain(_ word: String) -> Bool {
    !word.isEmpty && !ArgumentToken.startsLikeOption(word)
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_.+@,/".utf8.contains(byte)
        }
      }
  }
}
