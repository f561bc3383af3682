import RunbookCLI
import Testing

@Suite("Arguments: completion")
struct ArgumentsCompletionTests {
  static func script(_ shell: Completions.Shell) -> String {
    Completions.script(
      for: shell, program: "runbook", commands: ArgumentsFixture.root.subcommands, options: ArgumentsFixture.root.options,
      runbookNames: ["tenant-delete", "tenant-restore", "reconcile", "$(touch never)", "two words"], estateNames: ["production", "lab"])
  }

  static let everywhere = "--estate -e --json --state --help -h"

  /// What is typed, split as a shell hands it over (`_` is the empty word at the cursor), and what is offered.
  static let lines: [(typed: String, offered: String)] = [
    ("_", "list show exec approve completions"), ("e", "exec"), ("--", "--estate --json --state --help"), ("-", everywhere),
    ("list _", ""), ("list --j", "--json"), ("show _", "tenant-delete tenant-restore reconcile"),
    ("show ten", "tenant-delete tenant-restore"),
    ("show tenant-delete _", ""), ("exec _", "tenant-delete region-outage"), ("exec --dry-run t", "tenant-delete"),
    ("exec tenant-delete --m", "--mode"), ("exec tenant-delete --mode _", "ask keep refuse"), ("exec tenant-delete --mode k", "keep"),
    ("exec tenant-delete --re", "--resume --reason"), ("exec region-outage --re", "--region --resume --reason"),
    ("--estate _", "production lab"), ("-e l", "lab"), ("--estate lab sh", "show"), ("exec --estate lab reg", "region-outage"),
    ("exec tenant-delete --tenant _", ""), ("exec tenant-delete --resume --js", "--json"), ("exec --resume 4 reg", "region-outage"),
    ("completions _", "bash zsh fish"), ("completions -- z", "zsh"), ("completions -- -", ""), ("list -- --j", ""),
  ]

  @Test("bash offers what may stand at the cursor", arguments: lines)
  func bash(typed: String, offered: String) throws {
    #expect(try Self.completeInBash(typed) == offered)
  }

  @Test(
    "bash completes a value behind an equals sign, split off by readline or not",
    arguments: [
      ("--estate = l", "lab"), ("--estate =", "production lab"), ("--estate=l", "--estate=lab"),
      ("exec tenant-delete --mode = r", "refuse"),
      ("--estate = lab sh", "show"), ("--estate=lab sh", "show"), ("exec --reason a : b tenant-delete --mo", "--mode"),
    ])
  func equals(typed: String, offered: String) throws {
    #expect(try Self.completeInBash(typed) == offered)
  }

  @Test("bash offers files where an option takes a file")
  func files() throws {
    #expect(try Self.completeInBash("exec tenant-delete --dump /etc/host").split(separator: " ").contains("/etc/hosts"))
    #expect(try Self.completeInBash("--state /us") == "/usr")
  }

  @Test("a name that a shell would expand is never written into a script", arguments: Completions.Shell.allCases)
  func harmless(shell: Completions.Shell) {
    #expect(Self.script(shell).utf8.firstRange(of: "touch".utf8) == nil)
    #expect(Self.script(shell).utf8.firstRange(of: "two words".utf8) == nil)
  }

  @Test("the bash script passes bash's syntax check")
  func bashSyntax() throws { try Self.checkSyntax(.bash) }

  @Test("the zsh script passes zsh's syntax check", .enabled(if: Shell.isInstalled("zsh"), "zsh is not installed"))
  func zshSyntax() throws { try Self.checkSyntax(.zsh) }

  @Test("the fish script passes fish's syntax check", .enabled(if: Shell.isInstalled("fish"), "fish is not installed"))
  func fishSyntax() throws { try Self.checkSyntax(.fish) }

  @Test("fish offers what may stand at the cursor", .enabled(if: Shell.isInstalled("fish"), "fish is not installed"), arguments: lines)
  func fish(typed: String, offered: String) throws {
    let line = typed.hasSuffix("_") ? String(typed.dropLast()) : typed
    let output = try Shell.withScript(Self.script(.fish)) { path in
      try Shell.run("fish", ["--no-config", "-c", "source \(path); complete -C 'runbook \(line)'"])
    }
    let words = output.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
    #expect(words.sorted() == offered.split(separator: " ").map(String.init).sorted())
  }

  @Test("zsh offers what may stand at the cursor", .enabled(if: Shell.isInstalled("zsh"), "zsh is not installed"), arguments: lines)
  func zsh(typed: String, offered: String) throws {
    let words = typed.split(separator: " ").map { $0 == "_" ? "" : String($0) }
    // The completion system's own functions need a terminal; these print what they are handed.
    let program = """
      compdef() { : }; compset() { : }; _files() { : }
      compadd() { print -l -- ${(P)2} }
      _describe() { print -l -- ${${(P)@[-1]}%%:*} }
      source PATH
      words=(runbook \(words.map { "'\($0)'" }.joined(separator: " "))); CURRENT=$#words
      _runbook
      """
    let output = try Shell.withScript(Self.script(.zsh)) { path in
      try Shell.run("zsh", ["-f", "-c", program.split(separator: "PATH").joined(separator: path)])
    }
    let prefix = words.last ?? ""
    let candidates = output.split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
    #expect(candidates == offered.split(separator: " ").map(String.init))
  }

  private static func completeInBash(_ typed: String) throws -> String {
    let words = typed.split(separator: " ").map { $0 == "_" ? "''" : "'\($0)'" }
    let program =
      "source PATH; COMP_WORDS=(runbook \(words.joined(separator: " "))); COMP_CWORD=\(words.count); _runbook; "
      + "echo \"${COMPREPLY[@]}\""
    let output = try Shell.withScript(script(.bash)) { path in
      try Shell.run("bash", ["--norc", "-c", program.split(separator: "PATH").joined(separator: path)])
    }
    return String(output.dropLast())
  }

  private static func checkSyntax(_ shell: Completions.Shell) throws {
    try Shell.withScript(script(shell)) { path in
      let output = try Shell.run(shell.rawValue, ["-n", path])
      #expect(output.isEmpty)
    }
  }
}
