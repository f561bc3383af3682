public import Runbooks

/// The Laravel application by way of `php artisan`, run in its own folder.
public struct Artisan: Sendable {
  /// The folder of the application.
  public let directory: AbsolutePath
  /// The machine it runs on.
  public let host: Host
  /// Variables for its commands alone: what a process sees in its environment wins over the application's own `.env`.
  public let environment: [String: String]

  /// An application.
  public init(directory: AbsolutePath, host: Host = .here, environment: [String: String] = [:]) {
    self.directory = directory
    self.host = host
    self.environment = environment
  }

  var target: Target { Target("app:\(host.name):\(directory.text)", realm: .production, identity: .machineName) }

  /// Puts the application into maintenance mode.
  public func down() -> Command {
    artisan(["down", "--render=errors::503"], effect: .writes)
      .differing("no --secret on the command line: the seed's is guessable and stands in the process list")
  }

  /// Lifts maintenance mode.
  public func up() -> Command { artisan(["up"], effect: .writes) }

  /// The application is down: the file is the proof, `down` answers 0 either way (lab-app §1).
  public var isDown: Probe {
    Probe(Command("test", ["-e", "\(directory)/storage/framework/down"], effect: .reads))
  }

  /// The application is up.
  public var isUp: Probe {
    Probe(Command("test", ["!", "-e", "\(directory)/storage/framework/down"], effect: .reads))
  }

  // MARK: The shop's own commands

  /// The application has a command; what it answers by itself proves nothing.
  public func knows(_ command: Text) -> Probe {
    Probe(artisan([command, "--help"], effect: .reads))
  }

  /// Counts, as JSON, the paid orders without a whole print file, and of them those that no job is on its way for (seed §5.4).
  public func countMissingPrintFiles() -> Command {
    artisan(["print-files:requeue", "--dry-run", "--json"], effect: .reads)
  }

  /// Queues the print file of every paid order that has none or whose file is being mended; an order whose job waits or is at work gets no second one.
  public func requeuePrintFiles() -> Command { artisan(["print-files:requeue", "--json"], effect: .writes) }

  /// Queues the print file of one order, whatever its row says; the worker makes it when there is no whole file.
  public func requeuePrintFile(of order: Text) -> Command {
    artisan(["print-files:requeue", "--order=" + order, "--json"], effect: .writes)
  }

  /// Tells the customer of an order that its file is being mended, in place of a broken download (seed §5.3).
  public func holdPrintFile(of order: Text) -> Command { artisan(["print-files:hold", order], effect: .writes) }

  /// Sets the status of orders and designs by what the bucket holds, tells the staff of paid orders, prints counts as JSON (seed §3.5).
  public func reconcileStorage(of tenant: Parameter<TenantID>? = nil, order: Text? = nil) -> Command {
    let scope: [Text] = (tenant.map { ["--tenant=\($0)"] } ?? []) + (order.map { ["--order=" + $0] } ?? [])
    return artisan(["storage:reconcile"] + scope + ["--json"], effect: .writes)
  }

  private func artisan(_ arguments: [Text], effect: Effect) -> Command {
    Command("php", ["artisan"] + arguments, effect: effect, on: target).in("\(directory)").environment(environment)
  }
}
