import RunbookBase

/// A problem as the terminal shows it: what, evidence, what to type.
struct ProblemView {
  let problem: Problem

  init(_ problem: Problem) {
    self.problem = problem
  }

  func lines(_ style: Style) -> [String] {
    // A value from outside is part of these texts: a line break in it must not begin a line of ours.
    var lines = ["\(style(.danger, Program.name + ":")) \(Visible.text(problem.summary))"]
    for detail in problem.details {
      let parts = detail.utf8.split(separator: 0x0A).map { TerminalText.escapedLine(String(Substring($0))) }
      lines += parts.enumerated().map { ($0.offset == 0 ? "  " : "      ") + $0.element }
    }
    if let hint = problem.hint { lines.append("  \(style(.emphasis, "→")) \(Visible.text(hint))") }
    return lines
  }
}
