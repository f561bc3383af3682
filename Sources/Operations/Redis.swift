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
    case .daemon: Probe(countProcesses, .equals("0"), within: .minutes(1))
    }
  }

  /// The server has not given up: one that cannot read its file dies after it was started.
  var isAlive: Probe {
    switch manager {
    case .systemd(let unit):
      Probe(words(["systemctl", "show", "--property=ActiveState", "--value", unit], effect: .reads), .differs(from: "failed"))
    case .daemon: Probe(countProcesses, .atLeast("1"))
    }
  }

  /// Prints how many processes run with this configuration.
  private var countProcesses: Pipeline {
    words(["ps", "-e", "-o", "args="], effect: .reads).piped(
      to: words(
        [
          "awk", "-v", "file=\(configuration.text)",
          "index($0, \"redis-server \") == 1 && index($0, file) { found++ } END { print found + 0 }",
        ], effect: .reads))
  }

  /// The server answers: it has read its file to the end.
  ///
  /// `redis-server` itself answers 0 before it has looked at it.
  public var answers: Probe {
    Probe(command(["PING"], effect: .reads), .equals("PONG"), within: .minutes(2)).asLongAs(isAlive)
  }

  /// Prints a setting that is in force: its name and its value.
  public func setting(_ name: Text) -> Command { command(["CONFIG", "GET", name], effect: .reads) }

  /// The configuration file asks for an append-only file that is written at least every second, and for no eviction.
  ///
  /// Of a setting that stands there twice the last one counts, as Redis reads it; the look prints all three.
  public var isDurable: Probe {
    Probe(
      words(
        asOwner + [
          "awk",
          """
          BEGIN { set["appendonly"] = "no"; set["appendfsync"] = "everysec"; set["maxmemory-policy"] = "noeviction" } \
          { name = tolower($1); value = tolower($2); gsub(/["\u{27}]/, "", value); if (name in set) set[name] = value } \
          END { print (set["appendonly"] == "yes" && set["appendfsync"] ~ /^(everysec|always)$/ && set["maxmemory-policy"] == "noeviction" \
          ? "keeps its jobs" : "may lose jobs") ": appendonly " set["appendonly"] ", appendfsync " set["appendfsync"] ", maxmemory-policy " set["maxmemory-policy"] }
          """, configuration.text,
        ], effect: .reads), .contains("keeps its jobs"))
  }

  // MARK: Commands

  /// A command of `redis-cli`; the password goes by the environment.
  func command(_ arguments: [Text], effect: Effect) -> Command {
    Command(
      "redis-cli", ["-h", Text(host), "-p", Text(String(port)), "--no-auth-warning", "--raw"] + arguments, effect: effect, on: target
    )
    .environment("REDISCLI_AUTH", password)
  }

  /// A command from words that the estate declared.
  func words(_ words: [String], effect: Effect) -> Command {
    Command(words[0], words.dropFirst().map { Text($0) }, effect: effect, on: target)
  }
}
