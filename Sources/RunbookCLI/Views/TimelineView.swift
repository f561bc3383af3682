import RunbookBase
package import RunbookReporting

/// The timeline of a run in lines: a line of its own where a day begins, so that every line below it needs the time alone.
package struct TimelineView {
  private let style: Style
  private let width: Int?
  /// The day of the entry before.
  private var day = ""

  package init(_ style: Style, width: Int?) {
    self.style = style
    self.width = width
  }

  /// The lines of the next entry.
  package mutating func lines(_ entry: TimelineEntry) -> [String] {
    let at = entry.at.text(.milliseconds)
    let today = String(at.prefix(10))
    defer { day = today }
    let words = TerminalText.escapedLine("\(entry.step.map { $0 + ": " } ?? "")\(entry.words)")
    let role: Style.Role? =
      switch entry.weight {
      case .plain: nil
      case .good: .ok
      case .attention: .warning
      case .bad: .danger
      }
    let text = role.map { style($0, words) } ?? words
    let lines = Wrap.lines("\(style(.dim, String(at.dropFirst(11)))) \(text)", width: width, indent: 0, hanging: 14)
    return (today == day ? [] : [style(.dim, "— \(today) —")]) + lines
  }
}
