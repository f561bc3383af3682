extension Completions {
  static func fish(_ tree: CompletionTree) -> String {
    let name = "__" + tree.identifier
    let paths = tree.nodes.filter { !$0.path.isEmpty }.map { quoted(parent(of: $0.path) + " " + last(of: $0.path)) }
    let values = tree.valueOptions.flatMap { entry in
      entry.paths.flatMap { path in
        (["--" + entry.option.name] + (entry.option.short.map { ["-\($0)"] } ?? [])).map { quoted(path + " " + $0) }
      }
    }
    return """
      # Completion of \(tree.program) for fish: \(tree.program) completions fish | source

      # Prints the command that the line has reached, then how many operands it has.
      function \(name)_reached
          set -l at ''
          set -l place 0
          set -l skips 0
          set -l ended 0
          set -l words (commandline -opc)
          for word in $words[2..]
              if test $skips = 1
                  set skips 0
                  string match -q -- '-?*' $word; or continue
              end
              if test $ended = 0; and test "$word" = --
                  set ended 1
                  continue
              end
              if test $ended = 0; and string match -q -- '-?*' $word
                  contains -- "$at $word" \(values.joined(separator: " ")); and set skips 1
                  continue
              end
              if contains -- "$at $word" \(paths.joined(separator: " "))
                  set at (string trim -- "$at $word")
                  set place 0
              else
                  set place (math $place + 1)
              end
          end
          echo $at
          echo $place
      end

      function \(name)_at
          set -l reached (\(name)_reached)
          contains -- "$reached[1]" $argv
      end

      function \(name)_place
          set -l reached (\(name)_reached)
          test "$reached[1]" = $argv[1]; and test $reached[2] = $argv[2]
      end

      complete -c \(tree.program) -f
      \(lines(tree, name).joined(separator: "\n"))

      """
  }

  private static func lines(_ tree: CompletionTree, _ name: String) -> [String] {
    let start = "complete -c \(tree.program) -n "
    var result: [String] = []
    for node in tree.nodes {
      for subcommand in node.command.subcommands {
        result.append(start + quoted("\(name)_at \(quoted(node.path))") + " -a \(subcommand.name) -d \(quoted(subcommand.summary))")
      }
      for (place, operand) in node.command.operands.enumerated() {
        let arguments = offered(operand.allowed, operand.completion, tree)
        guard !arguments.isEmpty else { continue }
        result.append(start + quoted("\(name)_place \(quoted(node.path)) \(place)") + arguments + " -d \(quoted(operand.name))")
      }
    }
    var options: [(option: OptionSpec, paths: [String])] = []
    for node in tree.nodes {
      for option in node.options {
        if let known = options.firstIndex(where: { $0.option == option }) {
          options[known].paths.append(node.path)
        } else {
          options.append((option, [node.path]))
        }
      }
    }
    for (option, paths) in options {
      let condition = quoted("\(name)_at " + paths.map(quoted).joined(separator: " "))
      let spelling = (option.short.map { " -s \($0)" } ?? "") + " -l " + option.name
      // fish offers files with -r alone; -x forbids them.
      let exclusive = option.optionalValue ? "" : option.completion == .file ? " -r" : " -x"
      let value = option.takesValue ? exclusive + offered(option.allowed, option.completion, tree) : ""
      result.append(start + condition + spelling + value + " -d \(quoted(option.help))")
    }
    return result
  }

  private static func offered(_ allowed: [String], _ hint: CompletionHint, _ tree: CompletionTree) -> String {
    switch tree.kind(hint) {
    case "file": return " -F"
    case "directory": return " -a '(__fish_complete_directories)'"
    default:
      let words = tree.words(allowed, hint)
      return words.isEmpty ? "" : " -a " + quoted(words.joined(separator: " "))
    }
  }

  private static func parent(of path: String) -> String { path.split(separator: " ").dropLast().joined(separator: " ") }

  private static func last(of path: String) -> String { path.split(separator: " ").last.map(String.init) ?? "" }

  /// In single quotes, where fish escapes the backslash too.
  private static func quoted(_ text: String) -> String {
    "'" + Visible.text(text).unicodeScalars.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
