package import RunbookBase

/// Understands a command line, or says everything that is wrong with it at once.
package enum ArgumentParser {
  /// Parses the words after the program's name.
  ///
  /// Options may stand anywhere until `--`; `--name value` and `--name=value` are the same, but a value that starts with a dash
  /// needs the second form. Names are never abbreviated, since a later option would change what a script means.
  /// - Parameters:
  ///   - words: The arguments as the system gave them; any content.
  ///   - spec: The program: its name, global options and subcommands.
  /// - Throws: A `Problem` with every mistake; its hint is the corrected line where that is certain.
  package static func parse(_ words: [String], _ spec: CommandSpec) throws(Problem) -> ParsedArguments {
    let route: CommandRoute
    do {
      route = try CommandRoute(words, spec)
    } catch {
      throw Problem([error.mistake], words: words, program: spec.name, command: error.command)
    }
    var scan = ArgumentScan(words, route)
    scan.run()
    if !scan.wantsHelp, !scan.mistakes.isEmpty {
      throw Problem(scan.mistakes, words: words, program: spec.name, command: route.command.name)
    }
    return ParsedArguments(
      path: route.path, command: route.command, wantsHelp: scan.wantsHelp, occurrences: scan.occurrences, words: words,
      positional: scan.positional.map { words[$0] })
  }
}
