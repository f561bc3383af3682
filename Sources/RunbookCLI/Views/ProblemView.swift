import RunbookBase

/// A problem as the terminal shows it: what, evidence, what to type.
struct ProblemView {
  let problem: Problem

  init(_ problem: Problem) {
    self.problem = problem
  }

  /// - Parameter width: columns of the terminal; nil keeps every sentence on a line.
  func lines(_ style: Style, width: Int? = nil) -> [String] {
    // A value from outside is part of these texts: a line break in it must not begin a line of ours.
    var lines = Prose.lines("\(style(.danger, Program.name + ":")) \(Visible.text(problem.summary))", width: width)
    for detail in problem.details {
      let parts = detail.utf8.split(separator: 0x0A).map { TerminalText.escapedLine(String(Substring($0))) }
      // What begins with a blank is laid out already, and what begins with a bar is what a program said.
      lines += parts.enumerated().flatMap { Self.detail($0.element, indent: $0.offset == 0 ? 2 : 6, width) }
    }
    if let hint = problem.hint {
      let hint = Prose.lines(Visible.text(hint), width: width, indent: 4, hanging: 0)
      lines += hint.enumerated().map { $0.offset == 0 ? "  \(style(.emphasis, "→")) " + $0.element.dropFirst(4) : $0.element }
    }
    return lines
  }

  private static func detail(_ text: String, indent: Int, _ width: Int?) -> [String] {
    if text.utf8.first == 0x20 || text.hasPrefix("| ") { return [String(repeating: " ", count: indent) + text] }
    return Prose.lines(text, width: width, indent: indent, hanging: 4)
  }
}
