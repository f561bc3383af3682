public import Runbooks

/// A Redis of its own for queues, with an append-only file and without eviction (seed §5.4).
public struct Redis: Sendable {
  /// Who starts and stops it.
  public enum Manager: Sendable, Hashable {
    /// `systemctl` with the instance's unit.
    case systemd(unit: String)
    /// The server's own program, which goes into the background; ended by the id in its pid file.
    case daemon(pidFile: AbsolutePath)
  }

  /// The host name or address.
  public let host: String
  /// The port.
  public let port: Int
  /// The folder that holds `appendonlydir`.
  public let directory: AbsolutePath
  /// The configuration file.
  public let configuration: AbsolutePath
  /// Who starts and stops it.
  public let manager: Manager
  /// The words before a command that must run as the files' owner.
  public let asOwner: [String]
  /// The words before a command that must run as root.
  public let asRoot: [String]
  /// The password; `redis-cli` takes it from its environment.
  public let password: Secret

  /// A server.
  public init(
    host: String, port: Int, directory: AbsolutePath, configuration: AbsolutePath, manager: Manager, asOwner: [String] = [],
    asRoot: [String] = [], password: Secret
  ) {
    self.host = host
    self.port = port
    self.directory = directory
    self.configuration = configuration
    self.manager = manager
    self.asOwner = asOwner
    self.asRoot = asRoot
    self.password = password
  }

  var target: Target { Target("redis:\(host):\(port)", realm: .production, identity: .machineName) }

  // MARK: The server

  /// Stops the server; it may be gone already.
  public func stop() -> Command {
    switch manager {
    case .systemd(let unit): words(asRoot + ["systemctl", "stop", unit], effect: .writes)
    case .daemon(let file):
      words(
        ["/sbin/start-stop-daemon", "--stop", "--oknodo", "--retry=TERM/30", "--pidfile=\(file.text)", "--name=redis-server"],
        effect: .writes)
    }
  }

  /// Starts the server.
  public func start() -> Command {
    switch manager {
    case .systemd(let unit): words(asRoot + ["systemctl", "start", unit], effect: .writes)
    case .daemon: words(["redis-server", configuration.text], effect: .writes)
    }
  }

  /// No process of the server is left.
  public var isStopped: Probe {
    switch manager {
    case .systemd(let unit):
      Probe(words(["systemctl", "show", "--property=MainPID", "--value", unit], effect: .reads), .equals("0"), within: .minutes(1))
    case .daemon:
      Probe(
        words(["ps", "-e", "-o", "args="], effect: .reads).piped(
          to: words(
            [
              "awk", "-v", "file=\(configuration.text)",
              "index($0, \"redis-server \") == 1 && index($0, file) { found++ } END { print found + 0 }",
            ], effect: .reads)), .equals("0"), within: .minutes(1))
    }
  }

  /// The server answers: it has read its file to the end.
  ///
  /// `redis-server` itself answers 0 before it has looked at it.
  public var answers: Probe { Probe(command(["PING"], effect: .reads), .equals("PONG"), within: .minutes(2)) }

  /// Prints a setting that is in force: its name and its value.
  public func setting(_ name: Text) -> Command { command(["CONFIG", "GET", name], effect: .reads) }

  /// The configuration file asks for an append-only file and for no eviction.
  public var isDurable: Probe {
    Probe(
      words(
        asOwner + [
          "grep", "--count", "--extended-regexp", "^(appendonly yes|maxmemory-policy noeviction)$", configuration.text,
        ], effect: .reads), .equals("2"))
  }

  // MARK: The append-only file

  private var kept: String { "\(directory.text)/appendonlydir" }

  /// Prints how many files of the append-only file hold commands.
  public func countAppendOnlyFiles() -> Pipeline {
    words(asOwner + ["find", directory.text, "-path", "\(kept)/*.incr.aof", "-size", "+0"], effect: .reads)
      .piped(to: words(["wc", "--lines"], effect: .reads))
  }

  /// Copies the append-only file beside itself, to be repaired there.
  public func copyAppendOnlyFile() -> Command {
    words(asOwner + ["cp", "--archive", "--no-target-directory", kept, kept + ".repaired"], effect: .writes)
  }

  /// Repairs the copy and prints, as its last line, how many bytes of the newest file's end were cut.
  public func repairCopy() -> Pipeline {
    words(asOwner + ["redis-check-aof", "--fix", "\(kept).repaired/appendonly.aof.manifest"], effect: .writes).reading("y\n")
      .piped(to: words(["sed", "--quiet", "s/^AOF analyzed: .* diff=//p"], effect: .reads))
  }

  /// Puts the repaired copy in place; the damaged one is kept as `appendonlydir.damaged`.
  public func exchangeAppendOnlyFile() -> [Command] {
    [
      words(
        asOwner + ["mv", "--no-target-directory", kept, kept + ".damaged"],
        effect: .destroys("what lies behind the damage in \(kept), as Redis reads it")),
      words(asOwner + ["mv", "--no-target-directory", kept + ".repaired", kept], effect: .writes),
    ]
  }

  /// The exchange has been made.
  public var isExchanged: Probe {
    Probe(words(asOwner + ["test", "-d", kept, "-a", "-d", kept + ".damaged", "-a", "!", "-e", kept + ".repaired"], effect: .reads))
  }

  /// Nothing is left of an earlier repair.
  public var hasNoLeftovers: Probe {
    Probe(words(asOwner + ["test", "!", "-e", kept + ".damaged"], effect: .reads))
  }

  // MARK: Commands

  /// A command of `redis-cli`; the password goes by the environment.
  func command(_ arguments: [Text], effect: Effect) -> Command {
    Command(
      "redis-cli", ["-h", Text(host), "-p", Text(String(port)), "--no-auth-warning", "--raw"] + arguments, effect: effect, on: target
    )
    .environment("REDISCLI_AUTH", password)
  }

  private func words(_ words: [String], effect: Effect) -> Command {
    Command(words[0], words.dropFirst().map { Text($0) }, effect: effect, on: target)
  }
}
