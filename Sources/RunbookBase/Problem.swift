/// An error that a person can act on: what happened, why, and what to type instead.
///
/// The summary names the value and the rule; the hint is the remedy, usually a command line.
public struct Problem: Error, Hashable, Sendable {
  /// The exit code that this problem ends the program with.
  public var code: ExitCode
  /// One sentence that names the value and the rule it broke.
  public var summary: String
  /// Further lines: evidence, candidates, places.
  public var details: [String]
  /// What to do or type instead.
  public var hint: String?

  /// A problem from its parts.
  public init(_ code: ExitCode, _ summary: String, details: [String] = [], hint: String? = nil) {
    self.code = code
    self.summary = summary
    self.details = details
    self.hint = hint
  }
}

extension Problem: CustomStringConvertible {
  /// The problem as the terminal shows it, without colour.
  public var description: String {
    var lines = [summary]
    lines += details.map { "  " + $0 }
    if let hint { lines.append("  → " + hint) }
    return lines.joined(separator: "\n")
  }
}
