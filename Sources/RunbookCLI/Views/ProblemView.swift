import RunbookBase

/// A problem as the terminal shows it: what, evidence, what to type.
struct ProblemView {
  let problem: Problem

  init(_ problem: Problem) {
    self.problem = problem
  }

  func lines(_ style: Style) -> [String] {
    var lines = ["\(style(.danger, "runbook:")) \(TerminalText.escaped(problem.summary))"]
    lines += problem.details.map { "  " + TerminalText.escaped($0) }
    if let hint = problem.hint { lines.append("  \(style(.emphasis, "→")) \(TerminalText.escaped(hint))") }
    return lines
  }
}
