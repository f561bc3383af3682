public import Runbooks

/// The version-controlled log of drills (seed §4.4): a folder of a git repository; entries are committed, never pushed.
public struct DrillLog: Sendable {
  /// The folder; each drill leaves two files there.
  public let folder: AbsolutePath

  /// A log.
  public init(folder: AbsolutePath) {
    self.folder = folder
  }

  var target: Target { Target("drill-log:\(folder.text)", realm: .scratch) }

  /// The folder is in a git repository.
  public var isKept: Precondition {
    Precondition(
      "the drill log \(folder) is kept in git", Probe(git(["rev-parse", "--is-inside-work-tree"]), .equals("true")),
      remedy: "make one: git init \(folder) (seed §4.4)")
  }

  /// The monitor's check has an address of its own: a drill that nobody hears of must not end well (seed §4.4).
  public func isHeard(at address: String) -> Precondition {
    Precondition(
      "the heartbeat monitor's check is filled in",
      Probe(Command("runbook", ["drill-log", "heard", "--heartbeat=\(address)"], effect: .reads), .equals("filled in")),
      remedy: "make a check that expects a ping after every drill, and write its address into the estate: seed §2.4")
  }

  /// Writes what this run has measured and found so far, and commits it; prints passed or failed.
  public func add() -> Command {
    Command("runbook", ["drill-log", "add", "--log=\(folder)", "--json"], effect: .writes, on: target).using("git")
  }

  /// Tells the heartbeat monitor; never fails, and prints whether the monitor took it.
  ///
  /// - Parameter address: the check's address, to which `/0` or `/1` is added as its exit status.
  public func tell(_ address: String, result: Output<DrillResult>) -> Command {
    Command("runbook", ["drill-log", "tell", "--heartbeat=\(address)", "--result=\(result)", "--json"], effect: .writes).using("curl")
  }

  private func git(_ words: [String]) -> Command {
    Command("git", ["-C", "\(folder)"] + words.map { Text($0) }, effect: .reads)
  }
}
