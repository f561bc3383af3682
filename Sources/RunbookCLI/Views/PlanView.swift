import RunbookBase
import RunbookPlanning
import Runbooks

/// A plan as people read it: what must hold, every step with its commands, every arm, what each line is worth.
struct PlanView {
  let plan: Plan
  /// What the live probes said; nil when none was asked.
  let verdicts: [Verdict]?
  let width: Int?
  let style: Style

  /// The answer of one precondition.
  struct Verdict {
    let id: String
    let word: String
    let role: Style.Role
    let observed: String
    let remedy: String?
  }

  var text: String { (header + preconditions + steps + footer).joined(separator: "\n") }

  private var header: [String] {
    var lines = [style(.heading, "\(plan.section) \(plan.title)")]
    lines += wrapped("\(plan.runbook) on \(plan.estate.name) (\(plan.estate.summary))")
    if let signOff = plan.estate.signOff { lines += wrapped("sign-off by key, trust files in \(signOff.trust.text)") }
    lines += wrapped(
      "RTO \(DurationText.short(plan.objectives.rto)) · RPO \(DurationText.short(plan.objectives.rpo))"
        + (plan.forecast.map { " · forecast \(DurationText.short($0))" } ?? ""))
    for parameter in plan.parameters {
      let value = parameter.value.map(TerminalText.escaped) ?? "‹\(parameter.name)› (\(parameter.help))"
      lines += wrapped("--\(parameter.name) \(value)", indent: 2)
    }
    for difference in plan.differences { lines += wrapped("differs from the paper: \(difference)", indent: 2) }
    return lines + [""]
  }

  private var preconditions: [String] {
    guard !plan.preconditions.isEmpty else { return [] }
    var lines = [style(.heading, "Preconditions") + (verdicts == nil ? " (not probed)" : "")]
    for precondition in plan.preconditions {
      let title = precondition.placedTitle
      guard let verdict = verdicts?.first(where: { $0.id == precondition.id }) else {
        lines += wrapped("· \(title)", indent: 2)
        continue
      }
      let what = "\(title): \(TerminalText.escapedLine(verdict.observed))"
      lines += Wrap.labelled(style(verdict.role, verdict.word), what, width: width, indent: 2, column: 9)
      if let remedy = verdict.remedy { lines += wrapped("→ \(remedy)", indent: 11) }
    }
    return lines + [""]
  }

  private var steps: [String] {
    [style(.heading, "Steps")] + plan.steps.flatMap { StepView(plan: plan, width: width, style: style).lines($0, depth: 1) }
  }

  private var footer: [String] {
    var lines = [""]
    for finding in plan.findings {
      let role: Style.Role = finding.severity == .error ? .danger : .warning
      lines += wrapped(
        "\(style(role, finding.severity.rawValue)) [\(finding.rule)] \(finding.location.map { "\($0): " } ?? "")\(finding.summary)")
      lines += wrapped("→ \(finding.hint)", indent: 2)
    }
    let all = plan.flattened.filter { !$0.pipelines.isEmpty || plan.fidelity(of: $0) == .human }
    let known = all.filter { [.computed, .probed].contains(plan.fidelity(of: $0)) }.count
    lines += wrapped("\(known) of \(all.count) steps are known in full now; the others wait for a person or an earlier step.")
    return lines + ["digest \(plan.digest)"]
  }

  private func wrapped(_ text: String, indent: Int = 0) -> [String] { Wrap.lines(text, width: width, indent: indent, hanging: 2) }
}
