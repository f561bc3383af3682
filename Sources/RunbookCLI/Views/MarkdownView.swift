import RunbookBase
import RunbookPlanning
import Runbooks

/// A runbook as a page to print for the safe: everything to read aloud when this program is gone.
struct MarkdownView {
  let plan: Plan
  /// Whom to call, by role (seed §6.2).
  let contacts: [Role: String]

  var text: String { (header + people + graph + preconditions + steps).joined(separator: "\n") + "\n" }

  private var header: [String] {
    var lines = [
      "# \(plan.title)", "",
      "`\(plan.runbook)` · \(plan.section) · made from the plan by `\(Program.name) show \(plan.runbook) --format markdown`",
      "",
    ]
    lines += ["| | |", "|---|---|", "| estate | \(plan.estate.summary) |", "| RTO | \(DurationText.short(plan.objectives.rto)) |"]
    lines += ["| RPO | \(DurationText.short(plan.objectives.rpo)) |"]
    if let forecast = plan.forecast { lines.append("| forecast | \(DurationText.short(forecast)), along the longest path |") }
    lines.append("")
    if !plan.parameters.isEmpty {
      lines += ["## What must be known", ""]
      lines += plan.parameters.map { "- `--\($0.name)`: \($0.help); it must be \($0.rule)" } + [""]
    }
    if !plan.differences.isEmpty { lines += ["## Where this differs from the paper", ""] + plan.differences.map { "- \($0)" } + [""] }
    return lines
  }

  private var people: [String] {
    guard !contacts.isEmpty else { return [] }
    let rows = Role.allCases.compactMap { role in contacts[role].map { "| \(role) | \(Visible.text($0)) |" } }
    return ["## Whom to call", "", "| | |", "|---|---|"] + rows + [""]
  }

  private var graph: [String] { ["## The way through", "", "```mermaid", MermaidView(plan: plan).text, "```", ""] }

  private var preconditions: [String] {
    guard !plan.preconditions.isEmpty else { return [] }
    return ["## What must hold before", ""]
      + plan.preconditions.map {
        "- [ ] \($0.title.shown())\($0.away != nil ? " (looked at there before the step)" : $0.isUnconditional ? "" : " (for one arm only)"); if not: \($0.remedy.shown())"
      } + [""]
  }

  private var steps: [String] { ["## Steps", ""] + plan.steps.flatMap { lines($0, depth: 0) } }

  private func lines(_ step: PlannedStep, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    var lines = ["\(indent)- **\(step.number)** \(label(step))\(step.title.shown())"]
    if step.host != plan.estate.host { lines.append("\(indent)  on \(step.host)") }
    for pipeline in step.pipelines {
      lines += ["", "\(indent)  ```sh", "\(indent)  \(CommandText.line(pipeline))", "\(indent)  ```"]
      for case let input? in pipeline.commands.map(\.input) { lines.append("\(indent)  reading: `\(TextTrim.trimmed(input.shown()))`") }
      for case .destroys(let what) in pipeline.commands.map(\.effect) { lines.append("\(indent)  **destroys** \(what.shown())") }
    }
    if case .check(let probe) = step.kind { lines.append("\(indent)  passes when it \(probe.criterion.words())") }
    for probe in step.policy.verifications {
      lines.append("\(indent)  done when it \(probe.criterion.words()): `\(CommandText.line(probe.pipeline))`")
    }
    for obligation in step.policy.obligations { lines.append("\(indent)  owes: \(obligation.title.shown())") }
    if case .decision(let arms, _) = step.kind {
      for arm in arms {
        lines.append("\(indent)  - if “\(arm.answer)”:\(arm.steps.isEmpty ? " go on" : "")")
        lines += arm.steps.flatMap { self.lines($0, depth: depth + 2) }
        if arm.ends { lines.append("\(indent)    - then the run ends") }
      }
    } else {
      lines += step.children.flatMap { self.lines($0, depth: depth + 1) }
    }
    return lines
  }

  private func label(_ step: PlannedStep) -> String {
    switch step.kind {
    case .gate: "**Sign-off by the \(step.role):** "
    case .manual: "**\(step.role):** "
    case .decision: "**Decision of the \(step.role):** "
    case .check: "Check: "
    case .concurrently: "Side by side: "
    case .run, .settle, .group: ""
    }
  }
}
