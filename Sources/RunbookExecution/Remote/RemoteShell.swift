import RunbookBase

/// Words for a POSIX shell that nobody watches.
enum RemoteShell {
  /// The text as one word: in single quotes a shell reads nothing into it.
  static func quoted(_ text: String) -> String {
    "'" + text.utf8.split(separator: 0x27, omittingEmptySubsequences: false).map { String(Substring($0)) }.joined(separator: "'\\''") + "'"
  }

  /// Whether a shell can hold a variable of that name.
  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F }
  }

  /// Refuses what a shell would cut short or misread; a value may be a secret, so only its place is told.
  static func check(_ command: ResolvedCommand, on host: String) throws(Problem) {
    func refuse(_ what: String) -> Problem {
      Problem(.stepFailed, "\(what); that cannot be carried to \(host)", hint: "correct the command in the plan")
    }
    guard let first = command.executable.utf8.first, first != UInt8(ascii: "-") else { throw refuse("the program's name is no name") }
    for (index, word) in command.argv.enumerated() where word.utf8.contains(0) { throw refuse("argument \(index) contains a NUL byte") }
    for (name, value) in command.environment {
      guard isName(name) else { throw refuse("“\(TerminalText.escapedLine(name))” is no name of a variable") }
      guard !value.utf8.contains(0) else { throw refuse("environment variable \(name) contains a NUL byte") }
    }
    guard command.input?.contains(0) != true else { throw refuse("its standard input contains a NUL byte") }
    guard command.workingDirectory?.utf8.contains(0) != true else { throw refuse("its folder's name contains a NUL byte") }
  }
}
