extension Completions {
  static func bash(_ tree: CompletionTree) -> String {
    let name = "_" + tree.identifier
    return """
      # Completion of \(tree.program) for bash: source <(\(tree.program) completions bash)

      # What may stand at a command: subs, opts, args (by place).
      \(name)_at() {
        subs=() opts=() args=() kinds=()
        case $1 in
      \(tree.nodes.map { "    " + commandCase($0, tree) }.joined(separator: "\n"))
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
      complete -F \(name) \(tree.program)

      """
  }

  private static func commandCase(_ node: CompletionTree.Node, _ tree: CompletionTree) -> String {
    func list(_ words: [String]) -> String { "(" + words.map(CompletionTree.quoted).joined(separator: " ") + ")" }
    let options = node.options.flatMap { option in ["--" + option.name] + (option.short.map { ["-\($0)"] } ?? []) }
    let operands = node.command.operands
    let words = operands.map { tree.words($0.allowed, $0.completion).joined(separator: " ") }
    return CompletionTree.quoted(node.path) + ") subs=\(list(node.command.subcommands.map(\.name))) opts=\(list(options))"
      + " args=\(list(words)) kinds=\(list(operands.map { tree.kind($0.completion) })) ;;"
  }

  static func valueCase(_ entry: (option: OptionSpec, paths: [String]), _ tree: CompletionTree) -> String {
    let spellings = ["--" + entry.option.name] + (entry.option.short.map { ["-\($0)"] } ?? [])
    let patterns = entry.paths.flatMap { path in spellings.map { CompletionTree.quoted(path + " " + $0) } }
    let words = tree.words(entry.option.allowed, entry.option.completion)
    return patterns.joined(separator: "|") + ") takes=\(entry.option.optionalValue ? "maybe" : "value")"
      + " kind=\(tree.kind(entry.option.completion)) vals=(" + words.map(CompletionTree.quoted).joined(separator: " ") + ") ;;"
  }

  /// The function that bash calls; it reads the line as the argument parser does.
  ///
  /// Readline splits a word at `=` and `:`, unless the user's `COMP_WORDBREAKS` says otherwise; both are handled.
  private static func walk(_ name: String) -> String {
    #"""
    NAME_offer() {
      local word
      for word in "$@"; do
        if [[ $word == "$current"* ]]; then COMPREPLY+=("$prefix$word"); fi
      done
    }

    NAME_paths() {
      local word
      case $1 in file) set -- -f ;; directory) set -- -d ;; *) return ;; esac
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$prefix$word"); done < <(compgen "$1" -- "$current")
    }

    NAME() {
      local word at= place=0 takes= kind= pending= last= ended= prefix= i sub
      local -a subs opts args kinds vals
      local current=${COMP_WORDS[COMP_CWORD]}
      COMPREPLY=()
      NAME_at ''
      for (( i = 1; i < COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        if [[ $word == ':' || ${COMP_WORDS[i-1]} == ':' ]]; then continue; fi
        if [[ $word == '=' && -n $pending ]]; then pending=attached; continue; fi
        if [[ $pending == attached || ( -n $pending && $word != -?* ) ]]; then pending=; continue; fi
        pending=
        if [[ -z $ended && $word == -- ]]; then
          ended=1
        elif [[ -z $ended && $word == -?* ]]; then
          NAME_value "$at" "$word"
          pending=$takes last=$word
        else
          for sub in "${subs[@]}" ''; do if [[ $sub == "$word" ]]; then break; fi; done
          if [[ -n $sub ]]; then
            at=${at:+$at }$sub place=0
            NAME_at "$at"
          else
            (( place++ ))
          fi
        fi
      done
      if [[ $current == '=' && -n $pending ]]; then
        pending=attached current=
      elif [[ -z $ended && $current == --*=* ]]; then
        last=${current%%=*} prefix=${current%%=*}= current=${current#*=}
        NAME_value "$at" "$last"
        pending=${takes:+attached}
      fi
      if [[ $pending == attached || ( -n $pending && $current != -* ) ]]; then
        NAME_value "$at" "$last"
        NAME_offer "${vals[@]}"
        NAME_paths "$kind"
      elif [[ -z $ended && $current == -* ]]; then
        NAME_offer "${opts[@]}"
      else
        NAME_offer "${subs[@]}" ${args[place]}
        NAME_paths "${kinds[place]}"
      fi
    }
    """#.split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: name)
  }
}
