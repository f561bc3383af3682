import RunbookBase

/// A pipeline as a script for the other host's shell.
///
/// Every script is one group in braces: a shell runs nothing of it before it has read the last brace, so that a script which a lost
/// connection cuts short does nothing. Values are words in single quotes; nothing of them is ever an argument of a shell.
struct RemotePipeline {
  let commands: [ResolvedCommand]

  /// Starts all members or none; says on descriptor 5 how each one ended.
  ///
  /// The shell ignores TERM to tell the end of members that get it; they have it at its default.
  var script: String {
    var lines = ["{", "exec </dev/null", "umask 077", "trap '' TERM"]
    for (index, command) in commands.enumerated() { lines.append(check(command, number: index + 1)) }
    let members = commands.enumerated().map { member($1, number: $0 + 1) }
    let source = commands.first?.input.map { "printf '%s' " + RemoteShell.quoted(String(decoding: $0, as: UTF8.self)) + " |\n" } ?? ""
    lines.append(source + members.joined(separator: " |\n"))
    return (lines + ["exit 0", "}"]).joined(separator: "\n") + "\n"
  }

  /// Half a pipeline is the worst of outcomes: what keeps a member from starting is found before any starts.
  private func check(_ command: ResolvedCommand, number: Int) -> String {
    let program = RemoteShell.quoted(command.executable)
    let isThere =
      command.executable.utf8.contains(UInt8(ascii: "/"))
      ? "[ -f \(program) ] && [ -x \(program) ]"
      : "(PATH=\(RemoteShell.quoted(command.environment["PATH"] ?? "")); command -v \(program)) >/dev/null 2>&1"
    let folder = RemoteShell.quoted(command.workingDirectory ?? "/")
    return """
      { \(isThere); } || { echo "no-program \(number)" >&5; exit 0; }
      [ -d \(folder) ] || { echo "no-folder \(number)" >&5; exit 0; }
      """
  }

  private func member(_ command: ResolvedCommand, number: Int) -> String {
    var words = ["trap - TERM", "cd \(RemoteShell.quoted(command.workingDirectory ?? "/")) || exit 126"]
    for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
      words.append("\(name)=\(RemoteShell.quoted(value)); export \(name)")
    }
    words.append("exec " + command.argv.map(RemoteShell.quoted).joined(separator: " "))
    return "{ (\n\(words.joined(separator: "\n"))\n) 5>&-; echo \"exited \(number) $?\" >&5; }"
  }

  /// What is wrong when a member could not be started.
  static func reason(_ word: String, _ number: Int, _ commands: [ResolvedCommand], on host: String) -> String {
    guard commands.indices.contains(number - 1) else { return "a command could not be started on \(host)" }
    let command = commands[number - 1]
    return word == "no-folder"
      ? "there is no folder \(command.workingDirectory ?? "/") on \(host)"
      : command.executable.utf8.contains(UInt8(ascii: "/"))
        ? "there is no program \(command.executable) on \(host)"
        : "the program \(command.executable) is in none of \(command.environment["PATH"] ?? "") on \(host)"
  }
}
