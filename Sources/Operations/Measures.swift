public import Runbooks

/// What a run knows of itself, for the checks of §4.3 that look at the run and not at the data.
public enum Measures {
  /// Prints how many seconds have passed since the impact: since `--since` was declared, else since the run began.
  public static func elapsed() -> Command { Command("runbook", ["measure", "elapsed", "--json"], effect: .reads) }

  /// Prints how many steps needed a person so far, and how many more that is than in the run of the same runbook before.
  public static func manualSteps() -> Command { Command("runbook", ["measure", "manual-steps", "--json"], effect: .reads) }
}
