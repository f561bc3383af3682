public import Runbooks

/// A database cluster on its host: a data directory and the service manager that starts and stops it.
public struct Cluster<R: Realm>: Sendable {
  /// Who starts and stops the server; the estate declares it, the plan says `cluster.stop()`.
  public enum Manager: Sendable, Hashable {
    /// `systemctl` with the instance's unit: Debian's `postgresql.service` itself is only `/bin/true`.
    case systemd(unit: String)
    /// Debian's wrapper.
    case pgCtlCluster(version: String, name: String)
    /// The server's own tool, with its configuration outside of the data directory.
    ///
    /// It is stopped by Debian's `start-stop-daemon`, which, like `systemctl` and unlike `pg_ctl stop`, is content with a server that
    /// is gone already, and takes a dead server's lock file away.
    case pgCtl(program: String, options: String, log: String)
  }

  /// The server as clients see it.
  public let server: PostgreSQL
  /// The data directory.
  public let dataDirectory: AbsolutePath
  /// Who starts and stops it.
  public let manager: Manager
  /// The words before a command that must run as the server's owner, such as `sudo -n -u postgres`.
  public let asOwner: [String]
  /// The words before a command that must run as root; empty when the operator is root already.
  public let asRoot: [String]
  /// The machine that it runs on.
  public let host: Host

  /// A cluster.
  public init(
    _ server: PostgreSQL, dataDirectory: AbsolutePath, manager: Manager, asOwner: [String], asRoot: [String] = [], host: Host = .here
  ) {
    self.server = server
    self.dataDirectory = dataDirectory
    self.manager = manager
    self.asOwner = asOwner
    self.asRoot = asRoot
    self.host = host
  }

  /// The cluster as the target of a command.
  public var target: Target { Target("cluster:\(host.name):\(dataDirectory.text)", realm: R.kind, identity: .machineName) }

  /// Stops the server.
  public func stop() -> Command {
    switch manager {
    case .systemd(let unit): words(asRoot + ["systemctl", "stop", unit], effect: .writes)
    case .pgCtlCluster(let version, let name): words(asRoot + ["pg_ctlcluster", version, name, "stop", "--mode=fast"], effect: .writes)
    case .pgCtl(let program, _, _):
      words(
        asOwner + [
          "/sbin/start-stop-daemon", "--stop", "--oknodo", "--remove-pidfile", "--retry=INT/120",
          "--pidfile=\(dataDirectory.text)/postmaster.pid", "--exec=\(Self.folder(of: program))/postgres",
        ], effect: .writes)
    }
  }

  /// Starts the server.
  public func start() -> Command {
    switch manager {
    case .systemd(let unit): words(asRoot + ["systemctl", "start", unit], effect: .writes)
    case .pgCtlCluster(let version, let name): words(asRoot + ["pg_ctlcluster", version, name, "start"], effect: .writes)
    case .pgCtl(let program, let options, let log):
      words(
        asOwner + [program, "--pgdata=\(dataDirectory.text)", "--options=\(options)", "--log=\(log)", "--wait", "--silent", "start"],
        effect: .writes)
    }
  }

  /// The server has not given up: one that cannot reach its recovery target dies after it has answered (lab-pg §2.4, trap 2).
  var isAlive: Probe {
    switch manager {
    case .systemd(let unit):
      Probe(words(["systemctl", "show", "--property=ActiveState", "--value", unit], effect: .reads), .differs(from: "failed"))
    case .pgCtlCluster(let version, let name): Probe(words(asOwner + ["pg_ctlcluster", version, name, "status"], effect: .reads))
    case .pgCtl(let program, _, _):
      Probe(words(asOwner + [program, "--pgdata=\(dataDirectory.text)", "status"], effect: .reads))
    }
  }

  private static func folder(of program: String) -> String {
    program.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(program[..<$0]) } ?? "."
  }

  /// The server is really gone: `systemctl stop` answers 0 before it is (lab-pg §5).
  public var isStopped: Probe {
    Probe(words(asOwner + ["test", "!", "-e", "\(dataDirectory.text)/postmaster.pid"], effect: .reads), within: .minutes(2))
  }

  /// The server takes writes: recovery is over and it was promoted; accepting connections is not enough.
  public var isPromoted: Probe {
    Probe(
      server.sql("SELECT pg_is_in_recovery()", database: "postgres", effect: .reads, target: nil), .equals("f"), within: .minutes(30)
    ).asLongAs(isAlive)
  }

  /// A command from words that the estate declared.
  func words(_ words: [String], effect: Effect) -> Command {
    Command(words[0], words.dropFirst().map { Text($0) }, effect: effect, on: target)
  }
}
