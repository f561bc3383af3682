extension Completions {
  static func zsh(_ tree: CompletionTree) -> String {
    let name = "_" + tree.identifier
    return """
      #compdef \(tree.program)
      # Completion of \(tree.program) for zsh: source <(\(tree.program) completions zsh)

      # What may stand at a command: subs, opts, args (by place).
      \(name)_at() {
        subs=() opts=() args=() kinds=()
        case $1 in
      \(tree.nodes.map { describedCase($0, tree) }.joined(separator: "\n"))
        esac
      }

      # Whether an option takes a value here, and which: takes, vals, kind.
      \(name)_value() {
        takes= kind= vals=()
        case "$1 $2" in
      \(tree.valueOptions.map { "    " + valueCase($0, tree) }.joined(separator: "\n"))
        esac
      }

      \(walk(name))
      if [[ $funcstack[1] == \(name) ]]; then \(name) "$@"; else compdef \(name) \(tree.program); fi

      """
  }

  private static func describedCase(_ node: CompletionTree.Node, _ tree: CompletionTree) -> String {
    func described(_ name: String, _ help: String) -> String { CompletionTree.quoted(name + ":" + help) }
    let subcommands = node.command.subcommands.map { described($0.name, $0.summary) }
    let options = node.options.flatMap { option in
      [described("--" + option.name, option.help)] + (option.short.map { [described("-\($0)", option.help)] } ?? [])
    }
    let operands = node.command.operands
    return """
          \(CompletionTree.quoted(node.path)))
            subs=(\(subcommands.joined(separator: " ")))
            opts=(\(options.joined(separator: " ")))
            args=(\(operands.map { CompletionTree.quoted(tree.words($0.allowed, $0.completion).joined(separator: " ")) }.joined(separator: " ")))
            kinds=(\(operands.map { CompletionTree.quoted(tree.kind($0.completion)) }.joined(separator: " "))) ;;
      """
  }

  private static func walk(_ name: String) -> String {
    #"""
    NAME_paths() {
      case $1 in file) _files ;; directory) _files -/ ;; esac
    }

    NAME() {
      emulate -L zsh
      local word at= takes= kind= pending= last= ended=
      local -a subs opts args kinds vals
      integer place=1 i
      NAME_at ''
      for (( i = 2; i < CURRENT; i++ )); do
        word=${(Q)words[i]}
        if [[ -n $pending && $word != -?* ]]; then pending=; continue; fi
        pending=
        if [[ -z $ended && $word == -- ]]; then
          ended=1
        elif [[ -z $ended && $word == -?* ]]; then
          NAME_value "$at" "$word"
          pending=$takes last=$word
        elif [[ -n $word && -n ${subs[(r)${(b)word}:*]} ]]; then
          at=${at:+$at }$word place=1
          NAME_at "$at"
        else
          (( place++ ))
        fi
      done
      local current=$words[CURRENT]
      if [[ -z $ended && $current == --*=* ]]; then
        last=${current%%=*}
        compset -P '*='
        NAME_value "$at" "$last"
        (( $#vals )) && compadd -a vals
        NAME_paths "$kind"
      elif [[ -n $pending && $current != -* ]]; then
        NAME_value "$at" "$last"
        (( $#vals )) && compadd -a vals
        NAME_paths "$kind"
      elif [[ -z $ended && $current == -* ]]; then
        _describe -o option opts
      else
        (( $#subs )) && _describe command subs
        vals=(${=args[place]})
        (( $#vals )) && compadd -a vals
        NAME_paths "${kinds[place]}"
      fi
    }
    """#.split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: name)
  }
}
