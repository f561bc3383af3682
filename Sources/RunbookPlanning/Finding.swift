package import RunbookBase
package import Runbooks

/// What a rule has to say about a plan; all rules run, and all findings are told at once.
package struct Finding: Hashable, Sendable {
  /// How grave it is.
  package enum Severity: String, Hashable, Sendable {
    /// The plan cannot be executed.
    case error
    /// Worth knowing.
    case warning
  }

  package let rule: String
  package let severity: Severity
  package let summary: String
  package let hint: String
  package let location: SourceLocation?

  package init(_ rule: String, _ summary: String, hint: String, at location: SourceLocation?, severity: Severity = .error) {
    self.rule = rule
    self.severity = severity
    self.summary = summary
    self.hint = hint
    self.location = location
  }

  package var json: JSON {
    [
      "rule": .string(rule), "severity": .string(severity.rawValue), "summary": .string(summary), "hint": .string(hint),
      "location": JSON(location?.description),
    ]
  }
}
